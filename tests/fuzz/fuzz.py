#!/usr/bin/env python3
"""Runs each fuzz target for a while, two at a time.

    fuzz.py BUILD [SECONDS [TARGET...]]

One line for each: how many inputs it tried, what they covered, how many new ones were worth keeping. What breaks a target
stays in crashes/TARGET, where the ordinary tests try it from then on; commit it with the cure.
"""

import concurrent.futures
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AT_ONCE = 2
SLOWEST = 10
MEMORY_MB = 2048
# Beyond its seconds a target only finishes what it has begun, and its memory check.
PATIENCE = 60


class Run:
    def __init__(self, build, seconds, program):
        self.name = os.path.basename(program).removeprefix('fuzz-')
        self.corpus = os.path.join(build, 'corpus', self.name)
        self.crashes = os.path.join(HERE, 'crashes', self.name)
        for folder in (self.corpus, self.crashes):
            os.makedirs(folder, exist_ok=True)
        self.arguments = [
            program, f'-max_total_time={seconds}', f'-timeout={SLOWEST}', f'-rss_limit_mb={MEMORY_MB}', '-max_len=8192',
            f'-dict={HERE}/words/{self.name}.dict', f'-artifact_prefix={self.crashes}/', '-print_final_stats=1',
            self.corpus, os.path.join(HERE, 'seeds', self.name)]
        self.patience = seconds + PATIENCE

    def run(self):
        """The exit code and all that was said."""
        environment = {**os.environ, 'G_DEBUG': 'fatal-warnings', 'G_MESSAGES_DEBUG': '', 'LC_ALL': 'C.UTF-8',
                       'TZ': 'Europe/Berlin', 'ASAN_OPTIONS': 'detect_leaks=1:handle_sigtrap=2',
                       'LSAN_OPTIONS': f'suppressions={HERE}/../lsan.supp:print_suppressions=0',
                       'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1'}
        try:
            done = subprocess.run(self.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, errors='replace',
                                  stderr=subprocess.PIPE, env=environment, timeout=self.patience)
        except subprocess.TimeoutExpired as late:
            return 1, (late.stderr or b'').decode('utf-8', 'replace') + '\nIt did not end.\n'
        self.keep()
        return done.returncode, done.stderr

    def keep(self):
        """What it found gets a name that tells everybody that it is no text."""
        for path in glob.glob(os.path.join(self.crashes, '*')):
            if not path.endswith('.bin'):
                os.rename(path, path + '.bin')

    def tell(self, code, text):
        stats = dict(re.findall(r'stat::(\w+): +(\d+)', text))
        covered = re.findall(r'cov: (\d+) ft: (\d+)', text) or [('0', '0')]
        line = (f'{self.name:12} {stats.get("number_of_executed_units", "?"):>9} runs, covers {covered[-1][0]:>5} edges, '
                f'{stats.get("new_units_added", "0"):>5} new inputs, {stats.get("peak_rss_mb", "?"):>4} MiB')
        print(line if code == 0 else f'{line}  BROKEN\n{text[-6000:]}', flush=True)


def main():
    build, seconds, names = sys.argv[1], int((sys.argv[2:] or ['60'])[0]), sys.argv[3:]
    programs = [program for program in sorted(glob.glob(os.path.join(build, 'tests', 'fuzz', 'fuzz-*')))
                if os.path.isfile(program) and (not names or os.path.basename(program).removeprefix('fuzz-') in names)]
    runs = [Run(os.path.abspath(build), seconds, os.path.abspath(program)) for program in programs]
    failed = not runs
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for run, (code, text) in zip(runs, pool.map(Run.run, runs)):
            run.tell(code, text)
            failed |= code != 0
    sys.exit(failed)


if __name__ == '__main__':
    main()
