"""A disk that is full, for a while or from the start, and files that are lost or damaged."""

import contextlib
import ctypes
import os
import pathlib
import resource
import shutil
import sqlite3
import subprocess
import tempfile

from clinic import Clinic, ClinicTest, Process, main, server_program
from writers import PATIENCE, Writers, check_data, wait_ready

# More than the log ever takes: writers that nobody holds up do not fill it by themselves.
DISK = 128 * 1024 * 1024
FULL = r'disk is full|disk I/O error|gave up the transaction|could not be moved'
MOVED = 'is not where it was'


class Limit:
    """No file may grow beyond what it has: what anybody may do to a process of their own."""

    def __init__(self, clinic):
        self.clinic = clinic

    def set(self, size):
        resource.prlimit(self.clinic.process.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def fill(self):
        sizes = [os.path.getsize(entry.path) for entry in os.scandir(self.clinic.data)]
        self.set(max(size for size in sizes if size < 1 << 40))

    def free(self):
        self.set(resource.RLIM_INFINITY)


class Disk:
    """A small one of its own that something else fills."""

    def __init__(self, clinic):
        self.ballast = os.path.join(clinic.data, 'ballast')

    def fill(self):
        with open(self.ballast, 'wb', 0) as file:
            for size in (1 << 20, 1 << 12):
                with contextlib.suppress(OSError):
                    while file.write(b'x' * size):
                        pass

    def free(self):
        os.unlink(self.ballast)


class SmallDisk:
    """Where the administrator may mount: the folder of a new clinic is on one of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='ausculta-disk-')
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.is_mounted = self.libc.mount(b'none', self.folder.encode(), b'tmpfs', 0, f'size={DISK}'.encode()) == 0

    def close(self):
        if self.is_mounted:
            self.libc.umount2(self.folder.encode(), 2)
        os.rmdir(self.folder)


class FullDiskTest(ClinicTest):
    def check_full(self, clinic, disk):
        clinic.restart(environment={'G_DEBUG': ''})
        clinic.process.expected = FULL
        visit = clinic.visit(status='in_progress')
        with Writers(clinic, visit) as writers:
            for _ in range(2):
                writers.wait(writers.acknowledged, 20)
                disk.fill()
                writers.wait(writers.refused, 20)
                self.assertEqual(visit.show()['status'], 'in_progress')
                self.assertStatus(clinic.get(None, '/health/ready'), 503)
                self.assertStatus(clinic.get(None, '/health/live'), 200)
                disk.free()
                writers.wait(writers.acknowledged, 20)
                wait_ready(clinic)
        self.assertEqual(writers.unknown, [])
        writers.check(self)
        check_data(self, clinic)

    def test_no_file_may_grow(self):
        self.check_full(self.clinic, Limit(self.clinic))

    def test_a_disk_that_something_else_fills(self):
        """Without the right to mount, all that is left is the limit, in a clinic with more in it."""
        disk = SmallDisk()
        self.addCleanup(disk.close)
        clinic = Clinic(self, ClinicTest.template, disk.folder)
        self.addCleanup(clinic.close)
        clinic.visit(status='completed')
        self.check_full(clinic, Disk(clinic) if disk.is_mounted else Limit(clinic))

    def test_full_before_the_first_start(self):
        with tempfile.TemporaryDirectory() as data:
            answer = self.run_limited(data, 0)
            self.assertEqual(answer.returncode, 1, answer)
            self.assertIn(data, answer.stderr)
            Process(data).terminate()

    def run_limited(self, data, size):
        return subprocess.run(
            [server_program(), '--listen', '127.0.0.1:0', '--data', data], capture_output=True, text=True,
            timeout=PATIENCE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))

    def test_full_at_the_start(self):
        """Nothing is served from a database that cannot be written, and nothing is lost in it."""
        visit = self.clinic.visit()
        self.clinic.process.kill()
        answer = self.run_limited(self.clinic.data, 4096)
        self.assertEqual((answer.returncode, answer.stdout), (1, ''), answer)
        self.assertIn('ausculta.db', answer.stderr)
        self.clinic.start_again()
        self.assertEqual(visit.show()['status'], 'scheduled')


class FilesTest(ClinicTest):
    def path(self, name='ausculta.db'):
        return os.path.join(self.clinic.data, name)

    def start(self):
        """A start that must not succeed."""
        answer = subprocess.run([server_program(), '--listen', '127.0.0.1:0', '--data', self.clinic.data],
                                capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual((answer.returncode, answer.stdout), (1, ''), answer)
        return answer.stderr

    def check_command(self):
        answer = subprocess.run([server_program(), 'check', '--data', self.clinic.data], capture_output=True, text=True,
                                timeout=PATIENCE)
        self.assertEqual(answer.returncode, 1, answer)
        return next(line for line in answer.stdout.splitlines() if ' database: ' in line)

    def test_database_taken_away(self):
        """What is written to a file without a name is gone with the process: better to refuse it."""
        for name in ('ausculta.db', 'ausculta.db-wal'):
            with self.subTest(name=name):
                self.clinic.process.expected = MOVED
                visit = self.clinic.visit(status='in_progress')
                os.rename(self.path(name), self.path('elsewhere'))
                reply = self.assertStatus(visit.act('doctor', 'send_message', {'message': 'Lost'}), 503)
                self.assertGreater(int(reply.headers['Retry-After']), 0)
                self.assertStatus(self.clinic.get(None, '/health/ready'), 503)
                os.rename(self.path('elsewhere'), self.path(name))
                visit.say('doctor', 'Here')
                self.clinic.crash()
                said = self.clinic.read('doctor', visit.path + 'messages/')['results']
                self.assertEqual([message['message'] for message in said], ['Here'])

    def test_another_database_in_its_place(self):
        self.clinic.process.expected = MOVED
        visit = self.clinic.visit(status='in_progress')
        shutil.copy(self.path(), self.path('copy'))
        os.replace(self.path('copy'), self.path())
        self.assertStatus(visit.act('doctor', 'send_message', {'message': 'Lost'}), 503)

    def test_index_of_the_log_is_lost(self):
        """It is made anew from the log."""
        visit = self.clinic.visit(status='in_progress')
        visit.say('doctor', 'Here')
        self.clinic.process.kill()
        os.unlink(self.path('ausculta.db-shm'))
        self.clinic.start_again()
        self.assertEqual(self.clinic.read('doctor', visit.path + 'messages/')['count'], 1)
        check_data(self, self.clinic)

    def test_log_is_lost(self):
        """What was in it is gone, but what is left hangs together, and goes on."""
        first = self.clinic.visit()
        self.clinic.restart()
        second = self.clinic.visit()
        self.clinic.process.kill()
        os.unlink(self.path('ausculta.db-wal'))
        os.unlink(self.path('ausculta.db-shm'))
        self.clinic.tokens.clear()
        self.clinic.start_again()
        self.assertEqual(first.show()['status'], 'scheduled')
        self.assertStatus(self.clinic.get('doctor', second.path), 404)
        self.clinic.visit()
        check_data(self, self.clinic)

    def test_key_is_lost(self):
        """No other is made in its place: what would be sealed with it could not be read once the right one is back."""
        self.clinic.process.terminate()
        os.rename(self.path('secret.key'), self.path('elsewhere'))
        for put in (lambda: None, lambda: os.symlink('nowhere', self.path('secret.key')),
                    lambda: pathlib.Path(self.path('secret.key')).write_bytes(b'x' * 32)):
            put()
            there = os.path.lexists(self.path('secret.key'))
            self.assertIn('secret.key', self.start())
            self.assertEqual(os.path.lexists(self.path('secret.key')), there)
            if there:
                os.unlink(self.path('secret.key'))
        os.rename(self.path('elsewhere'), self.path('secret.key'))
        self.clinic.start_again()

    def test_log_is_torn(self):
        """The end of the log is from a moment in which nothing was acknowledged yet."""
        visit = self.clinic.visit(status='in_progress')
        visit.say('doctor', 'Here')
        self.clinic.process.kill()
        with open(self.path('ausculta.db-wal'), 'ab') as log:
            log.write(b'\xff' * 10000)
        self.clinic.start_again()
        self.assertEqual(self.clinic.read('doctor', visit.path + 'messages/')['count'], 1)
        check_data(self, self.clinic)

    def find_page(self, table):
        """The first page of a table, from byte to byte."""
        database = sqlite3.connect(self.path())
        (root,), (size,) = (database.execute(sql).fetchone() for sql in (
            f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'", 'PRAGMA page_size'))
        database.close()
        return (root - 1) * size, root * size

    def test_damage(self):
        """A few wrong bytes in one page of some table: the check says so, and nothing is served from it."""
        self.clinic.visit()
        self.clinic.process.terminate()
        shutil.copy(self.path(), self.path('whole'))
        for table, offset in (('users', 0), ('patients', 3), ('consultations', 8), ('audit_log', 1)):
            with self.subTest(table=table):
                shutil.copy(self.path('whole'), self.path())
                start, _ = self.find_page(table)
                with open(self.path(), 'r+b') as file:
                    file.seek(start + offset)
                    byte = file.read(1)[0]
                    file.seek(start + offset)
                    file.write(bytes([byte ^ 0xff]))
                self.assertRegex(self.check_command(), '^fail .*damaged.*restore')
                self.assertRegex(self.start(), 'ausculta.db.*damaged')
        os.replace(self.path('whole'), self.path())
        self.clinic.start_again()

    def test_no_database_at_all(self):
        self.clinic.process.terminate()
        with open(self.path(), 'wb') as file:
            file.write(b'This is a letter to the clinic. ' * 500)
        self.assertRegex(self.start(), 'ausculta.db.*not a database')
        self.assertRegex(self.check_command(), '^fail .*not a database')
        os.unlink(self.path())
        self.clinic.start_again()

    def test_not_to_be_written(self):
        """Not for root, who may write everything: the server runs as somebody else then."""
        self.clinic.process.terminate()
        who = {}
        if os.getuid() == 0:
            who = {'user': 'nobody', 'group': 'nogroup', 'extra_groups': []}
            for entry in (self.clinic.data, *(entry.path for entry in os.scandir(self.clinic.data))):
                shutil.chown(entry, 'nobody', 'nogroup')
        os.chmod(self.path(), 0o400)
        answer = subprocess.run([server_program(), '--listen', '127.0.0.1:0', '--data', self.clinic.data],
                                capture_output=True, text=True, timeout=PATIENCE, **who)
        self.assertEqual((answer.returncode, answer.stdout), (1, ''), answer)
        self.assertRegex(answer.stderr, 'ausculta.db.*readonly')
        os.chmod(self.path(), 0o600)
        self.clinic.start_again()


if __name__ == '__main__':
    main()
