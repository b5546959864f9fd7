"""Watching a recording: any part of it, by those who may, for as long as they may, and until its time has come."""

import datetime
import os
import re
import shutil
import subprocess
import tempfile
import time

from clinic import in_minutes, main, new_id, server_program
from recorded import BLOCK, NO, PIECE, RecordedTest, make_film

FILM = make_film(3 * BLOCK + 1000)
SIZE = len(FILM)


class MediaTest(RecordedTest):
    def setUp(self):
        super().setUp()
        self.recording = self.record(FILM)
        self.path = f'recordings/{self.recording["id"]}/media/'

    def get(self, who='doctor', **headers):
        return self.clinic.get(who, self.path, **headers)

    def link(self, who='doctor', recording=None, **members):
        reply = self.clinic.post(who, f'recordings/{(recording or self.recording)["id"]}/link/', members)
        self.assertStatus(reply, 201)
        return reply.json['url'].split(self.clinic.address)[1]

    def follow(self, link, **headers):
        """As a player does, without a header that says who asks."""
        return self.clinic.request('GET', link, None, {name.replace('_', '-'): text for name, text in headers.items()})

    def audited(self, action='read media'):
        self.clinic.read('admin', 'audit/?page_size=1')
        return self.clinic.sql('SELECT user_id, door_id, consultation_id FROM audit_log WHERE action = ? '
                               'AND entity_id = ?', action, self.recording['id'])

    def bend(self, change):
        """Damages the file on the disk."""
        with open(self.path_of(self.recording), 'r+b') as file:
            stored = bytearray(file.read())
            change(stored)
            file.seek(0)
            file.truncate()
            file.write(stored)

    def ask_damaged(self, **headers):
        """The answer where the file is not what was written; the log says so."""
        path = '/telemedicine/api/' + self.path
        connection = self.clinic._connection()  # pylint: disable=protected-access
        connection.request('GET', path, None, {**self.clinic.authorization('doctor'), **headers})
        answer = connection.getresponse()
        raw = answer.read()
        return answer.status, raw, self.clinic.process.forgive_errors()


class RangeTest(MediaTest):
    def test_whole(self):
        reply = self.assertStatus(self.get(), 200)
        self.assertEqual(reply.raw, FILM)
        self.assertEqual(reply.headers['Content-Type'], 'video/webm')
        self.assertEqual(reply.headers['Accept-Ranges'], 'bytes')
        self.assertEqual(reply.headers['Cache-Control'], 'no-store')
        self.assertEqual(reply.headers['Content-Length'], str(SIZE))
        self.assertRegex(reply.headers['Content-Disposition'], r'^inline; filename="visit-\d{4}-\d\d-\d\d\.webm"$')
        head = self.clinic.call('doctor', 'HEAD', self.path)
        self.assertEqual((head.status, head.headers['Content-Length'], head.raw), (200, str(SIZE), b''))
        self.assertEqual(self.get().raw, FILM)

    def test_parts(self):
        for text, first, last in (
                ('bytes=0-0', 0, 0), (f'bytes={SIZE - 1}-', SIZE - 1, SIZE - 1), ('bytes=-1', SIZE - 1, SIZE - 1),
                ('bytes=-1500', SIZE - 1500, SIZE - 1), (f'bytes=-{SIZE + 5}', 0, SIZE - 1), ('bytes=0-', 0, SIZE - 1),
                (f'bytes={BLOCK - 1}-{BLOCK}', BLOCK - 1, BLOCK), (f'bytes={BLOCK}-{2 * BLOCK - 1}', BLOCK, 2 * BLOCK - 1),
                (f'bytes=1-{3 * BLOCK}', 1, 3 * BLOCK), (f'bytes=100-{SIZE * 9}', 100, SIZE - 1),
                ('BYTES=5-9', 5, 9), ('bytes=7-99999999999999999999', 7, SIZE - 1)):
            with self.subTest(range=text):
                reply = self.assertStatus(self.get(Range=text), 206)
                self.assertEqual(reply.headers['Content-Range'], f'bytes {first}-{last}/{SIZE}')
                self.assertEqual(reply.raw, FILM[first:last + 1])
                head = self.clinic.call('doctor', 'HEAD', self.path, Range=text)
                self.assertEqual((head.status, head.headers['Content-Length']), (206, str(last - first + 1)))

    def test_nothing_there(self):
        for text in (f'bytes={SIZE}-', f'bytes={SIZE}-{SIZE + 9}', 'bytes=99999999999999999999-', 'bytes=-0'):
            with self.subTest(range=text):
                reply = self.assertStatus(self.get(Range=text), 416)
                self.assertEqual(reply.headers['Content-Range'], f'bytes */{SIZE}')

    def test_what_nobody_understands_is_the_whole(self):
        for text in ('bytes=0-1,5-6', 'bytes=', 'bytes=-', 'bytes=9-5', 'bytes=a-b', 'bytes=1', 'lines=0-5',
                     'bytes=1-2x', 'bytes= 1-2'):
            with self.subTest(range=text):
                self.assertEqual(self.assertStatus(self.get(Range=text), 200).raw, FILM)

    def test_together_with_what_one_has(self):
        tag = self.get().headers['ETag']
        self.assertStatus(self.get(Range='bytes=1-2', If_Range=tag), 206)
        for other in ('"another"', 'W/' + tag, 'Sat, 28 Nov 2026 00:00:00 GMT'):
            self.assertEqual(self.assertStatus(self.get(Range='bytes=1-2', If_Range=other), 200).raw, FILM)

    def test_memory_stays_as_it_is(self):
        # A sanitizer keeps what was freed; not much of it here.
        options = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'
        self.clinic.restart(environment={'ASAN_OPTIONS': options})
        film = os.urandom(PIECE) * 200
        visit = self.make_visit(minutes=25)
        recording = self.record(film, visit)

        def resident():
            with open(f'/proc/{self.clinic.process.process.pid}/status', encoding='ascii') as file:
                return int(re.search(r'VmHWM:\s+(\d+) kB', file.read())[1])

        before = resident()
        path = f'recordings/{recording["id"]}/media/'
        self.assertEqual(self.clinic.get('doctor', path).raw, film)
        tail = self.clinic.get('doctor', path, Range='bytes=-100')
        self.assertEqual(tail.raw, film[-100:])
        self.assertLess(resident() - before, 24 * 1024)

    def test_whoever_goes_away_leaves_nothing_behind(self):
        film = make_film(8 * PIECE)
        recording = self.record(film, self.make_visit(minutes=25))
        path = f'/telemedicine/api/recordings/{recording["id"]}/media/'
        for _ in range(5):
            connection = self.clinic._connection()  # pylint: disable=protected-access
            connection.request('GET', path, None, self.clinic.authorization('doctor'))
            answer = connection.getresponse()
            self.assertEqual(answer.read(1000), film[:1000])
            answer.close()
            connection.close()
            self.clinic.local.connection = None
        self.assertEqual(self.clinic.get('doctor', f'recordings/{recording["id"]}/media/').raw, film)
        deadline = time.monotonic() + 30
        while held := self.list_held():
            self.assertLess(time.monotonic(), deadline, held)

    def list_held(self):
        """The recordings that the server has open."""
        folder = f'/proc/{self.clinic.process.process.pid}/fd'
        places = [os.readlink(os.path.join(folder, name)) for name in os.listdir(folder)
                  if os.path.lexists(os.path.join(folder, name))]
        return [place for place in places if '/recordings/' in place]


class DamageTest(MediaTest):
    """What is not what was written is not shown."""

    def setUp(self):
        super().setUp()
        # It is to warn, and to go on.
        self.clinic.restart(environment={'G_DEBUG': ''})

    def flip(self, stored):
        stored[BLOCK + 40 + 500] ^= 1

    def test_flipped(self):
        self.bend(self.flip)
        status, raw, log = self.ask_damaged(Range=f'bytes={BLOCK + 10}-{BLOCK + 20}')
        self.assertEqual(status, 500)
        self.assertNotIn(FILM[BLOCK + 10:BLOCK + 20], raw)
        self.assertIn('Block 1 of', log)
        self.assertNotIn('Block', raw.decode())
        self.assertStatus(self.get(Range='bytes=0-100'), 206)

    def test_swapped(self):
        def swap(stored):
            size = BLOCK + 40
            stored[:size], stored[size:2 * size] = stored[size:2 * size], stored[:size]
        self.bend(swap)
        status, _, log = self.ask_damaged(Range='bytes=0-5')
        self.assertEqual((status, 'Block 0 of' in log), (500, True))

    def test_cut_off(self):
        def cut(stored):
            del stored[-1:]
        self.bend(cut)
        status, _, log = self.ask_damaged(Range='bytes=0-5')
        self.assertEqual((status, 'were written' in log), (500, True))

    def test_gone(self):
        os.unlink(self.path_of(self.recording))
        status, _, log = self.ask_damaged()
        self.assertEqual((status, 'No such file' in log), (500, True))

    def check_command(self):
        answer = subprocess.run([server_program(), 'check', '--data', self.clinic.data], capture_output=True, text=True,
                                timeout=60)
        return next(line for line in answer.stdout.splitlines() if ' recordings: ' in line)

    def test_check_finds_it(self):
        self.assertRegex(self.check_command(), '^ok    recordings: 1, all as they came$')
        self.bend(self.flip)
        self.assertRegex(self.check_command(),
                         f'^fail  recordings: damaged is {self.recording["id"]}: Block 1 of .* – Put that file back')
        os.unlink(self.path_of(self.recording))
        self.assertRegex(self.check_command(), '^fail  recordings: .*No such file')

    def test_far_behind(self):
        """The head is out by then: what follows is a connection that breaks, and no byte of the bad block."""
        film = make_film(2 * PIECE)
        recording = self.record(film, self.make_visit(minutes=25))
        self.recording, self.path = recording, f'recordings/{recording["id"]}/media/'

        def flip(stored):
            stored[20 * (BLOCK + 40) + 77] ^= 1
        self.bend(flip)
        connection = self.clinic._connection()  # pylint: disable=protected-access
        connection.request('GET', '/telemedicine/api/' + self.path, None, self.clinic.authorization('doctor'))
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        got = b''
        try:
            while piece := answer.read(BLOCK):
                got += piece
        except OSError:
            pass
        self.assertLessEqual(len(got), 20 * BLOCK)
        self.assertEqual(got, film[:len(got)])
        self.assertIn('Block 20 of', self.clinic.process.forgive_errors())
        self.clinic.local.connection = None


class LinkTest(MediaTest):
    def test_for_a_player(self):
        link = self.link()
        self.assertEqual(self.follow(link).raw, FILM)
        self.assertEqual(self.follow(link, Range='bytes=5-9').raw, FILM[5:10])
        self.assertEqual(self.audited(), [(self.clinic.users['doctor'], '', self.visit.id)] * 2)

    def test_for_how_long(self):
        reply = self.clinic.post('doctor', f'recordings/{self.recording["id"]}/link/')
        ends = datetime.datetime.fromisoformat(reply.json['expires_at'].replace('Z', '+00:00'))
        left = ends - datetime.datetime.now(datetime.timezone.utc)
        self.assertTrue(datetime.timedelta(minutes=14) < left <= datetime.timedelta(minutes=15), left)
        for seconds in (0, -5, 901, 'long'):
            self.assertFault(self.clinic.post('doctor', f'recordings/{self.recording["id"]}/link/',
                                              {'expires_in': seconds}), 'expires_in')
        link = self.link(expires_in=1)
        deadline = time.monotonic() + 10
        while self.follow(link, Range='bytes=0-0').status == 206:
            self.assertLess(time.monotonic(), deadline)
        self.assertStatus(self.follow(link), 401)

    def test_nobody_makes_one_up(self):
        link = self.link()
        kind, who, ends, seal = link.split('link=')[1].split('.')
        other = self.record(make_film(10), self.make_visit(minutes=25))
        forged = [f'{kind}.{who}.{int(ends) + 60}.{seal}', f'd.{who}.{ends}.{seal}', f'{kind}.{new_id()}.{ends}.{seal}',
                  f'{kind}.{who}.{ends}.{"A" * len(seal)}', f'{kind}.{who}.{ends}', '', '...', 'x']
        for text in forged:
            with self.subTest(link=text):
                self.assertStatus(self.follow(link.split('link=')[0] + 'link=' + text), 401)
        self.assertStatus(self.follow(link.replace(self.recording['id'], other['id'])), 401)
        self.assertStatus(self.follow(link.replace('/media/', '/')), 401)

    def test_ends_with_the_sign_in(self):
        link = self.link()
        self.clinic.post('doctor', '/accounts/api/logout/')
        self.clinic.tokens.pop('doctor')
        self.assertStatus(self.follow(link), 401)

    def test_ends_with_the_door(self):
        self.share(self.recording)
        link = self.link(self.visit.door)
        self.assertEqual(self.follow(link).raw, FILM)
        door = next(door for door in self.clinic.read('admin', self.visit.path + 'doors/') if door['role'] == 'patient')
        self.assertEqual(self.audited(), [('', door['id'], self.visit.id)])
        self.clinic.delete('admin', f'{self.visit.path}doors/?door_id={door["id"]}')
        self.assertStatus(self.follow(link), 404)

    def test_ends_with_the_sharing(self):
        self.share(self.recording)
        link = self.link(self.visit.door)
        self.assertStatus(self.clinic.patch('doctor', f'recordings/{self.recording["id"]}/',
                                            {'shared_with_patient': False}), 200)
        self.assertStatus(self.follow(link), 404)

    def test_ends_with_the_recording(self):
        link = self.link()
        self.clinic.delete('doctor', f'recordings/{self.recording["id"]}/')
        self.assertStatus(self.follow(link), 404)


class WhoTest(MediaTest):
    def test_patient_sees_what_is_shared(self):
        for who in ('patient', self.visit.door):
            self.assertStatus(self.get(who), 404)
            self.assertEqual(self.clinic.read(who, 'recordings/')['count'], 0)
            self.assertEqual(self.gate(who)['recordings'], [])
            self.assertEqual(self.visit.show(who)['recording_url'], '')
        self.share(self.recording)
        for who in ('patient', self.visit.door):
            self.assertEqual(self.get(who).raw, FILM)
            self.assertEqual(self.clinic.read(who, 'recordings/')['count'], 1)
            self.assertEqual([row['id'] for row in self.gate(who)['recordings']], [self.recording['id']])
            self.assertIn(self.recording['id'], self.visit.show(who)['recording_url'])
        for who in ('stranger', self.clinic.visit(minutes=20).door):
            self.assertStatus(self.get(who), 404)
            self.assertEqual(self.clinic.read(who, 'recordings/')['count'], 0)

    def test_others_see_nothing(self):
        guest = self.visit.open_door('guest')
        self.visit.assign('nurse')
        for who in ('nurse', 'receptionist', guest):
            for path in (self.path, f'recordings/{self.recording["id"]}/', 'recordings/'):
                self.assertStatus(self.clinic.get(who, path), 403)
        self.assertEqual(self.gate('nurse')['recordings'], [])
        self.assertStatus(self.clinic.get('receptionist', self.visit.path + 'recording/'), 403)
        for who in ('nurse', 'receptionist', guest):
            self.assertNotIn(self.recording['id'], self.clinic.get(who, self.visit.path).raw.decode())
        self.assertIn(self.recording['id'], self.visit.show()['recording_url'])

    def test_admin_by_policy_and_consent(self):
        self.assertStatus(self.get('admin'), 404)
        self.clinic.restart(environment={'AUSCULTA_RECORDINGS_ADMIN_MAY_SEE': 'true'})
        self.assertEqual(self.get('admin').raw, FILM)
        self.assertEqual(self.clinic.read('admin', 'recordings/')['count'], 1)
        self.visit.must_act(self.visit.door, 'consents', NO)
        self.assertStatus(self.get('admin'), 404)
        self.assertEqual(self.get('doctor').raw, FILM)

    def test_every_look_is_noted(self):
        self.get()
        self.clinic.call('doctor', 'HEAD', self.path)
        self.assertEqual(self.audited(), [(self.clinic.users['doctor'], '', self.visit.id)] * 2)


class RetentionTest(MediaTest):
    def wait_gone(self):
        deadline = time.monotonic() + 60
        while os.path.exists(self.path_of(self.recording)):
            self.assertLess(time.monotonic(), deadline)
            self.clinic.read('doctor', 'recordings/')

    def assertTombstone(self, by):
        self.wait_gone()
        shown = self.show(self.recording).json
        self.assertEqual((shown['state'], shown['deleted_by']), ('deleted', by))
        self.assertIsNotNone(shown['deleted_at'])
        self.assertEqual(self.clinic.sql('SELECT sealed_key FROM recordings'), [('',)])
        self.assertStatus(self.get(), 404)
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['count'], 0)
        self.assertEqual(self.clinic.read('doctor', 'recordings/?state=deleted')['count'], 1)
        self.assertEqual(self.visit.show()['recording_url'], '')

    def test_thirty_days(self):
        kept = (datetime.datetime.fromisoformat(self.recording['expires_at'].replace('Z', '+00:00')) -
                datetime.datetime.now(datetime.timezone.utc))
        self.assertEqual(round(kept.total_seconds() / 86400), 30)

    def test_its_time_comes(self):
        path = f'recordings/{self.recording["id"]}/'
        for moment in ('2020-01-01T00:00:00Z', None):
            self.assertFault(self.clinic.patch('doctor', path, {'expires_at': moment}), 'expires_at')
        soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2))
        self.assertStatus(self.clinic.patch('doctor', path, {'expires_at': soon.strftime('%Y-%m-%dT%H:%M:%SZ')}), 200)
        self.assertTombstone('retention')
        self.assertEqual(self.audited('expire'), [('', '', self.visit.id)])

    def test_its_time_came_while_the_server_was_down(self):
        self.clinic.process.kill()
        self.clinic.sql('UPDATE recordings SET expires_at = 1')
        self.clinic.start_again()
        self.assertTombstone('retention')

    def test_kept_longer(self):
        path = f'recordings/{self.recording["id"]}/'
        later = in_minutes(60 * 24 * 365)
        self.assertEqual(self.clinic.patch('doctor', path, {'expires_at': later}).json['expires_at'], later)

    def test_deleted(self):
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{self.recording["id"]}/'), 204)
        self.assertTombstone('Doctor Test')
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{self.recording["id"]}/'), 409)
        self.assertStatus(self.clinic.patch('doctor', f'recordings/{self.recording["id"]}/',
                                            {'shared_with_patient': True}), 409)

    def test_power_cut_between_record_and_file(self):
        self.clinic.process.kill()
        self.clinic.sql("UPDATE recordings SET state = 'deleted', sealed_key = '', deleted_by = 'Doctor Test', "
                        "deleted_at = 1")
        self.clinic.sql("UPDATE consultations SET recording_url = ''")
        self.clinic.start_again()
        self.assertTombstone('Doctor Test')

    def test_rest_that_never_comes(self):
        visit = self.make_visit(minutes=25)
        recording = self.start(visit)
        self.clinic.process.kill()
        self.clinic.sql('UPDATE recordings SET updated_at = 1 WHERE id = ?', recording['id'])
        self.clinic.start_again()
        deadline = time.monotonic() + 30
        while self.show(recording).json['state'] != 'failed':
            self.assertLess(time.monotonic(), deadline)
        self.assertEqual(self.show(recording).json['stop_reason'], 'lost')
        self.assertEqual(self.gate(visit=visit)['state'], 'idle')

    def test_unfinished_one_is_deleted(self):
        visit = self.make_visit(minutes=25)
        recording = self.start(visit)
        self.assertStatus(self.upload(recording, make_film(BLOCK)), 200)
        with visit.enter('doctor') as socket:
            self.assertStatus(self.clinic.delete('doctor', f'recordings/{recording["id"]}/'), 204)
            socket.wait('recording_stopped')
        self.recording = recording
        self.wait_gone()
        self.assertStatus(self.upload(recording, make_film(BLOCK), BLOCK), 409)


class BackupTest(MediaTest):
    """A backup that was made while the server runs has what can be watched, and what is half here."""

    def run_program(self, *arguments):
        return subprocess.run([server_program(), *arguments], text=True, capture_output=True, timeout=60, check=False)

    def setUp(self):
        super().setUp()
        self.half = self.start(self.make_visit(minutes=25))
        self.assertStatus(self.upload(self.half, FILM[:BLOCK]), 200)
        self.folder = tempfile.mkdtemp(prefix='ausculta-backup-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.backup = os.path.join(self.folder, 'backup')
        answer = self.run_program('backup', self.backup, '--data', self.clinic.data)
        self.assertEqual(answer.returncode, 0, answer)

    def test_comes_back(self):
        self.assertStatus(self.upload(self.half, FILM[BLOCK:2 * BLOCK], BLOCK), 200)
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{self.recording["id"]}/'), 204)
        self.clinic.process.terminate()
        answer = self.run_program('restore', self.backup, '--replace', '--data', self.clinic.data)
        self.assertEqual(answer.returncode, 0, answer)
        shutil.rmtree(answer.stdout.split()[-1])
        self.clinic.start_again()
        self.clinic.tokens.clear()
        self.assertEqual(self.get().raw, FILM)
        self.send(self.half, FILM, BLOCK)
        self.assertStatus(self.finish(self.half, FILM), 200)

    def test_damage_is_found(self):
        for name in (self.recording['id'], self.half['id']):
            path = os.path.join(self.backup, 'recordings', name)
            with open(path, 'r+b') as file:
                byte = file.read(1)
                file.seek(0)
                file.write(bytes([byte[0] ^ 1]))
                file.flush()
                answer = self.run_program('restore', self.backup, '--data', os.path.join(self.folder, 'new'))
                self.assertEqual(answer.returncode, 1, answer)
                self.assertIn(name, answer.stderr)
                file.seek(0)
                file.write(byte)
        os.unlink(os.path.join(self.backup, 'recordings', self.half['id']))
        answer = self.run_program('restore', self.backup, '--data', os.path.join(self.folder, 'new'))
        self.assertEqual((answer.returncode, self.half['id'] in answer.stderr), (1, True))


if __name__ == '__main__':
    main()
