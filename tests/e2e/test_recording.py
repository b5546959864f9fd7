#!/usr/bin/python3
"""A visit is recorded: the doctor asks, the patient agrees in Chromium, both are in what is recorded; taking the consent back
ends it; the recording arrives at the server, also after the app was killed, and is watched in the app."""

import re
import signal
import subprocess
from datetime import datetime

from desktop import Atspi, wait_for
from story import API, DOCTOR, SHOTS, StoryTest, count_colours, main

BUTTONS = ('push button', 'button')
WEBM = b'\x1a\x45\xdf\xa3'


class RecordingTest(StoryTest):
    def begin(self):
        self.visit = self.book()
        self.start_app()
        self.arrive(self.visit)
        self.meet()

    def gate(self):
        return self.clinic.call('GET', f"{API}consultations/{self.visit['id']}/recording/", who=DOCTOR)

    def ready(self):
        return [one for one in self.gate()['recordings'] if one['state'] == 'ready']

    def is_sensitive(self, name):
        return any(node.get_state_set().contains(self.desktop_state('SENSITIVE'))
                   for node in self.desktop.find_all(BUTTONS, lambda text: text == name))

    @staticmethod
    def desktop_state(name):
        return getattr(Atspi.StateType, name)

    def ask(self):
        self.desktop.find(BUTTONS, 'Record')
        self.assertFalse(self.is_sensitive('Record'))
        self.shoot('recording-not-asked')
        self.desktop.press('Ask to Record…')
        self.desktop.press('Ask Everybody')
        self.desktop.find(('label', 'static', 'status bar', 'notification'), 'Anna Krüger has not answered yet.')
        self.assertFalse(self.is_sensitive('Record'))
        self.shoot('recording-reason')
        self.patient.ask('text', name='May this visit be recorded')
        self.shoot_page('page-question')
        self.patient.ask('click', name='Yes, I agree')
        wait_for('all to agree', lambda: self.gate()['allowed'])

    def shoot_page(self, name):
        if SHOTS:
            self.patient.ask('shot', path=f'{SHOTS}/{name}.png')

    def record(self):
        self.desktop.press('Record')
        wait_for('recording', lambda: self.gate()['state'] == 'recording')
        self.patient.ask('text', name='Stop the recording')
        self.desktop.find(BUTTONS, 'Stop Recording')

    def local_files(self):
        return sorted(path.name for path in (self.folder / 'app' / 'recordings').glob('*'))

    def wait_for_film(self, size=250_000):
        folder = self.folder / 'app' / 'recordings'
        wait_for('what is recorded to be in the file', lambda: any(
            path.stat().st_size > size for path in folder.glob('*.film')), limit=90)

    def assert_sealed(self, path):
        content = path.read_bytes()
        for mark in (WEBM, b'webm', b'V_VP8', b'OpusHead'):
            self.assertNotIn(mark, content, path.name)

    def assert_sealed_at_server(self):
        files = [path for path in (self.folder / 'data' / 'recordings').rglob('*') if path.is_file()]
        self.assertEqual(len(files), 1)
        self.assert_sealed(files[0])

    def fetch(self, recording):
        path = self.folder / f"{recording['id']}.webm"
        path.write_bytes(self.clinic.fetch(f"{API}recordings/{recording['id']}/media/", who=DOCTOR))
        return path

    @staticmethod
    def count_both(frame):
        """How many colours there are at least in each of the halves: of the patient, who is taken out while they stand still,
        and of the doctor."""
        return min(int(subprocess.run(['convert', str(frame), '-crop', f'640x240+{x}+240', '-resize', '64x24!', '-format',
                                       '%k', 'info:'], capture_output=True, text=True, check=True, timeout=60).stdout)
                   for x in (0, 640))

    def judge(self, path):
        """Pictures of both, and sound: the doctor's test picture has many colours, Chromium's fake camera is green."""
        frames = path.parent / 'frames'
        frames.mkdir(exist_ok=True)
        subprocess.run(['gst-launch-1.0', '-q', 'filesrc', f'location={path}', '!', 'matroskademux', '!', 'vp8dec', '!',
                        'videoconvert', '!', 'pngenc', 'snapshot=false', '!', 'multifilesink',
                        f'location={frames}/%05d.png'], check=True, timeout=120)
        files = sorted(frames.glob('*.png'))
        self.assertGreater(len(files), 8)
        self.assertTrue(any(self.count_both(frame) > 8 for frame in reversed(files[::max(1, len(files) // 20)])),
                        'the two are in no picture together')
        sound = subprocess.run(['gst-launch-1.0', '-m', 'filesrc', f'location={path}', '!', 'matroskademux', '!', 'opusdec',
                                '!', 'audioconvert', '!', 'level', '!', 'fakesink'], capture_output=True, text=True,
                               check=True, timeout=120).stdout
        peaks = [float(one) for one in re.findall(r'(?i)peak=\(gvaluearray\)<\s*(-?[\d.]+)', sound)]
        self.assertGreater(max(peaks, default=-100), -30, 'nothing is heard')

    def watch(self):
        self.desktop.press('Recordings', limit=60)
        self.desktop.press('Play')
        wait_for('pictures in the player', lambda: count_colours('600x300+340+200') >= 8, limit=60)
        self.shoot('recording-playback')
        self.find_time(lambda text: re.match(r'00:0[2-9] / ', text), 'the player to get on')
        slider = self.desktop.find('slider', 'Position in the recording')
        wait_for('the slider to have the keyboard', lambda: self.is_reached(slider))
        subprocess.run(['xdotool', 'key', 'Home'], check=True, timeout=30)
        self.find_time(lambda text: text.startswith('00:00 / 00:'), 'the player to go back')

    def is_reached(self, node):
        """One step further through the window, as without a mouse."""
        subprocess.run(['xdotool', 'key', 'Tab'], check=True, timeout=30)
        return node.get_state_set().contains(self.desktop_state('FOCUSED'))

    def find_time(self, test, what):
        self.desktop.find(('label', 'static'), test, what=what)

    def test_recorded(self):
        with self.explained():
            self.begin()
            self.ask()
            self.record()
            self.wait_for_film()
            self.shoot('recording-live')
            self.shoot_page('page-recording')
            self.patient.ask('click', name='Stop the recording')
            wait_for('the end', lambda: self.gate()['state'] == 'idle')
            stopped = self.gate()['recordings'][0]
            self.assertEqual(stopped['stop_reason'], 'consent_withdrawn')
            wait_for('the recording at the server', self.ready, limit=120)
            recording = self.ready()[0]
            length = (self.time_of(recording['ended_at']) - self.time_of(recording['started_at']))
            self.assertLessEqual(recording['duration_seconds'], length)
            wait_for('nothing to be left here', lambda: not self.local_files())
            self.assert_sealed_at_server()
            self.judge(self.fetch(recording))
            self.watch()

    @staticmethod
    def time_of(text):
        return datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()

    def test_killed(self):
        with self.explained():
            self.begin()
            self.ask()
            self.record()
            self.wait_for_film()
            self.app_process.send_signal(signal.SIGKILL)
            self.app_process.wait()
            self.assertTrue(any(name.endswith('.film') for name in self.local_files()))
            for path in (self.folder / 'app' / 'recordings').glob('*'):
                self.assertEqual(path.stat().st_mode & 0o777, 0o600)
                self.assert_sealed(path)
            self.start_app()
            wait_for('the recording at the server', self.ready, limit=120)
            self.judge(self.fetch(self.ready()[0]))
            wait_for('nothing to be left here', lambda: not self.local_files())

    def start_app(self):
        self.app_process = super().start_app()
        return self.app_process


if __name__ == '__main__':
    main()
