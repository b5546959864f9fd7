#!/usr/bin/env python3
"""Holds the tree to the rules of the house.

    lint.py [ROOT]       prints “file:line: complaint” for each fault; exits with 1 where there is any
    lint.py --self-test  proves that each rule finds what it is for
"""

import os
import re
import sys

LIMITS = {'.c': 500, '.h': 150, '.ui': 300, '.js': 299, '.py': 500}
MAX_COLUMNS = 120  # 110 is the aim
MAX_FUNCTION = 60
MAX_PARAMETERS = 6

# Which layers a layer may see, itself aside. The programs in src/ itself wire all of them up.
LAYERS = {
    'core': (),
    'store': ('core',),
    'providers': ('core',),
    'notify': ('core', 'store'),
    'relay': ('core',),
    'server': ('core', 'store', 'providers', 'notify', 'relay'),
    'client': ('core', 'store'),
    'media': ('core',),
    'embed': (),
    'app': ('core', 'client', 'media', 'relay', 'embed'),
}

# Which layers may use a library. Those that are not named may be used by all.
LIBRARIES = {
    'sodium': ('core',),
    'qrencode': ('core',),
    'gnutls/': ('core',),
    'sqlite3': ('store',),
    'libpq': ('store',),
    'libsoup/': ('providers', 'server', 'client'),
    'systemd/': ('server',),
    'gmime/': ('notify',),
    'curl/': ('notify',),
    'libical/': ('notify',),
    'libsecret/': ('client',),
    'gst/': ('media',),
    'nice/': ('media',),
    'gtk/': ('app', 'embed'),
    'gdk/': ('app', 'embed'),
    'adwaita': ('app', 'embed'),
    'webkit/': ('embed',),
}

NEW_TYPES = '''
    GtkFileDialog GtkAlertDialog GtkColorDialog GtkFontDialog GtkFileLauncher GtkUriLauncher GtkScrollInfo
    GtkColumnViewRow GtkListHeader GtkSectionModel GdkTextureDownloader GdkMemoryTextureBuilder
    AdwBanner AdwDialog AdwAlertDialog AdwAboutDialog AdwPreferencesDialog AdwShortcutsDialog AdwSwitchRow
    AdwSpinRow AdwButtonRow AdwBreakpoint AdwBreakpointBin AdwNavigationView AdwNavigationPage
    AdwNavigationSplitView AdwOverlaySplitView AdwToolbarView AdwTabOverview AdwBottomSheet AdwSpinner
    AdwToggleGroup AdwMultiLayoutView AdwWrapBox
'''.split()

NEW_FUNCTIONS = '''
    g_set_str g_string_free_and_steal g_ptr_array_new_take g_ptr_array_new_from_array g_strv_builder_take
    g_strv_builder_unref_to_strv g_once_init_enter_pointer g_task_return_prefixed_error g_sort_array g_autofd
    g_clear_fd g_steal_handle_id g_date_time_new_from_unix_utc_usec g_array_new_take g_uuid_string_v7
    json_parser_set_strict json_parser_new_strict gtk_accessible_announce gtk_css_provider_load_from_string
    gtk_list_view_scroll_to gtk_column_view_scroll_to gtk_widget_get_clip_path adw_length_unit_to_px
    soup_server_message_set_request_body_limit
'''.split()

# In pieces, so that this file does not offend.
WORDS = [
    (r'\b(?:TO' r'DO|FIX' r'ME|X' r'XX)\b', 'do it, or leave it out'),
    (r'/wo' r'rk/|/ho' r'me/|/Us' r'ers/', 'the path of one machine'),
    (r'\b(?:registry\.npmj' r's|pypi\.or' r'g|files\.pythonhos' r'ted|crates\.i' r'o|proxy\.golan' r'g)\b',
     'the name of a registry'),
    (r'"resol' r'ved"\s*:', 'the address of a registry'),
    (r'(?i)\b(?:clau' r'de|anthro' r'pic|chat' r'gpt|open' r'ai|co' r'pilot|ll' r'm|sub-?age' r'nt)s?\b',
     'the project speaks of itself alone'),
    (r'(?i)\bPLAN' r'\.md\b|\bsha' r'red/(?:des' r'ign|fac' r'ts)\b|\bai assis' r'tant|\bhelper sess' r'ion',
     'the project speaks of itself alone'),
]

BAD_NAMES = {'util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc'}
TEXTS = {'.c', '.h', '.py', '.js', '.mjs', '.css', '.html', '.ui', '.xml', '.sql', '.json', '.md', '.in',
         '.sh', '.build', '.yml', '.svg', '.supp', '.service', '.socket', '.desktop', '.conf', ''}
NARROW = {'.c', '.h'}
# A script that ends in a comment is what that test is about.
UNENDED = 'tests/store/sql/'
# A second work tree has a file of the name “.git”.
SKIPPED = {'.git', 'node_modules', '__pycache__'}

CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
FUNCTION = re.compile(r'^(?P<name>[A-Za-z_]\w*) \((?P<parameters>(?:[^(){};]|\([^(){};]*\))*)\)[^{};()]*\n'
                      r'\{\n(?P<body>.*?)^\}', re.M | re.S)
FORWARD = re.compile(r'^static\b[^=;{}()]*\b(?P<name>\w+)\s*\((?!\s*\*)[^{};=]*\)[^{};=]*;', re.M)
GLOBAL = re.compile(r'^(?!(?:static )?(?:const|inline|extern|typedef|struct|union|enum)\b)'
                    r'(?P<type>\w[\w ]*[ *]+)(?P<name>\w+)(?:\[[^\]]*\])*\s*(?:=[^;]*)?;', re.M)

# Whose shape libraries dictate.
USUAL_GLOBALS = re.compile(r'GParamSpec|GSourceFuncs|guint signals')


def snake_case(name):
    return re.sub(r'(?<!^)([A-Z])', r'_\1', name).lower()


NEWER = re.compile(r'\b(?:' + '|'.join(NEW_TYPES + NEW_FUNCTIONS
                                       + [snake_case(name) + r'_\w+' for name in NEW_TYPES]) + r')\b')


def blank(match):
    """Comments and literals as blanks, so that lines and columns stay."""
    return re.sub(r'[^\n]', ' ', match.group())


class File:
    def __init__(self, root, path):
        self.path = path
        self.folder, self.name = os.path.split(path)
        self.suffix = os.path.splitext(path)[1]
        with open(os.path.join(root, path), 'rb') as stream:
            self.data = stream.read()
        self.text = self.data.decode('utf-8', 'replace')
        self.lines = self.text.split('\n')[:-1] if self.text.endswith('\n') else self.text.split('\n')
        self.code = CODE.sub(blank, self.text) if self.is_c else ''

    @property
    def is_c(self):
        return self.suffix in ('.c', '.h') and self.path.startswith(('src/', 'tests/'))

    @property
    def is_text(self):
        return self.suffix in TEXTS and b'\0' not in self.data[:8000]

    @property
    def layer(self):
        parts = self.path.split('/')
        return parts[1] if parts[0] == 'src' and len(parts) > 2 else None

    def line_at(self, offset):
        return self.text.count('\n', 0, offset) + 1


class Tree:
    def __init__(self, root):
        self.files = {}
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders
                                if name not in SKIPPED and not name.startswith('_build')
                                and not os.path.isdir(os.path.join(folder, name, 'meson-private')))
            for name in sorted(set(names) - SKIPPED):
                path = os.path.relpath(os.path.join(folder, name), root)
                if os.path.isfile(os.path.join(root, path)) and not name.endswith('.pyc'):
                    self.files[path] = File(root, path)
        self.headers = {}
        for file in self.files.values():
            if file.suffix == '.h' and file.layer:
                self.headers.setdefault(file.name, []).append(file.layer)

    def read(self, path):
        file = self.files.get(path)
        return file.text if file else ''


def check_lines(tree, file):
    limit = LIMITS.get(file.suffix)
    if limit and len(file.lines) > limit:
        yield limit + 1, f'{len(file.lines)} lines, at most {limit} are allowed'
    if not file.is_text or file.name == 'LICENSE':
        return
    if file.data and not file.data.endswith(b'\n') and not file.path.startswith(UNENDED):
        yield len(file.lines), 'the last line does not end'
    for number, line in enumerate(file.lines, 1):
        if '\t' in line:
            yield number, 'a tab'
        if line != line.rstrip():
            yield number, 'space at the end of the line'
        if '\ufffd' in line:
            yield number, 'not UTF-8'
        if len(line) > MAX_COLUMNS and file.suffix in NARROW:
            yield number, f'{len(line)} columns, at most {MAX_COLUMNS} are allowed'


def check_words(tree, file):
    if not file.is_text or file.name == 'LICENSE':
        return
    for number, line in enumerate(file.lines, 1):
        for pattern, complaint in WORDS:
            found = re.search(pattern, line)
            if found:
                yield number, f'“{found.group()}”: {complaint}'


def check_name(tree, file):
    stem = file.name.split('.')[0].lower()
    bad = BAD_NAMES.intersection(re.split(r'[-_]', stem))
    if bad and file.path.split('/')[0] in ('src', 'tests', 'resources', 'data'):
        yield 1, f'a file called “{bad.pop()}”: name the concept'
    others = [layer for layer in tree.headers.get(file.name, []) if layer != file.layer]
    if file.layer and others:
        yield 1, f'{others[0]} has a header of this name too, and perhaps a type'


def count_parameters(text):
    depth, count = 0, 1
    for letter in text:
        depth += (letter in '([') - (letter in ')]')
        count += letter == ',' and depth == 0
    return 0 if text.strip() in ('', 'void') else count


def check_functions(tree, file):
    """A callback's signature is its library's to choose, so those are not counted."""
    for match in FUNCTION.finditer(file.code):
        name = match['name']
        length = match['body'].count('\n')
        parameters = count_parameters(match['parameters'])
        line = file.line_at(match.start())
        if length > MAX_FUNCTION:
            yield line, f'{name} has {length} lines, at most {MAX_FUNCTION} are allowed'
        if parameters > MAX_PARAMETERS and not name.endswith(('_cb', '_async')):
            yield line, f'{name} has {parameters} parameters, at most {MAX_PARAMETERS} are allowed'


def check_code(tree, file):
    if not file.is_c:
        return
    for match in FORWARD.finditer(file.code):
        yield file.line_at(match.start()), f'{match["name"]} is declared before it is defined: reorder'
    for match in re.finditer(r'\bgoto\b', file.code):
        yield file.line_at(match.start()), 'goto'
    for match in re.finditer(r'\b[a-z]\w*_get_default \(void\)', file.code):
        yield file.line_at(match.start()), 'no get_default(): pass the object'
    for match in re.finditer(r'^(?! *#).*?\b(?!(?:N|C|Q|NC)?_\()(\w+)\(', file.code, re.M):
        yield file.line_at(match.start()), f'no space between “{match[1]}” and “(”'
    if file.layer:
        for match in GLOBAL.finditer(file.code):
            if not USUAL_GLOBALS.search(match['type'] + match['name']):
                yield file.line_at(match.start()), f'{match["name"]} is a global'


def check_includes(tree, file):
    if not file.is_c:
        return
    if file.suffix == '.h' and '#pragma once' not in file.lines:
        yield 1, 'no “#pragma once”'
    includes = [(number, match[1], match[2]) for number, line in enumerate(file.lines, 1)
                if (match := re.match(r'#\s*include\s+([<"])([^>"]+)', line))]
    own = file.name[:-2] + '.h'
    first = includes[0] if includes else (1, '"', None)
    if file.suffix == '.c' and f'{file.folder}/{own}' in tree.files and first[2] != own:
        yield first[0], f'the first include must be "{own}"'
    if file.layer is None:
        return
    for number, kind, name in includes:
        layers = tree.headers.get(os.path.basename(name), []) if kind == '"' else []
        seen = (file.layer, *LAYERS.get(file.layer, ()))
        if layers and not set(layers).intersection(seen):
            yield number, f'{file.layer} may not see {layers[0]} ({name})'
        for prefix, users in LIBRARIES.items():
            if name.startswith(prefix) and file.layer not in users:
                yield number, f'{file.layer} may not use {name}'


def check_floor(tree, file):
    if not (file.is_c or file.suffix == '.ui'):
        return
    for match in NEWER.finditer(file.code or file.text):
        yield file.line_at(match.start()), f'{match.group()} is newer than Debian 12'


def is_named(tree, file, names):
    """Whether the meson.build of this folder, or of one above, names the file."""
    folder = file.folder
    while True:
        text = tree.read(os.path.join(folder, 'meson.build'))
        if any(f"'{name}'" in text for name in names):
            return True
        if not folder:
            return False
        folder = os.path.dirname(folder)


def check_built(tree, file):
    stem = os.path.splitext(file.name)[0]
    top = file.path.split('/')[0]
    if top == 'src' and file.suffix == '.c' and not is_named(tree, file, [file.name]):
        yield 1, 'no meson.build names this source'
    if top == 'tests' and stem.startswith('test-') and file.suffix in ('.c', '.py', '.js', '.mjs', '.sh'):
        if not is_named(tree, file, [file.name, stem, stem[len('test-'):]]):
            yield 1, 'no meson.build names this test'


def check_bundled(tree, file):
    if not file.path.startswith('resources/') or file.name.endswith(('meson.build', '.gresource.xml')):
        return
    inner = file.path[len('resources/'):]
    bundles = [other.text for path, other in tree.files.items()
               if path.startswith('resources/') and path.endswith('.gresource.xml')]
    if not any(f'>{inner}<' in text for text in bundles):
        yield 1, 'no .gresource.xml lists this file'


RULES = (check_lines, check_words, check_name, check_functions, check_code, check_includes, check_floor,
         check_built, check_bundled)


def lint(root):
    tree = Tree(root)
    faults = []
    for file in tree.files.values():
        for rule in RULES:
            faults += [f'{file.path}:{line}: {complaint}' for line, complaint in rule(tree, file)]
    return faults, len(tree.files)


def main():
    if sys.argv[1:] == ['--self-test']:
        sys.dont_write_bytecode = True
        from lint_cases import self_test
        return self_test(lint)
    here = os.path.dirname(os.path.abspath(__file__))
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(here)
    faults, count = lint(root)
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults in {count} files')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
