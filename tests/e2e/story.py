"""What the end-to-end tests share: reception, a doctor at the real app, a patient in Chromium, and the real server."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path

from clinic import PASSWORD, Clinic
from desktop import Desktop, wait_for
from notifications import Notifications
from patient import Patient

SERVER, APP, NODE, ROOT = sys.argv[1:5]
SHOTS = os.environ.get('AUSCULTA_SHOTS')
DOCTOR, RECEPTION = 'ada@clinic.example', 'front@clinic.example'
API = 'telemedicine/api/'
# What the app says several times a second while a call goes on.
OFTEN = (' frames received: ', ' the other side can receive ', ' the other side misses ')


def count_colours(region):
    """How many colours a part of the screen shows."""
    shown = subprocess.run(['import', '-silent', '-window', 'root', '-crop', region, '-resize', '64x48!',
                            '-format', '%k', 'info:'], capture_output=True, text=True, check=True)
    return int(shown.stdout)


class StoryTest(unittest.TestCase):
    ADDRESS = '127.0.0.1:0'
    # How long somebody who was let in may be called back: only where that is what a test is about.
    RECALL_SECONDS = 0

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='ausculta-e2e-')
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.notifications = Notifications()
        self.addCleanup(self.notifications.stop)
        self.manager = subprocess.Popen(['xfwm4', '--compositor=on'], stderr=subprocess.DEVNULL)
        self.addCleanup(self.end, self.manager)
        self.clinic = Clinic(SERVER, str(self.folder / 'data'), self.ADDRESS)
        self.clinic.add_user(DOCTOR, 'doctor', 'Ada', 'Byron')
        self.clinic.add_user(RECEPTION, 'receptionist', 'Frieda', 'Amt')
        self.clinic.set('recall_seconds', self.RECALL_SECONDS)
        self.clinic.start(self.set_up_world())
        self.addCleanup(self.clinic.stop)
        self.patient = self.make_patient()
        self.addCleanup(self.patient.stop)
        self.desktop = Desktop('ausculta')

    def set_up_world(self):
        """For what a test needs beside these; answers the server's configuration, or None."""
        return None

    def make_patient(self):
        return Patient(NODE, ROOT)

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=10)

    def start_app(self, signs_in=True, source='test'):
        environment = {**os.environ, 'AUSCULTA_PASSWORD': PASSWORD, 'G_MESSAGES_DEBUG': 'aus-media aus-app',
                       'XDG_CACHE_HOME': str(self.folder / 'cache'), 'XDG_DATA_HOME': str(self.folder / 'share')}
        self.log = open(self.folder / 'app.log', 'w+', encoding='utf-8')
        self.addCleanup(self.log.close)
        whom = ['--sign-in', self.clinic.uri, '--email', DOCTOR] if signs_in else []
        app = subprocess.Popen([APP, *whom, f'--media-source={source}', '--cache-dir', str(self.folder / 'app')],
                               env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        self.addCleanup(self.end, app)
        return app

    def explain(self):
        """Prints what there is to know of a failure, and answers what both sides did last, for some reports show only the end."""
        events = self.patient.ask('events')['events']
        if SHOTS:
            Path(SHOTS, 'failure.log').write_text(self.read_log(), encoding='utf-8')
            Path(SHOTS, 'patient.log').write_text('\n'.join(events), encoding='utf-8')
        self.shoot('failure')
        often, said = [], []
        for line in self.read_log().splitlines():
            (often if any(words in line for words in OFTEN) else said).append(line)
        print(self.desktop.dump(), *events[-25:], *often[-5:], *said[-30:], sep='\n', file=sys.stderr)
        return '\n'.join([*events[-10:], *said[-10:]])

    @contextlib.contextmanager
    def explained(self):
        try:
            yield
        except Exception as error:
            error.add_note(self.explain())
            raise

    def shoot(self, name):
        if SHOTS:
            subprocess.run(['import', '-silent', '-window', 'root', f'{SHOTS}/{name}.png'], check=True)

    def shoot_page(self, name):
        """The patient's page, light and dark, narrow and wide."""
        if not SHOTS:
            return
        for scheme in ('light', 'dark'):
            self.patient.ask('scheme', name=scheme)
            for width, height in ((360, 740), (1280, 800)):
                self.patient.ask('size', width=width, height=height)
                self.patient.ask('shot', path=f'{SHOTS}/{name}-{scheme}-{width}.png')
        self.patient.ask('size', width=360, height=740)

    def book(self):
        now = datetime.now(timezone.utc)
        doctor = self.clinic.call('GET', API + 'doctors/', who=RECEPTION)['results'][0]['id']
        patient = self.clinic.call('POST', API + 'patients/', {
            'given_name': 'Anna', 'family_name': 'Krüger', 'born': '1956-04-01', 'phone': '030 123 4567'}, who=RECEPTION)['id']
        booking = self.clinic.call('POST', API + 'bookings/', {
            'doctor_id': doctor, 'patient_id': patient, 'appointment_date': now.strftime('%Y-%m-%d'),
            'appointment_time': now.strftime('%H:%M'), 'time_zone': 'UTC'}, who=RECEPTION)['id']
        return self.clinic.call('POST', f'{API}bookings/{booking}/create_consultation/', {
            'reason': 'Cough'}, who=RECEPTION)

    def read_log(self):
        return (self.folder / 'app.log').read_text(encoding='utf-8', errors='replace')

    def count_frames(self):
        """Those that the doctor has seen: the media layer counts aloud, every thirty."""
        return max((int(line.rsplit(' ', 1)[1]) for line in self.read_log().splitlines() if 'frames received: ' in line),
                   default=0)

    def frames_seen_by_doctor(self, least):
        wait_for(f'{least} frames at the doctor', lambda: self.count_frames() >= least)

    def arrive(self, visit):
        """Answers how long it takes until the doctor hears of it."""
        self.patient.ask('open', url=visit['door_url'])
        self.patient.ask('heading', name='You are in the right place, Anna')
        arrived = datetime.fromisoformat(self.clinic.call(
            'GET', f"{API}consultations/{visit['id']}/", who=RECEPTION)['waiting_since'])
        wait_for('notification', lambda: self.notifications.shown)
        late = time.monotonic() - self.notifications.shown[0]['time']
        seen = datetime.now(timezone.utc).timestamp() - late
        self.assertNotIn('Anna', self.notifications.shown[0]['title'])
        return seen - arrived.timestamp()

    def meet(self):
        self.desktop.press('Admit')
        self.patient.ask('heading', name='Your visit with Dr. Ada Byron')
        self.patient.ask('frames', least=30)
        self.patient.ask('colours', least=8)
        self.frames_seen_by_doctor(30)
        wait_for('a picture at the doctor', lambda: count_colours('400x300+200+200') >= 8)
        self.assertGreater(self.patient.ask('frames', least=31)['sound'], 0)
        wait_for('the notification to go', lambda: self.notifications.closed)


def main():
    unittest.main(module='__main__', argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
