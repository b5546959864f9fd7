"""What people send in visits: in pieces, by what it is and not by what it is called, for those in the conversation."""

import os
import pathlib
import subprocess
import tempfile
import time

from clinic import main, microseconds, new_id, now, server_program
from filed import PHOTO, FilingTest
from recorded import BLOCK, PIECE
from writers import PATIENCE


class ConversationTest(FilingTest):
    def test_from_the_patient_to_the_doctor(self):
        with self.visit.enter('doctor') as socket:
            file = self.send(self.visit.door)
            self.assertEqual((file['state'], file['media_type'], file['size'], file['kept'], file['message_id']),
                             ('ready', 'image/jpeg', len(PHOTO), False, None))
            message = self.assertStatus(self.say(self.visit.door, file, 'Here it is'), 201).json
            frame = socket.wait('new_message')
        for told in (message, frame):
            self.assertEqual((told['message'], told['message_type'], told['file_id'], told['file_name'], told['file_type'],
                              told['file_size']),
                             ('Here it is', 'file', file['id'], 'Knee.jpg', 'image/jpeg', len(PHOTO)))
        self.assertEqual(self.media('doctor', file).raw, PHOTO)
        self.assertEqual(self.media(self.visit.door, file).raw, PHOTO)
        self.assertEqual(self.clinic.read('doctor', self.visit.path + 'messages/')['results'][-1], message)
        self.assertEqual(self.clinic.read('doctor', self.visit.path + 'files/')['count'], 1)
        self.assertIn(file['id'], str(self.clinic.read('doctor', 'sync/?since=0')))

    def test_from_the_doctor_to_the_patient(self):
        file = self.give('doctor', b'%PDF-1.7 plan', 'Plan.pdf')
        self.assertEqual(self.media(self.visit.door, file).raw, b'%PDF-1.7 plan')

    def test_without_words_it_has_the_files_name(self):
        file = self.send(self.visit.door)
        message = self.assertStatus(self.say(self.visit.door, file), 201).json
        self.assertEqual(message['message'], 'Knee.jpg')

    def test_a_message_says_or_brings_something(self):
        self.assertFault(self.visit.act('doctor', 'send_message', {}), 'message')
        self.assertFault(self.visit.act('doctor', 'send_message', {'message': ' \n'}), 'message')
        self.assertFault(self.visit.act('doctor', 'send_message', {'message': 'x', 'message_type': 'file'}), 'file_id')

    def test_sent_twice_is_one(self):
        file, identity = self.send('doctor'), new_id()
        first = self.assertStatus(self.say('doctor', file, id=identity), 201).json
        self.assertEqual(self.assertStatus(self.say('doctor', file, id=identity), 201).json, first)
        self.assertFault(self.say('doctor', file), 'file_id')
        again = self.assertStatus(self.create('doctor', id=file['id']), 201).json
        self.assertEqual(again['state'], 'ready')

    def test_only_ones_own_whole_file_of_this_visit_can_be_sent(self):
        mine = self.create('doctor').json
        self.assertFault(self.say('doctor', mine), 'file_id')
        self.assertFault(self.say(self.visit.door, self.send('doctor')), 'file_id')
        self.assertFault(self.say('doctor', {'id': new_id()}), 'file_id')
        elsewhere = self.send('doctor', visit=self.clinic.visit(minutes=60))
        self.assertFault(self.say('doctor', elsewhere), 'file_id')
        self.assertStatus(self.clinic.post(self.visit.door, self.visit.path + 'files/',
                                           {'name': 'x', 'id': mine['id']}), 409)


class SightTest(FilingTest):
    def test_a_draft_is_for_its_sender_alone(self):
        file = self.send(self.visit.door)
        self.assertStatus(self.show(self.visit.door, file), 200)
        for who in ('doctor', self.visit.open_door('guest')):
            for path in ('', 'media/', 'upload/'):
                self.assertStatus(self.clinic.get(who, f'files/{file["id"]}/{path}'), 404)
            self.assertEqual(self.clinic.read(who, self.visit.path + 'files/')['count'], 0)

    def test_whoever_sees_the_message_sees_the_file(self):
        self.visit.assign('nurse')
        guest = self.visit.bring('guest')
        file = self.give(self.visit.door)
        for who in ('doctor', 'nurse', guest, 'patient', self.visit.door):
            with self.subTest(who=who):
                self.assertStatus(self.show(who, file), 200)
                self.assertEqual(self.media(who, file).raw, PHOTO)
                self.assertEqual(self.clinic.read(who, self.visit.path + 'files/')['count'], 1)
        for who, status in (('other', 404), ('stranger', 404), ('receptionist', 403), ('admin', 403),
                            (self.clinic.visit(minutes=50).door, 404)):
            for path in ('', 'media/'):
                self.assertStatus(self.clinic.get(who, f'files/{file["id"]}/{path}'), status)

    def test_what_is_shown_while_somebody_is_on_hold(self):
        visit = self.clinic.visit(status='in_progress')
        guest = visit.open_door('guest')
        visit.must_act(guest, 'join_waiting')
        seat = {'participant_id': visit.seat('guest')['id']}
        for act in ('let_in', 'hold'):
            self.assertStatus(visit.act('doctor', act, seat), 200)
        file = self.send(visit.door, visit=visit)
        visit.say(visit.door, '', file_id=file['id'])
        self.assertStatus(visit.act('doctor', 'let_in', seat), 200)
        for path in ('', 'media/'):
            self.assertStatus(self.clinic.get(visit.door, f'files/{file["id"]}/{path}'), 200)
            self.assertStatus(self.clinic.get(guest, f'files/{file["id"]}/{path}'), 404)
        self.assertEqual(self.clinic.read(guest, visit.path + 'files/')['results'], [])

    def test_what_is_said_behind_the_patients_back(self):
        self.visit.assign('nurse')
        file = self.give('doctor', is_private=True)
        self.assertEqual(self.media('nurse', file).raw, PHOTO)
        for who in (self.visit.door, 'patient', self.visit.open_door('guest')):
            self.assertStatus(self.media(who, file), 404)
            self.assertEqual(self.clinic.read(who, self.visit.path + 'files/')['count'], 0)

    def test_reception_sends_none(self):
        visit = self.clinic.visit(minutes=25, status='waiting')
        self.assertStatus(self.create('receptionist', visit=visit), 403)
        self.assertFault(visit.act('receptionist', 'send_message', {'message': 'x', 'file_id': new_id()}), 'file_id')

    def test_in_the_audit_log(self):
        file = self.give(self.visit.door)
        self.media('doctor', file)
        self.clinic.read('admin', 'audit/?page_size=1')
        noted = self.clinic.sql('SELECT action, user_id, consultation_id FROM audit_log WHERE entity_id = ? '
                                "AND entity = 'files' ORDER BY seq", file['id'])
        self.assertEqual(noted[-1], ('read media', self.clinic.users['doctor'], self.visit.id))
        self.assertIn('finish', [action for action, _, _ in noted])


class KindTest(FilingTest):
    def test_by_what_it_is(self):
        for content, name, kind, called in (
                (PHOTO, 'evil.exe', 'image/jpeg', 'evil.exe.jpg'), (PHOTO, 'a.JPEG', 'image/jpeg', 'a.JPEG'),
                (b'\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82', '../../etc/passwd', 'image/png', 'passwd.png'),
                (b'RIFF\x10\0\0\0WEBPVP8 \4\0\0\0knee', 'C:\\pics\\x', 'image/webp', 'x.webp'),
                (b'\0\0\0\x14ftypheic\0\0\0\0heic', 'IMG_1.HEIC', 'image/heic', 'IMG_1.HEIC'),
                (b'\0\0\0\x18ftypisom', 'Gait', 'video/mp4', 'Gait.mp4'),
                (b'\0' * 128 + b'DICM', 'slice', 'application/dicom', 'slice.dcm'),
                (b'<html><script>', 'page.html', 'text/plain', 'page.html.txt'),
                ('Grüße'.encode(), 'Grüße\u202egpj.txt', 'text/plain', 'Grüßegpj.txt'),
                (b'%PDF-1.4', ' .. ', 'application/pdf', 'file.pdf')):
            with self.subTest(name=name):
                file = self.send('doctor', content, name)
                self.assertEqual((file['media_type'], file['name']), (kind, called))

    def test_what_is_not_taken(self):
        for content in (b'MZ\x90\0\x03', b'PK\x03\x04doc', b'\x7fELF\x02', b'\xff\xfe\xfd', b'a\0b', b''):
            with self.subTest(content=content):
                file = self.create('doctor', 'letter.pdf').json
                self.assertStatus(self.upload('doctor', file, content), 415)
                self.assertEqual(self.clinic.read('doctor', f'files/{file["id"]}/upload/')['offset'], 0)
        self.assertEqual(os.listdir(os.path.join(self.clinic.data, 'files')) if os.path.isdir(
            os.path.join(self.clinic.data, 'files')) else [], [])

    def test_names(self):
        self.assertFault(self.visit.act('doctor', 'files', {}), 'name')
        self.assertFault(self.create('doctor', ' '), 'name')
        self.assertFault(self.create('doctor', 'x' * 201), 'name')
        self.assertFault(self.create('doctor', kind='song'), 'kind')
        self.assertFault(self.create('doctor', kept=True, size=3), 'size')

    def test_sizes(self):
        conf = os.path.join(self.clinic.data, 'server.conf')
        with open(conf, 'w', encoding='utf-8') as file:
            file.write('[files]\nmax-size-mb=1\n')
        self.clinic.restart('--config', conf)
        file = self.create('doctor').json
        self.assertStatus(self.upload('doctor', file, PHOTO[:BLOCK], Upload_Complete='?0'), 200)
        self.assertStatus(self.upload('doctor', file, bytes(PIECE), BLOCK), 413)
        self.assertEqual(self.clinic.read('doctor', f'files/{file["id"]}/upload/')['max_size'], 1024 * 1024)

    def test_not_without_end(self):
        for _ in range(50):
            self.assertStatus(self.create(self.visit.door), 201)
        self.assertStatus(self.create(self.visit.door), 409)
        self.assertStatus(self.create('doctor', visit=self.clinic.visit(minutes=60)), 201)

    def test_not_in_a_cancelled_visit(self):
        visit = self.clinic.visit(minutes=60, status='cancelled')
        self.assertStatus(self.create('doctor', visit=visit), 409)

    def test_goes_on_where_it_was(self):
        content = PHOTO[:2 * BLOCK] + bytes(5)
        file = self.create(self.visit.door).json
        self.assertStatus(self.upload(self.visit.door, file, content[:BLOCK], Upload_Complete='?0'), 200)
        self.clinic.crash()
        reply = self.assertFault(self.upload(self.visit.door, file, content), 'Upload-Offset', 409)
        self.assertEqual(reply.headers['Upload-Offset'], str(BLOCK))
        self.assertStatus(self.upload(self.visit.door, file, content[BLOCK:], BLOCK), 200)
        self.assertFault(self.clinic.post(self.visit.door, f'files/{file["id"]}/finish/', {'sha256': '0' * 64}), 'sha256')
        self.assertStatus(self.finish(self.visit.door, file, content), 200)
        self.assertEqual(self.media(self.visit.door, file).raw, content)


class DownloadTest(FilingTest):
    def test_sealed_at_rest(self):
        file = self.give('doctor')
        with open(self.path_of(file), 'rb') as stored:
            self.assertNotIn(PHOTO[100:132], stored.read())
        self.assertEqual(os.stat(self.path_of(file)).st_mode & 0o077, 0)

    def test_headers(self):
        picture = self.media('doctor', self.give('doctor'))
        self.assertEqual(picture.headers['Content-Type'], 'image/jpeg')
        self.assertTrue(picture.headers['Content-Disposition'].startswith('inline; filename="Knee.jpg"'))
        page = self.media('doctor', self.give('doctor', b'<script>alert(1)</script>', 'Gr"üße\n.html'))
        self.assertEqual(page.headers['Content-Disposition'],
                         "attachment; filename=\"Grusse.html.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.html.txt")
        for reply in (picture, page):
            self.assertEqual(reply.headers['X-Content-Type-Options'], 'nosniff')
            self.assertEqual(reply.headers['Cache-Control'], 'no-store')
            self.assertEqual(reply.headers['Content-Security-Policy'],
                             "default-src 'none'; sandbox; frame-ancestors 'none'")
            self.assertEqual(reply.headers['Cross-Origin-Resource-Policy'], 'same-origin')

    def test_parts_and_links(self):
        file, door = self.give('doctor'), self.visit.door
        reply = self.assertStatus(self.media(door, file, Range='bytes=2-4'), 206)
        self.assertEqual(reply.raw, PHOTO[2:5])
        link = self.assertStatus(self.clinic.post(door, f'files/{file["id"]}/link/'), 201).json['url']
        link = link.split(self.clinic.address)[1]
        self.assertEqual(self.clinic.request('GET', link).raw, PHOTO)
        other = self.give('doctor')
        self.assertStatus(self.clinic.request('GET', link.replace(file['id'], other['id'])), 401)
        self.assertStatus(self.clinic.request('GET', link.replace('files', 'recordings')), 401)


class RecordTest(FilingTest):
    """What clinicians keep."""

    def keep(self, who, file, kept=True, **headers):
        return self.clinic.patch(who, f'files/{file["id"]}/', {'kept': kept}, **headers)

    def test_kept(self):
        file = self.give(self.visit.door, name='wound.jpg')
        with self.visit.enter('doctor') as socket:
            kept = self.assertStatus(self.keep('doctor', file, If_Match=f'"{self.show("doctor", file).json["revision"]}"'),
                                     200).json
            self.assertEqual((kept['kept'], kept['kept_by'], kept['expires_at']), (True, 'Doctor Test', None))
            frame = socket.wait('file_changed')
            self.assertEqual((frame['file_id'], frame['kept'], frame['state']), (file['id'], True, 'ready'))
        told = self.clinic.read('doctor', self.visit.path + 'timeline/?page_size=200')['results']
        self.assertLessEqual({'new_message', 'file_changed'}, {event['type'] for event in told})
        self.assertEqual([one['id'] for one in self.clinic.read('doctor', self.visit.path + 'files/?kept=true')['results']],
                         [file['id']])
        self.assertStatus(self.clinic.delete(self.visit.door, f'files/{file["id"]}/'), 409)
        again = self.assertStatus(self.keep('doctor', file, False), 200).json
        self.assertEqual((again['kept'], again['kept_at'], again['kept_by']), (False, None, ''))
        self.assertIsNotNone(again['expires_at'])
        self.assertStatus(self.keep(self.visit.door, file), 403)
        self.assertStatus(self.keep('doctor', file, If_Match='"1"'), 412)

    def test_a_photo(self):
        self.send(self.visit.door, kind='photo')
        self.give('doctor')
        found = self.clinic.read(self.visit.door, self.visit.path + 'files/?kind=photo')
        self.assertEqual([one['kind'] for one in found['results']], ['photo'])

    def test_its_key_is_nowhere_any_more(self):
        """Neither in the database nor in its log, or whoever gets hold of the disk reads what lay on it."""
        file = self.give(self.visit.door)
        (sealed,), = self.clinic.sql('SELECT sealed_key FROM files WHERE id = ?', file['id'])
        key = sealed.encode()
        self.assertIn(True, [key in content for content in self.read_database()])
        self.assertStatus(self.clinic.delete('doctor', f'files/{file["id"]}/'), 204)
        deadline = time.monotonic() + PATIENCE
        while any(key in content for content in self.read_database()):
            self.assertLess(time.monotonic(), deadline, 'it is still there')

    def read_database(self):
        return [path.read_bytes() for path in pathlib.Path(self.clinic.data).glob('ausculta.db*')]

    def test_deleted(self):
        file = self.give(self.visit.door)
        guest = self.visit.bring('guest')
        self.assertStatus(self.clinic.delete(guest, f'files/{file["id"]}/'), 403)
        with self.visit.enter(self.visit.door) as socket:
            self.assertStatus(self.clinic.delete('doctor', f'files/{file["id"]}/'), 204)
            frame = socket.wait('file_changed')
        self.assertEqual((frame['file_id'], frame['state']), (file['id'], 'deleted'))
        self.assertStatus(self.media('doctor', file), 404)
        message = self.clinic.read('doctor', self.visit.path + 'messages/')['results'][-1]
        self.assertEqual((message['file_id'], message['file_name']), (None, 'Knee.jpg'))
        self.assertEqual(self.clinic.sql('SELECT sealed_key FROM files')[0][0], '')
        self.assertStatus(self.clinic.delete('doctor', f'files/{file["id"]}/'), 409)
        self.wait_gone(file)

    def test_taken_back(self):
        file = self.give(self.visit.door)
        self.assertStatus(self.clinic.delete(self.visit.door, f'files/{file["id"]}/'), 204)
        self.wait_gone(file)

    def wait_gone(self, file):
        """Off the disk soon, whatever else happens."""
        while os.path.exists(self.path_of(file)):
            self.clinic.read('doctor', self.visit.path)

    def age(self, file, column):
        self.clinic.sql(f'UPDATE files SET {column} = ? WHERE id = ?', microseconds(now()) - 2 * 86400 * 1000000, file['id'])

    def test_its_time_comes(self):
        old, kept, draft = self.give(self.visit.door), self.give(self.visit.door), self.send('doctor')
        self.assertStatus(self.keep('doctor', kept), 200)
        self.age(old, 'expires_at')
        self.age(draft, 'updated_at')
        self.age(kept, 'updated_at')
        self.clinic.restart()
        self.wait_gone(old)
        self.wait_gone(draft)
        self.assertEqual(self.media('doctor', kept).raw, PHOTO)
        self.assertEqual(self.clinic.sql("SELECT count(*) FROM audit_log WHERE entity = 'files' AND action IN "
                                         "('expire', 'give up')")[0][0], 2)

    def test_gone_with_its_visit(self):
        visit = self.clinic.visit(minutes=70)
        file = self.send('doctor', visit=visit)
        self.assertStatus(self.clinic.delete('doctor', visit.path), 204)
        self.assertStatus(self.show('doctor', file), 404)
        self.clinic.restart()
        self.wait_gone(file)

    def test_a_lost_one_stops_no_backup(self):
        lost, cut, kept = (self.give(self.visit.door) for _ in range(3))
        os.unlink(self.path_of(lost))
        os.truncate(self.path_of(cut), os.path.getsize(self.path_of(cut)) - 1)
        with tempfile.TemporaryDirectory() as folder:
            place, data = os.path.join(folder, 'backup'), os.path.join(folder, 'data')
            made = subprocess.run([server_program(), 'backup', place, '--data', self.clinic.data], check=False,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((made.returncode, made.stdout.split('\n')[0]), (3, f'backup {place}'), made)
            self.assertEqual(len(made.stderr.splitlines()), 2, made)
            for file in (lost, cut):
                self.assertIn(f'files/{file["id"]} ', made.stderr)
            self.assertEqual(os.listdir(place + '/files'), [kept['id']])
            subprocess.run([server_program(), 'restore', place, '--data', data], check=True, capture_output=True,
                           timeout=60)
            self.assertEqual(os.listdir(data + '/files'), [kept['id']])
            os.unlink(os.path.join(place, 'files', kept['id']))
            refused = subprocess.run([server_program(), 'restore', place, '--data', folder + '/new'], check=False,
                                     capture_output=True, text=True, timeout=60)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(kept['id'], refused.stderr)

    def test_in_backups(self):
        file = self.give(self.visit.door)
        with tempfile.TemporaryDirectory() as folder:
            place = os.path.join(folder, 'backup')
            subprocess.run([server_program(), 'backup', place, '--data', self.clinic.data], check=True,
                           capture_output=True, timeout=60)
            self.clinic.process.terminate()
            os.unlink(self.path_of(file))
            subprocess.run([server_program(), 'restore', place, '--replace', '--data', self.clinic.data], check=True,
                           capture_output=True, timeout=60)
            self.clinic.start_again()
            self.clinic.tokens.clear()
            self.assertEqual(self.media('doctor', file).raw, PHOTO)
            with open(os.path.join(place, 'files', file['id']), 'r+b') as stored:
                stored.seek(100)
                stored.write(b'!')
            refused = subprocess.run([server_program(), 'restore', place, '--replace', '--data', folder + '/new'],
                                     capture_output=True, text=True, timeout=60)
            self.assertIn(file['id'], refused.stderr)


if __name__ == '__main__':
    main()
