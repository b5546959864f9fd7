"""ausculta-server backup and restore: nothing that was acknowledged is lost, and damage is found.

    test-backup.py PROGRAM
"""

import os
import shutil
import sqlite3
import subprocess
import threading

from command import CommandTest, PASSWORD, main

PATIENT = {'given_name': 'Anna', 'family_name': 'Schmidt'}


class BackupTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.backup = os.path.join(self.folder, 'backup')
        self.add_user('weiss@clinic.example', '--password-stdin', role='receptionist')

    def sign_in(self, server):
        return 'Token ' + server.sign_in('weiss@clinic.example', PASSWORD)[1]['token']

    def add_patient(self, server, token):
        status, reply = server.request('POST', '/telemedicine/api/patients/', PATIENT, token)
        self.assertEqual(status, 201, reply)
        return reply['id']

    def make(self, *arguments):
        answer = self.run_program('backup', self.backup, '--data', self.data, *arguments)
        self.assertEqual(answer.returncode, 0, answer)
        return answer.stdout

    def restore(self, *arguments, data=None):
        return self.run_program('restore', self.backup, '--data', data or self.data, *arguments)

    def list_ids(self, folder):
        database = sqlite3.connect(f'file:{folder}/ausculta.db?mode=ro', uri=True)
        ids = {row[0] for row in database.execute('SELECT id FROM patients')}
        database.close()
        return ids

    def prepare(self):
        """A backup of a clinic with one patient, whose server has ended."""
        server = self.serve_data()
        patient = self.add_patient(server, self.sign_in(server))
        self.make()
        self.assertEqual(server.end()[0], 0)
        return patient

    def test_comes_back(self):
        patient = self.prepare()
        self.assertIn('1 users, 1 patients, 0 consultations, 0 messages', self.run_program(
            'backup', self.backup + '2', '--data', self.data).stdout)
        with open(self.data + '/secret.key', 'rb') as stream:
            key = stream.read()
        shutil.rmtree(self.data)
        self.assertEqual(self.restore().stdout, f'restored {self.backup}\n')
        with open(self.data + '/secret.key', 'rb') as stream:
            self.assertEqual(stream.read(), key)
        self.assertEqual(sorted(os.listdir(self.data)), ['ausculta.db', 'secret.key'])
        self.assertEqual({os.stat(os.path.join(self.data, name)).st_mode & 0o777 for name in os.listdir(self.data)},
                         {0o600})
        self.assertEqual(os.stat(self.data).st_mode & 0o777, 0o700)
        server = self.serve_data()
        self.assertEqual(server.get(f'patients/{patient}/', self.sign_in(server))[0], 200)

    def test_is_private(self):
        self.prepare()
        self.assertEqual(os.stat(self.backup).st_mode & 0o777, 0o700)
        for name in os.listdir(self.backup):
            self.assertEqual(os.stat(os.path.join(self.backup, name)).st_mode & 0o777, 0o600, name)

    def test_under_load(self):
        """Three write all the time. What any of them was told before it began is in the backup."""
        server = self.serve_data()
        token = self.sign_in(server)
        acknowledged, is_over, warm = [], threading.Event(), threading.Semaphore(0)

        def write():
            while not is_over.is_set():
                acknowledged.append(self.add_patient(server, token))
                warm.release()

        threads = [threading.Thread(target=write) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(50):
            self.assertTrue(warm.acquire(timeout=20))
        before = set(acknowledged)
        self.make()
        n_after = len(acknowledged)
        is_over.set()
        for thread in threads:
            thread.join()
        self.assertGreater(n_after, len(before), 'nobody wrote meanwhile')
        saved = self.list_ids(self.backup)
        self.assertEqual(before - saved, set())
        self.assertEqual(saved - set(acknowledged), set())

    def test_many_in_one_folder(self):
        os.mkdir(self.backup)
        answer = self.run_program('backup', self.backup + '/', '--data', self.data)
        self.assertEqual(answer.returncode, 1, answer)
        self.serve_data().end()
        target = self.make().split()[1]
        self.assertEqual([target], [os.path.join(self.backup, name) for name in os.listdir(self.backup)])

    def test_damage_has_a_place(self):
        self.prepare()
        for name, offset, words in (('ausculta.db', 5000, ['ausculta.db', 'between byte 0 and byte 1048576']),
                                    ('secret.key', 3, ['secret.key', 'byte 0'])):
            with self.subTest(name=name), open(os.path.join(self.backup, name), 'r+b') as stream:
                stream.seek(offset)
                byte = stream.read(1)
                stream.seek(offset)
                stream.write(bytes([byte[0] ^ 1]))
                stream.flush()
                self.assertRefused(self.restore(data=self.folder + '/new'), 1, *words)
                self.assertFalse(os.path.exists(self.folder + '/new'))
                stream.seek(offset)
                stream.write(byte)
        self.assertEqual(self.restore(data=self.folder + '/new').returncode, 0)

    def test_cut_off_or_incomplete(self):
        self.prepare()
        size = os.path.getsize(self.backup + '/ausculta.db')
        os.truncate(self.backup + '/ausculta.db', size - 4096)
        self.assertRefused(self.restore('--replace'), 1, f'{size - 4096} bytes', f'{size} were saved')
        for name in ('ausculta.db', 'manifest'):
            os.unlink(os.path.join(self.backup, name))
            self.assertRefused(self.restore('--replace'), 1, name)
        self.assertEqual(len(self.list_ids(self.data)), 1)

    def test_damaged_database_is_no_backup(self):
        """Its pages would be copied as they are; reading the copy finds it."""
        self.prepare()
        with open(self.data + '/ausculta.db', 'r+b') as stream:
            stream.seek(8192)
            stream.write(b'\xff' * 4096 * 4)
        target = self.folder + '/second'
        self.assertRefused(self.run_program('backup', target, '--data', self.data), 1, 'ausculta.db')
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith('second')], [])

    def test_replaces_only_when_told(self):
        self.prepare()
        server = self.serve_data()
        later = self.add_patient(server, self.sign_in(server))
        self.assertRefused(self.restore('--replace'), 1, 'in use by another')
        self.assertEqual(server.end()[0], 0)
        self.assertRefused(self.restore(), 1, 'not empty', '--replace')
        self.assertIn(later, self.list_ids(self.data))
        answer = self.restore('--replace')
        self.assertEqual(answer.returncode, 0, answer)
        aside = answer.stdout.split()[-1]
        self.assertTrue(aside.startswith(self.data + '.before-'), aside)
        self.assertNotIn(later, self.list_ids(self.data))
        self.assertIn(later, self.list_ids(aside))
        self.assertEqual([name for name in os.listdir(self.folder) if 'unfinished' in name], [])

    def test_behind_a_link(self):
        patient = self.prepare()
        place = os.path.join(self.folder, 'disk', 'data')
        os.mkdir(os.path.dirname(place))
        os.rename(self.data, place)
        os.symlink(place, self.data)
        answer = self.restore('--replace')
        self.assertEqual(answer.returncode, 0, answer)
        self.assertTrue(answer.stdout.split()[-1].startswith(place + '.before-'), answer)
        self.assertEqual(os.readlink(self.data), place)
        self.assertIn(patient, self.list_ids(place))

    def test_where_a_disk_is_mounted(self):
        if shutil.which('unshare') is None or subprocess.run(['unshare', '-rm', 'true'], check=False,
                                                             capture_output=True).returncode != 0:
            self.skipTest('nothing can be mounted here')
        self.prepare()
        script = 'mount --bind "$1" "$1" && exec "$2" restore "$3" --data "$1" --replace'
        answer = subprocess.run(['unshare', '-rm', 'sh', '-c', script, 'sh', self.data, self.program, self.backup],
                                check=False, capture_output=True, text=True, timeout=60)
        self.assertRefused(answer, 1, self.data, 'is mounted', '--data')
        self.assertEqual(sorted(os.listdir(self.folder)), ['backup', 'data'])

    def follow(self, server, token, since):
        """What is told of patients from there on, and where that ends."""
        status, page = server.get(f'sync/?since={since}&limit=500', token)
        self.assertEqual((status, page['more']), (200, False), page)
        return {change['id'] for change in page['changes'] if change['entity'] == 'patients'}, page['next']

    def change(self, server, token, patient, phone, **headers):
        return server.request('PATCH', f'/telemedicine/api/patients/{patient}/', {'phone': phone}, token, **headers)

    def test_what_came_after_is_no_more(self):
        """Nobody takes what they know of it for what is there now."""
        server = self.serve_data()
        token = self.sign_in(server)
        kept = self.add_patient(server, token)
        then = self.follow(server, token, 0)[1]
        self.make()
        lost = {self.add_patient(server, token) for _ in range(3)}
        revision = self.change(server, token, kept, '+49 30 1')[1]['revision']
        seen, cursor = self.follow(server, token, 0)
        self.assertEqual(seen, {kept, *lost})
        server.end()
        self.assertEqual(self.restore('--replace').returncode, 0)

        server = self.serve_data()
        self.assertEqual(server.get('patients/', token)[0], 401, 'who was signed out since would be in again')
        token = self.sign_in(server)
        new = {self.add_patient(server, token) for _ in range(9)}
        other = self.change(server, token, kept, '+49 30 2')[1]['revision']
        self.assertGreater(other, revision)
        self.assertEqual(self.change(server, token, kept, '+49 30 3', If_Match=f'"{revision}"')[0], 412)
        self.assertEqual(server.get(f'sync/?since={cursor}', token)[0], 410)
        self.assertEqual(self.follow(server, token, then)[0], {kept, *new})
        seen, cursor = self.follow(server, token, 0)
        self.assertEqual(seen, {kept, *new})
        # From there it goes on as ever.
        newest = self.add_patient(server, token)
        self.assertEqual(self.follow(server, token, cursor)[0], {newest})
        server.end()
        log = self.run_program('audit', 'verify', '--data', self.data)
        self.assertEqual(log.returncode, 0, log)
        database = sqlite3.connect(f'file:{self.data}/ausculta.db?mode=ro', uri=True)
        self.assertEqual(database.execute("SELECT count(*) FROM audit_log WHERE action = 'restore'").fetchone(), (1,))
        database.close()

    def test_twice(self):
        self.prepare()
        for _ in range(2):
            self.assertEqual(self.restore('--replace').returncode, 0)
        server = self.serve_data()
        self.add_patient(server, self.sign_in(server))

    def test_words(self):
        self.assertRefused(self.run_program('backup'), 2, 'Where to')
        self.assertRefused(self.run_program('restore'), 2, 'From what')
        nowhere = self.folder + '/nowhere'
        self.assertRefused(self.run_program('backup', self.backup, '--data', nowhere), 1, nowhere, '--data')
        self.assertFalse(os.path.exists(nowhere))
        self.prepare()
        os.rename(self.backup, self.backup + '2')
        with open(self.backup, 'x', encoding='utf-8'):
            self.assertRefused(self.run_program('backup', self.backup, '--data', self.data), 1, 'there already')


if __name__ == '__main__':
    main()
