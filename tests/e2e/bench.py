#!/usr/bin/python3
"""How fast the app is, measured and printed beside what is wanted: no test, for it depends on the machine."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time

from desktop import how_busy, wait_for
from patient import Patient
from story import NODE, ROOT, StoryTest, main

N_STARTS = 5
DRAWN = "today's visits are drawn"
# Of two that came at once the first may go untold.
FIRST_FRAME = re.compile(r'frames received: \d+\n')
# Until both sides send all that they can, and then for how long it is looked at.
SETTLE_S, WATCH_S = 60, 15
WIDTH, FULL_RATE = 1280, 27
# What the patient's camera shows, again and again: much that is still, and in the middle something that moves.
HEAD_AND_SHOULDERS = (
    'compositor name=all sink_1::xpos=400 sink_1::ypos=120 '
    'videotestsrc num-buffers=60 pattern=gradient ! video/x-raw,format=I420,width=1280,height=720,framerate=30/1 ! all. '
    'videotestsrc num-buffers=60 horizontal-speed=4 ! video/x-raw,format=I420,width=480,height=480,framerate=30/1 ! all. '
    'all. ! video/x-raw,format=I420,width=1280,height=720,framerate=30/1 ! y4menc ! filesink location=').split()
TICKS = os.sysconf('SC_CLK_TCK')


def read_time(line, near):
    """When the app said a line, by the clock that its log keeps; near: some time of that day."""
    hours, minutes, seconds = re.search(r'(\d\d):(\d\d):(\d\d\.\d+)', line).groups()
    midnight = time.mktime((*time.localtime(near)[:3], 0, 0, 0, 0, 0, -1))
    return midnight + int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def read_cpu(process):
    """Seconds that it has computed, in all its threads."""
    with open(f'/proc/{process.pid}/stat', encoding='utf-8') as stat:
        user, system = stat.read().rsplit(')', 1)[1].split()[11:13]
    return (int(user) + int(system)) / TICKS


def print_row(name, value, unit, wanted, counts=True):
    """counts: whether what was measured is what was meant."""
    verdict = 'pass' if value < wanted and counts else 'MISS'
    print(f'{name:<40} {value:9.2f} {unit:<5} {"<":>20} {wanted:5.2f}  {verdict}', file=sys.stdout, flush=True)


class Bench(StoryTest):
    @classmethod
    def setUpClass(cls):
        print(f'\napp, a machine {how_busy():.1f} times as busy as it should be', flush=True)

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
        return (read_time(line, start) - start) * 1000

    def bench_start(self):
        app = self.start_app()
        self.wait_for_words(DRAWN)
        self.end(app)
        self.clinic.stop()
        times = sorted(self.time_start() for _ in range(N_STARTS))
        self.clinic.start()
        print_row('app: start to today from the cache', times[N_STARTS // 2], 'ms', 800)

    def test_start(self):
        self.book()
        with self.explained():
            self.bench_start()

    def make_patient(self):
        """The camera of a browser that makes its own pictures shows next to nothing, which costs next to nothing."""
        film = self.folder / 'camera.y4m'
        subprocess.run(['gst-launch-1.0', '-q', *HEAD_AND_SHOULDERS[:-1], f'{HEAD_AND_SHOULDERS[-1]}{film}'], check=True)
        return Patient(NODE, ROOT, flags=[f'--use-file-for-fake-video-capture={film}'])

    def time_admission(self):
        """Until each sees the other's first picture, in seconds: the doctor, the patient."""
        seen = []
        watcher = threading.Thread(target=lambda: seen.append(self.patient.ask('first_picture')['at'] / 1000))
        admit = self.desktop.find_ready('Admit')
        watcher.start()
        start = time.time()
        admit.do_action(0)
        watcher.join()
        wait_for('a picture at the doctor', lambda: FIRST_FRAME.search(self.read_log()))
        line = next(line for line in self.read_log().splitlines(True) if FIRST_FRAME.search(line))
        return read_time(line, start) - start, seen[0] - start

    def is_whole(self):
        picture = self.patient.ask('size_of_picture')
        return picture['width'] == picture['sent']['width'] == WIDTH

    def watch_call(self, app):
        """Cores that the app is busy with, pictures that come in a second, and what the page says of both ways."""
        with contextlib.suppress(AssertionError):
            wait_for('whole pictures both ways', self.is_whole, SETTLE_S)
        cpu, frames, start = read_cpu(app), self.count_frames(), time.monotonic()
        time.sleep(WATCH_S)
        spent = time.monotonic() - start
        return (read_cpu(app) - cpu) / spent, (self.count_frames() - frames) / spent, self.patient.ask('size_of_picture')

    def test_call(self):
        visit = self.book()
        app = self.start_app(source='large-test')
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna' in text)
            self.arrive(visit)
            doctor, patient = self.time_admission()
            print_row('app: Admit to the first picture, doctor', doctor, 's', 2)
            print_row('app: Admit to the first picture, patient', patient, 's', 2)
            cpu, rate, picture = self.watch_call(app)
            sent = picture['sent']
            print_row('app: CPU of a call, 720p30 both ways', cpu, 'cores', 1,
                      picture['width'] == sent['width'] == WIDTH and min(picture['fps'], rate) > FULL_RATE)
            print(f"     to the patient {picture['width']}x{picture['height']} at {picture['fps']:.0f}, "
                  f"to the doctor {sent['width']}x{sent['height']} at {rate:.0f}", flush=True)


if __name__ == '__main__':
    main()
