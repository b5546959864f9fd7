"""A disk that fails now and then: libfiu stands between the server and the kernel.

    io_faults.py PROGRAM
"""

import os
import subprocess
import tempfile

from clinic import ClinicTest, main
from writers import PATIENCE, Writers, check_data, wait_ready

LIBRARIES = '/usr/lib/fiu/fiu_run_preload.so:/usr/lib/fiu/fiu_posix_preload.so'
# An EIO of a read is damage to SQLite, and then it is a 500 with a line in the log.
ENOSPC, EIO, EREMOTEIO = 28, 5, 121
# What the server says of it, and what it has tried to undo.
EXPECTED = r'disk is full|disk I/O error|gave up the transaction|could not be moved|cannot be opened'


class FaultsTest(ClinicTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix='ausculta-fiu-')
        self.addCleanup(folder.cleanup)
        self.pipe = os.path.join(folder.name, 'fiu')
        self.clinic.restart(environment={'LD_PRELOAD': LIBRARIES, 'FIU_CTRL_FIFO': self.pipe, 'G_DEBUG': ''})
        self.clinic.process.expected = EXPECTED

    def tell(self, command):
        subprocess.run(['fiu-ctrl', '-f', self.pipe, '-c', command, str(self.clinic.process.process.pid)], check=True,
                       capture_output=True, timeout=PATIENCE)

    def fail(self, call, number, probability=None):
        kind = f'enable_random probability={probability},' if probability else 'enable '
        self.tell(f'{kind}name=posix/io/{call},failinfo={number}')

    def heal(self, call):
        self.tell(f'disable name=posix/io/{call}')

    def check(self, call, number, probability=None):
        visit = self.clinic.visit(status='in_progress')
        with Writers(self.clinic, visit) as writers:
            for _ in range(3):
                writers.wait(writers.acknowledged, 10)
                self.fail(call, number, probability)
                writers.wait(writers.refused, 10)
                self.assertEqual(visit.show()['status'], 'in_progress')
                self.assertStatus(self.clinic.get(None, '/health/live'), 200)
                if not probability:
                    self.assertStatus(self.clinic.get(None, '/health/ready'), 503)
                self.heal(call)
                writers.wait(writers.acknowledged, 10)
                wait_ready(self.clinic)
        self.assertEqual(writers.unknown, [])
        writers.check(self)
        check_data(self, self.clinic)

    def test_no_space(self):
        self.check('rw/pwrite', ENOSPC)

    def test_writes_fail(self):
        self.check('rw/pwrite', EIO)

    def test_writes_fail_now_and_then(self):
        self.check('rw/pwrite', EIO, 0.3)

    def test_what_was_written_does_not_reach_the_disk(self):
        self.check('sync/fdatasync', EIO)

    def test_the_same_now_and_then(self):
        self.check('sync/fdatasync', EIO, 0.5)

    def test_reads_fail_now_and_then(self):
        """A page that cannot be read now is no reason to say that something broke, nor to go down."""
        visit = self.clinic.visit(status='in_progress')
        for _ in range(3):
            self.fail('rw/pread', EREMOTEIO)
            statuses = {self.clinic.get('doctor', path).status for path in (
                'consultations/stats/', 'patients/', 'technical-issues/', 'bookings/', 'sync/?since=0')}
            self.assertLessEqual(statuses, {200, 503})
            self.heal('rw/pread')
            self.clinic.read('doctor', 'consultations/stats/')
        visit.say('doctor', 'Here')
        check_data(self, self.clinic)

    def test_killed_while_it_fails(self):
        """What was acknowledged before is there; what was refused may have reached the log in the last moment."""
        visit = self.clinic.visit(status='in_progress')
        with Writers(self.clinic, visit) as writers:
            writers.wait(writers.acknowledged, 20)
            self.fail('rw/pwrite', ENOSPC, 0.5)
            writers.wait(writers.refused, 20)
            self.clinic.process.kill()
        acknowledged = set(writers.acknowledged)
        self.clinic.start_again()
        rows = self.clinic.read('doctor', f'{visit.path}messages/?page_size=200')['results']
        if len(rows) < 200:
            self.assertEqual(acknowledged - {row['message'] for row in rows}, set())
        check_data(self, self.clinic)


if __name__ == '__main__':
    main()
