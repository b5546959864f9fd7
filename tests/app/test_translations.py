#!/usr/bin/python3
"""Every text that people see is known to the translators, and every language has all of them."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(sys.argv[1])
ARABIC = re.compile('[\u0600-\u06ff]')
STRONG = re.compile('%s|[A-Za-z\u0600-\u06ff\u200f]')
PLACES = re.compile('%[^s]')
KEYWORDS = re.compile(r'\b(_|N_|ngettext) \("')


class TranslationsTest(unittest.TestCase):
    def test_every_file_is_listed(self):
        listed = set((ROOT / 'po' / 'POTFILES').read_text().split())
        sources = [path for layer in ('core', 'app', 'client', 'embed', 'media') for path in (ROOT / 'src' / layer).glob('*.c')
                   if KEYWORDS.search(path.read_text())]
        templates = [path for path in (ROOT / 'resources' / 'ui').glob('*.ui') if 'translatable="yes"' in path.read_text()]
        found = {str(path.relative_to(ROOT)) for path in sources + templates}
        self.assertEqual(found - listed, set(), 'missing in po/POTFILES')
        self.assertEqual({path for path in listed if not (ROOT / path).exists()}, set(), 'gone, but in po/POTFILES')

    def test_every_language_is_complete(self):
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / 'ausculta.pot'
            subprocess.run(['xgettext', '--directory', ROOT, '--files-from', ROOT / 'po' / 'POTFILES',
                            '--from-code=UTF-8', '-k_', '-kN_', '-kngettext:1,2', '-o', template], check=True)
            for language in (ROOT / 'po' / 'LINGUAS').read_text().split():
                merged = Path(folder) / f'{language}.po'
                subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged,
                                ROOT / 'po' / f'{language}.po', template], check=True)
                told = subprocess.run(['msgfmt', '--check-format', '--check-header', '--statistics', '-o', '/dev/null',
                                       merged], check=True, capture_output=True, text=True).stderr
                missing = subprocess.run(['msgattrib', '--untranslated', merged], check=True, capture_output=True,
                                         text=True).stdout
                self.assertRegex(told, r'^\d+ translated messages\.\s*$', f'{language}: {told}{missing}')

    def read_arabic(self):
        lines = (ROOT / 'po' / 'ar.po').read_text().replace('"\n"', '').split('\n')
        texts = [line.split('"', 1)[1][:-1] for line in lines if line.startswith('msgstr')]
        return [text for text in texts if ARABIC.search(text)]

    def test_arabic_begins_at_the_right(self):
        """What a text begins with, such as a name, says from where all of it is read, unless a mark goes before it."""
        self.assertEqual([text for text in self.read_arabic()
                          if not re.match('[\u0600-\u06ff\u200f]', STRONG.search(PLACES.sub('', text))[0])], [])

    def test_dates_begin_at_the_left(self):
        """Behind Arabic words, what is between hyphens changes places, unless a mark goes before it."""
        self.assertEqual([text for text in self.read_arabic() if re.search(r'(?<![\u200e\d-])\d+-\d', text)], [])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=2)
