#!/usr/bin/python3
"""How fast the app is, measured and printed beside what is wanted: no test, for it depends on the machine."""

import os
import re
import sys
import time

from desktop import how_busy, wait_for
from story import StoryTest, main

N_STARTS = 5
DRAWN = "today's visits are drawn"


def print_row(name, value, unit, wanted):
    verdict = 'pass' if value < wanted else 'MISS'
    print(f'{name:<40} {value:9.2f} {unit:<5} {"<":>20} {wanted:5.2f}  {verdict}', file=sys.stdout, flush=True)


class Bench(StoryTest):
    def set_up_world(self):
        """Whoever signed in once is found again by the next start."""
        os.environ.update({
            'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': str(self.folder / 'keyring'),
            'SECRET_FILE_TEST_PASSWORD': 'test', 'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': str(self.folder / 'config'),
            'G_DEBUG': '',
        })

    def wait_for_words(self, words, since=0):
        wait_for(words.strip(), lambda: words in self.read_log()[since:])

    def time_start(self):
        """From the start of the process to the moment that today's visits are drawn, by the clock that the log keeps."""
        start = time.time()
        app = self.start_app(signs_in=False)
        self.wait_for_words(DRAWN)
        line = next(line for line in self.read_log().splitlines() if DRAWN in line)
        self.end(app)
        hours, minutes, seconds = re.search(r'(\d\d):(\d\d):(\d\d\.\d+)', line).groups()
        midnight = time.mktime((*time.localtime(start)[:3], 0, 0, 0, 0, 0, -1))
        return (midnight + int(hours) * 3600 + int(minutes) * 60 + float(seconds) - start) * 1000

    def bench_start(self):
        app = self.start_app()
        self.wait_for_words(DRAWN)
        self.end(app)
        self.clinic.stop()
        times = sorted(self.time_start() for _ in range(N_STARTS))
        self.clinic.start()
        print_row('app: start to today from the cache', times[N_STARTS // 2], 'ms', 800)

    def test_all(self):
        self.book()
        print(f'\napp, a machine {how_busy():.1f} times as busy as it should be')
        with self.explained():
            self.bench_start()


if __name__ == '__main__':
    main()
