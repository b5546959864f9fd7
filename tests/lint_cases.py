"""A small tree without faults, and for each rule a way to spoil it. Words are in pieces, as in lint.py."""

import os
import tempfile

HEADER = '#pragma once\n\n#include <glib.h>\n\nvoid aus_thing_do (int a);\n'
SOURCE = '''#include "aus-thing.h"

#include <sodium.h>

static const char text[] = "goto (x){ 'TO" "DO' a(";

/* It may say goto and call(it) here. */
static void
add (int a,
     int b)
{
  g_print ("%s %d", _("text"), a + b);
}

void
aus_thing_do (int a)
{
  static int counter = 0;

  add (a, counter++);
}
'''

GOOD = {
    'meson.build': "subdir ('src')\n",
    'src/core/meson.build': "core_sources = files (\n  'aus-thing.c',\n)\n",
    'src/core/aus-thing.h': HEADER,
    'src/core/aus-thing.c': SOURCE,
    'src/store/meson.build': "store_sources = files (\n  'aus-table.c',\n)\n",
    'src/store/aus-table.h': '#pragma once\n\n#include "aus-thing.h"\n',
    'src/store/aus-table.c': '#include "aus-table.h"\n\n#include <sqlite3.h>\n',
    'src/app/aus-window.h': '#pragma once\n\n#include "aus-thing.h"\n\n#include <gtk/gtk.h>\n',
    'src/media/aus-peer.h': '#pragma once\n\n#include <gst/gst.h>\n\nG_BEGIN_DECLS\n\nstruct _AusPeer;\n',
    'src/providers/aus-call.h': '#pragma once\n',
    'tests/meson.build': "test ('lint', lint)\n",
    'tests/core/meson.build': "foreach name : [\n  'thing',\n]\n",
    'tests/core/test-thing.c': '#include "aus-thing.h"\n\nint\nmain (void)\n{\n  return 0;\n}\n',
    'resources/aus.gresource.xml': '<file>ui/aus-window.ui</file>\n<file>web/door.js</file>\n',
    'resources/ui/aus-window.ui': '<interface>\n  <object class="AdwWindow"/>\n</interface>\n',
    'resources/web/door.js': 'export const door = 1;\n',
    'README.md': 'Words, ' + 'long ' * 40 + 'and not wrapped.\n',
    '_build/src/broken.c': 'goto\t',
    'elsewhere/meson-private/x': '',
    'elsewhere/broken.c': 'goto\t',
}


def function(length, parameters='int a', name='do_it'):
    return f'\nstatic void\n{name} ({parameters})\n{{\n' + '  a++;\n' * length + '}\n'


SIX = 'int a,\n       int (*b) (int, int),\n       int c,\n       int d,\n       int e,\n       int f'

C = 'src/core/aus-thing.c'
H = 'src/core/aus-thing.h'
UI = 'resources/ui/aus-window.ui'
JS = 'resources/web/door.js'
END = SOURCE.count('\n')


def pad(text, lines):
    return text + '\n' * (lines - text.count('\n'))


def call(text):
    """The source with a statement more, in line 20."""
    return SOURCE.replace('  add (', f'  {text}\n  add (')


# Allowed, if only just.
BORDERS = [
    (C, pad(SOURCE, 500)),
    (H, pad(HEADER, 150)),
    (UI, '<a/>\n' * 300),
    (JS, 'a;\n' * 299),
    (C, SOURCE + function(60)),
    (C, SOURCE + function(1, SIX)),
    (C, SOURCE + function(1, SIX + ', int g', 'done_cb')),
    (C, SOURCE + '/* ' + 'ä' * 104 + ' */\n'),
    (C, SOURCE + '\nstatic GParamSpec *props[2];\nstatic guint signals[1];\n'),
    (C, SOURCE + '\nstatic const int *(*const table[]) (void) = { NULL };\n'),
    (C, SOURCE + '\n#define DOUBLE(x) (2 * (x))\n'),
    ('tests/core/test-thing.c', 'static int counter;\n'),
]

# What to spoil and how, in which line the fault is, and a part of the complaint.
CASES = [
    (C, pad(SOURCE, 501), 501, '501 lines'),
    (H, pad(HEADER, 151), 151, '151 lines'),
    (UI, '<a/>\n' * 301, 301, '301 lines'),
    (JS, 'a;\n' * 300, 300, '300 lines'),
    (C, SOURCE + function(61), END + 3, 'do_it has 61 lines'),
    (C, SOURCE + function(1, SIX + ', int g'), END + 3, 'do_it has 7 parameters'),
    (C, SOURCE + '/* ' + 'ä' * 115 + ' */\n', END + 1, '121 columns'),
    ('README.md', 'no end', 1, 'does not end'),
    ('README.md', 'a\tb\n', 1, 'a tab'),
    ('README.md', 'a \n', 1, 'space at the end'),
    ('README.md', b'\xff\n', 1, 'not UTF-8'),
    ('README.md', 'a\nTO' 'DO: b\n', 2, 'do it'),
    ('README.md', 'X' 'XX\n', 1, 'do it'),
    (C, SOURCE + '/* FIX' 'ME */\n', END + 1, 'do it'),
    ('README.md', 'see /wo' 'rk/x\n', 1, 'one machine'),
    ('README.md', 'see /ho' 'me/me\n', 1, 'one machine'),
    ('README.md', 'see /Us' 'ers/me\n', 1, 'one machine'),
    ('package-lock.json', '{"resol' 'ved": "https://mirror.example.org"}\n', 1, 'registry'),
    ('README.md', 'https://registry.npmj' 's.org\n', 1, 'registry'),
    ('README.md', 'written by Clau' 'de\n', 1, 'of itself alone'),
    ('README.md', 'as PLAN' '.md says\n', 1, 'of itself alone'),
    ('README.md', 'see sha' 'red/facts\n', 1, 'of itself alone'),
    ('data/aus-text-utils.in', 'a\n', 1, 'name the concept'),
    ('src/core/aus-helper.h', '#pragma once\n', 1, 'name the concept'),
    ('src/store/aus-call.h', '#pragma once\n', 1, 'providers has a header of this name'),
    (C, SOURCE + '\nstatic int later (int a);\n', END + 2, 'later is declared'),
    (C, SOURCE + '\nstatic void\nlater (int a,\n       int b);\n', END + 2, 'later is declared'),
    (C, call('goto end;'), 20, 'goto'),
    (C, SOURCE + '\nAusThing *aus_thing_get_default (void);\n', END + 2, 'get_default'),
    (C, call('add(1, 2);'), 20, 'no space between'),
    (C, SOURCE + '\nstatic int counter;\n', END + 2, 'counter is a global'),
    (C, SOURCE + '\nint counter[2] = { 1 };\n', END + 2, 'counter is a global'),
    (H, HEADER.replace('#pragma once', ''), 1, 'no “#pragma once”'),
    (C, '#include <glib.h>\n' + SOURCE, 1, 'the first include must be'),
    (C, '\n', 1, 'the first include must be'),
    (H, HEADER + '#include "aus-table.h"\n', 6, 'core may not see store'),
    ('src/app/aus-window.h', '#pragma once\n#include "aus-table.h"\n', 2, 'app may not see store'),
    (H, HEADER + '#include <gtk/gtk.h>\n', 6, 'core may not use gtk/gtk.h'),
    ('src/app/aus-window.h', '#pragma once\n#include <libsoup/soup.h>\n', 2, 'app may not use'),
    (UI, '<object class="AdwSwitch' 'Row"/>\n', 1, 'newer'),
    (C, call('gtk_file_' 'dialog_new ();'), 20, 'newer'),
    (C, call('g_set_' 'str (a, b);'), 20, 'newer'),
    ('tests/test-boot.py', 'pass\n', 1, 'names this test'),
    ('src/store/aus-other.c', '\n', 1, 'names this source'),
    ('resources/sql/0001-first.sql', 'SELECT 1;\n', 1, 'lists this file'),
    ('resources/ui/window.ui', '<a/>\n', 1, 'lists this file'),
    ('resources/style.css', 'a { }\n', 1, 'lists this file'),
]


def write(root, files):
    for path, content in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'wb') as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())


def lint_with(lint, path, content):
    with tempfile.TemporaryDirectory() as root:
        write(root, {**GOOD, path: content})
        return lint(root)[0]


def self_test(lint):
    failures = []
    for path, content in [('README.md', 'Good.\n')] + BORDERS:
        faults = lint_with(lint, path, content)
        if faults:
            failures.append(f'{path}: no fault was expected, but: {faults}')
    for path, content, line, complaint in CASES:
        faults = lint_with(lint, path, content)
        here = [fault for fault in faults if fault.startswith(f'{path}:{line}: ') and complaint in fault]
        if not here:
            failures.append(f'“{complaint}” was expected in {path}:{line}, but: {faults}')
    for failure in failures:
        print(failure)
    print(f'{len(failures)} of {len(CASES) + len(BORDERS) + 1} cases failed')
    return 1 if failures else 0
