"""Recordings: begun where all agree, ended where one does not, kept piece by piece, and there for those who may."""

import hashlib
import json
import os
import resource
import signal
import threading

from clinic import main, new_id
from recorded import BLOCK, NO, PIECE, RecordedTest, YES, make_film


class GateTest(RecordedTest):
    """Whether the button is there to be pressed, and why not."""

    def test_all_agree(self):
        gate = self.gate()
        self.assertEqual((gate['allowed'], gate['reasons'], gate['missing'], gate['state'], gate['recordings']),
                         (True, [], [], 'idle', []))

    def test_each_reason(self):
        visit = self.clinic.visit(status='waiting', minutes=20)
        self.assertEqual(self.codes(visit=visit), ['recording_enabled', 'status', 'consents', 'consents'])
        reply = self.assertFault(visit.act('doctor', 'recording'), 'consents', 409)
        self.assertEqual(set(reply.json['fields']), {'recording_enabled', 'status', 'consents'})
        self.assertEqual(sorted(reply.json['fields']['consents']),
                         ['Doctor Test has not answered yet.', 'Patient Krüger has not answered yet.'])
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'recording_enabled': True}), 200)
        visit.must_act('doctor', 'start')
        visit.must_act('doctor', 'consents', YES)
        visit.must_act(visit.door, 'consents', NO)
        gate = self.gate(visit=visit)
        self.assertEqual([(person['name'], person['role'], person['state']) for person in gate['missing']],
                         [('Patient Krüger', 'patient', 'declined')])
        self.assertEqual(gate['reasons'], [{'code': 'consents', 'detail': 'Patient Krüger does not agree.'}])
        self.assertStatus(visit.act('doctor', 'recording'), 409)
        visit.must_act(visit.door, 'consents', YES)
        self.start(visit)
        self.assertEqual(self.codes(visit=visit), ['recording'])

    def test_clinic_that_records_nothing(self):
        self.clinic.restart(environment={'AUSCULTA_RECORDINGS_ENABLED': 'false'})
        self.assertEqual(self.codes(), ['policy'])
        self.assertFault(self.visit.act('doctor', 'recording'), 'policy', 409)

    def test_reception_is_not_asked(self):
        with self.visit.enter('receptionist'), self.visit.enter('doctor'):
            self.assertTrue(self.gate()['allowed'])

    def test_whoever_comes_in_is_asked(self):
        guest = self.visit.open_door('guest', 'Son')
        self.visit.must_act(guest, 'join_waiting')
        self.assertEqual([person['name'] for person in self.gate()['missing']], ['Son'])
        self.visit.must_act(guest, 'leave')
        self.assertTrue(self.gate()['allowed'])

    def test_whoever_is_lost_is_in_the_picture_still(self):
        """What is lost is the line to us; sound and picture go another way."""
        guest = self.visit.bring('guest', 'Son')
        with self.visit.enter(guest), self.visit.enter('doctor') as doctor:
            self.assertEqual([person['name'] for person in self.gate()['missing']], ['Son'])
            self.visit.enter(guest).cut()
            doctor.wait('user_left', reason='lost')
            self.assertEqual([person['name'] for person in self.gate()['missing']], ['Son'])
            self.assertFault(self.visit.act('doctor', 'recording'), 'consents', 409)

    def test_who_may_begin(self):
        self.visit.assign('nurse')
        for who, status in (('nurse', 403), ('admin', 403), ('receptionist', 403), (self.visit.door, 403),
                            ('other', 404)):
            self.assertStatus(self.visit.act(who, 'recording'), status)
        self.visit.assign('other')
        self.assertStatus(self.visit.act('other', 'recording'), 403)
        recording = self.start()
        self.assertStatus(self.show(recording, 'other'), 404)

    def test_everybody_is_asked(self):
        visit = self.clinic.visit(status='in_progress')
        self.assertFalse(self.gate(visit=visit)['is_wanted'])
        sockets = {who: visit.enter(who) for who in ('doctor', visit.door, 'receptionist')}
        gate = visit.must_act('doctor', 'recording/ask')
        self.assertEqual((gate['is_wanted'], gate['allowed'], len(gate['missing'])), (True, False, 2))
        for who, socket in sockets.items():
            with self.subTest(who=who):
                if who == 'receptionist':
                    self.assertNotIn('recording', json.dumps(socket.settle()))
                else:
                    frame = socket.wait('recording_asked')
                    self.assertEqual((frame['asked_by'], frame['text_version']), ('Doctor Test', gate['text_version']))
            socket.cut()
        for who in ('doctor', visit.door):
            visit.must_act(who, 'consents', {**YES, 'text_version': gate['text_version']})
        self.assertEqual(self.codes(visit=visit), [])
        # Asking once more changes nothing, but is heard.
        revision = self.clinic.read('doctor', visit.path)['revision']
        with visit.enter(visit.door) as patient:
            visit.must_act('doctor', 'recording/ask')
            patient.wait('recording_asked')
        self.assertEqual(self.clinic.read('doctor', visit.path)['revision'], revision)

    def test_who_may_not_ask(self):
        visit = self.clinic.visit(status='waiting', minutes=20)
        self.assertFault(visit.act('doctor', 'recording/ask'), 'status', 409)
        self.visit.assign('other')
        self.assertStatus(self.visit.act('other', 'recording/ask'), 403)
        self.clinic.restart(environment={'AUSCULTA_RECORDINGS_ENABLED': 'false'})
        self.assertFault(self.visit.act('doctor', 'recording/ask'), 'policy', 409)

    def test_asking_twice_begins_once(self):
        recording = self.start(id=new_id())
        self.assertEqual(self.start(id=recording['id'])['id'], recording['id'])
        self.assertFault(self.visit.act('doctor', 'recording', {'id': new_id()}), 'recording', 409)
        self.assertEqual(self.gate()['recording_id'], recording['id'])


class BannerTest(RecordedTest):
    """Everybody in the call knows; a recording that somebody does not want ends at once."""

    def test_everybody_hears(self):
        self.visit.assign('nurse').must_act('nurse', 'consents', YES)
        sockets = {who: self.visit.enter(who) for who in ('doctor', 'nurse', self.visit.door, 'receptionist')}
        recording = self.start()
        self.clinic.post('doctor', f'recordings/{recording["id"]}/stop/')
        for who, socket in sockets.items():
            with self.subTest(who=who):
                if who == 'receptionist':
                    self.assertNotIn('recording', json.dumps(socket.settle()))
                else:
                    self.assertEqual(socket.wait('recording_started')['recording_id'], recording['id'])
                    frame = socket.wait('recording_stopped')
                    self.assertEqual((frame['reason'], frame['person']), ('stopped', 'Doctor Test'))
            socket.cut()
        self.assertEqual(self.show(recording).json['state'], 'uploading')

    def test_whoever_comes_later_knows_from_the_first_moment(self):
        recording = self.start()
        with self.visit.enter(self.visit.door) as patient, self.visit.enter('receptionist') as reception:
            self.assertEqual(patient.hello['recording_id'], recording['id'])
            self.assertNotIn('recording_id', reception.hello)
        self.clinic.post('doctor', f'recordings/{recording["id"]}/stop/')
        with self.visit.enter(self.visit.door) as patient:
            self.assertIsNone(patient.hello['recording_id'])

    def assertEnds(self, cause, reason, person):
        recording = self.start()
        with self.visit.enter('doctor') as socket:
            cause()
            frame = socket.wait('recording_stopped')
        self.assertEqual((frame['recording_id'], frame['reason'], frame['person']),
                         (recording['id'], reason, person))
        shown = self.show(recording).json
        self.assertEqual((shown['state'], shown['stop_reason']), ('uploading', reason))
        return recording

    def test_consent_taken_back(self):
        self.assertEnds(lambda: self.visit.must_act(self.visit.door, 'consents', NO), 'consent_withdrawn',
                        'Patient Krüger')
        self.assertEqual(self.codes(), ['consents'])

    def test_consent_taken_back_by_somebody_who_left(self):
        guest = self.visit.open_door('guest', 'Son')
        self.visit.must_act(guest, 'join_waiting')
        self.visit.must_act(guest, 'consents', YES)
        self.visit.must_act(guest, 'leave')
        self.assertEnds(lambda: self.visit.must_act(guest, 'consents', NO), 'consent_withdrawn', 'Son')

    def test_somebody_comes_in(self):
        guest = self.visit.open_door('guest', 'Son')
        self.assertEnds(lambda: self.visit.must_act(guest, 'join_waiting'), 'participant_joined', 'Son')

    def test_somebody_comes_in_who_agreed_before(self):
        guest = self.visit.open_door('guest', 'Son')
        self.visit.must_act(guest, 'consents', YES)
        self.start()
        self.visit.must_act(guest, 'join_waiting')
        self.assertEqual(self.gate()['state'], 'recording')

    def test_who_never_came_in_has_no_part_in_it(self):
        guest = self.visit.open_door('guest', 'Son')
        self.start()
        for answer in (NO, YES, NO):
            self.visit.must_act(guest, 'consents', answer)
            self.assertEqual(self.gate()['state'], 'recording')

    def test_staff_come_in(self):
        self.visit.assign('nurse')
        self.assertEnds(lambda: self.visit.enter('nurse').cut(), 'participant_joined', 'Nurse Test')

    def change(self, who, **members):
        self.assertStatus(self.clinic.patch(who, self.visit.path, members), 200)

    def test_switched_off(self):
        """Whoever may switch it off need not be the one who records."""
        for who, name in (('doctor', 'Doctor Test'), ('receptionist', 'Receptionist Test')):
            with self.subTest(who=who):
                self.change(who, recording_enabled=True)
                self.assertEnds(lambda: self.change(who, recording_enabled=False), 'stopped', name)
                self.assertIsNone(self.gate()['recording_id'])

    def test_end_of_the_visit(self):
        self.assertEnds(lambda: self.visit.must_act('doctor', 'end'), 'visit_ended', 'Doctor Test')


class UploadTest(RecordedTest):
    def test_piece_by_piece(self):
        film = make_film(3 * PIECE + 12345)
        recording = self.record(film)
        self.assertEqual((recording['state'], recording['size'], recording['sha256']),
                         ('ready', len(film), hashlib.sha256(film).hexdigest()))
        self.assertEqual(recording['media_type'], 'video/webm')
        self.assertEqual(os.stat(self.path_of(recording)).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(os.path.dirname(self.path_of(recording))).st_mode & 0o777, 0o700)
        with open(self.path_of(recording), 'rb') as file:
            stored = file.read()
        self.assertEqual(len(stored), len(film) + 40 * (len(film) // BLOCK + 1))
        self.assertTrue(all(film[at:at + 16] not in stored for at in range(0, len(film) - 16, 4999)))

    def test_whoever_recorded_delivers_it(self):
        """Though the visit is a colleague's by now: nobody else has it."""
        film = make_film(BLOCK)
        recording = self.start()
        self.visit.must_act('doctor', 'end')
        self.clinic.sql('UPDATE consultations SET doctor_id = ? WHERE id = ?', self.clinic.users['other'], self.visit.id)
        self.assertStatus(self.show(recording, 'nurse'), 403)
        self.send(recording, film)
        self.assertEqual(self.assertStatus(self.finish(recording, film), 200).json['state'], 'ready')
        self.assertStatus(self.show(recording), 404)
        self.assertStatus(self.show(recording, 'other'), 200)
        self.assertEqual(self.clinic.get('other', f'recordings/{recording["id"]}/media/').raw, film)

    def test_ends_with_a_block(self):
        film = make_film(2 * BLOCK)
        recording = self.start()
        self.assertStatus(self.upload(recording, film), 200)
        reply = self.upload(recording, b'', len(film), Upload_Complete='?1')
        self.assertEqual(self.assertStatus(reply, 200).json['is_whole'], True)
        self.assertStatus(self.finish(recording, film), 200)

    def test_where_to_go_on(self):
        recording = self.start()
        self.assertStatus(self.upload(recording, make_film(BLOCK)), 200)
        for offset in (0, 1, BLOCK - 1, BLOCK + 1, 2 * BLOCK):
            reply = self.assertFault(self.upload(recording, make_film(BLOCK), offset), 'Upload-Offset', 409)
            self.assertEqual(reply.headers['Upload-Offset'], str(BLOCK))
        for offset in ('', 'x', '-1', '1.5'):
            self.assertFault(self.upload(recording, make_film(BLOCK), offset), 'Upload-Offset')
        path = f'recordings/{recording["id"]}/upload/'
        head = self.clinic.call('doctor', 'HEAD', path)
        self.assertEqual((head.status, head.headers['Upload-Offset'], head.headers['Upload-Complete']),
                         (200, str(BLOCK), '?0'))
        shown = self.clinic.read('doctor', path)
        self.assertEqual((shown['offset'], shown['block_size'], shown['max_piece'], shown['is_whole']),
                         (BLOCK, BLOCK, PIECE, False))

    def test_what_a_piece_must_be(self):
        recording = self.start()
        self.assertFault(self.upload(recording, make_film(100)), 'Content-Length')
        self.assertFault(self.upload(recording, make_film(BLOCK + 1)), 'Content-Length')
        self.assertFault(self.upload(recording, b''), 'Content-Length')
        self.assertFault(self.upload(recording, make_film(BLOCK), Upload_Complete='yes'), 'Upload-Complete')
        self.assertFault(self.upload(recording, make_film(BLOCK), Recorded_Until='soon'), 'Recorded-Until')
        self.assertStatus(self.upload(recording, make_film(BLOCK), **{'Content-Type': 'application/json'}), 415)
        self.assertStatus(self.clinic.call('doctor', 'POST', f'recordings/{recording["id"]}/stop/', b'{}',
                                           **{'Content-Type': 'application/offset+octet-stream'}), 415)
        # That one is refused below the API, by its head.
        connection = self.clinic._connection()  # pylint: disable=protected-access
        connection.request('PATCH', f'/telemedicine/api/recordings/{recording["id"]}/upload/', make_film(PIECE + BLOCK),
                           {**self.clinic.authorization('doctor'), 'Content-Type': 'application/offset+octet-stream'})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.read()[:1]), (413, b'{'))
        connection.close()
        self.clinic.local.connection = None
        self.assertEqual(self.clinic.read('doctor', f'recordings/{recording["id"]}/upload/')['offset'], 0)

    def test_too_large(self):
        self.clinic.restart(environment={'AUSCULTA_RECORDINGS_MAX_SIZE_MB': '1'})
        recording = self.start()
        self.assertStatus(self.upload(recording, make_film(PIECE)), 200)
        self.assertStatus(self.upload(recording, make_film(BLOCK), PIECE), 413)
        self.assertStatus(self.upload(recording, b'', PIECE, Upload_Complete='?1'), 200)

    def test_power_cut_in_the_middle(self):
        """Whatever was acknowledged is there, and the rest goes on behind it."""
        film = make_film(6 * PIECE + 777)
        recording = self.start()
        acknowledged = []
        begun = threading.Event()

        def send():
            try:
                for offset in range(0, 6 * PIECE, BLOCK):
                    reply = self.upload(recording, film[offset:offset + BLOCK], offset)
                    acknowledged.append(reply.json['offset'])
                    if len(acknowledged) == 10:
                        begun.set()
            except OSError:
                pass
            except Exception as end:  # pylint: disable=broad-except
                acknowledged.append(end)

        thread = threading.Thread(target=send)
        thread.start()
        self.assertTrue(begun.wait(30))
        self.clinic.process.process.send_signal(signal.SIGKILL)
        thread.join()
        self.clinic.crash()
        known = [offset for offset in acknowledged if isinstance(offset, int)]
        self.assertGreaterEqual(len(known), 10)
        offset = self.clinic.read('doctor', f'recordings/{recording["id"]}/upload/')['offset']
        self.assertGreaterEqual(offset, known[-1])
        self.send(recording, film, offset)
        self.assertStatus(self.finish(recording, film), 200)

    def test_what_a_crash_left_behind_is_cut_off(self):
        film = make_film(2 * BLOCK)
        recording = self.start()
        self.assertStatus(self.upload(recording, film[:BLOCK]), 200)
        self.clinic.process.kill()
        with open(self.path_of(recording), 'ab') as file:
            file.write(make_film(BLOCK + 500))
        self.clinic.start_again()
        self.send(recording, film, BLOCK)
        self.assertStatus(self.finish(recording, film), 200)

    def test_two_at_once(self):
        """One of those who go on at the same place does; the file is what that one sent."""
        recording = self.start()
        films = [bytes([number]) * PIECE for number in range(8)]
        replies = {}

        def send(number):
            replies[number] = self.upload(recording, films[number])

        self.clinic.authorization('doctor')
        threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(reply.status for reply in replies.values()), [200] + [409] * 7)
        winner = next(number for number, reply in replies.items() if reply.status == 200)
        self.assertStatus(self.upload(recording, b'', PIECE, Upload_Complete='?1'), 200)
        self.assertStatus(self.finish(recording, films[winner]), 200)

    def test_no_piece_from_after_the_end(self):
        film = make_film(3 * BLOCK)
        recording = self.start()
        self.assertStatus(self.upload(recording, film[:BLOCK]), 200)
        self.visit.must_act(self.visit.door, 'consents', NO)
        limit = self.clinic.read('doctor', f'recordings/{recording["id"]}/upload/')['recorded_until']
        self.assertGreaterEqual(limit, 0)
        self.assertFault(self.upload(recording, film[BLOCK:], BLOCK), 'Recorded-Until', 409)
        reply = self.upload(recording, film[BLOCK:], BLOCK, Recorded_Until=str(limit + 1))
        self.assertFault(reply, 'Recorded-Until', 409)
        self.assertEqual(reply.headers['Upload-Offset'], str(BLOCK))
        self.assertStatus(self.upload(recording, film[BLOCK:], BLOCK, Recorded_Until=str(limit),
                                      Upload_Complete='?1'), 200)
        self.assertFault(self.finish(recording, film, duration_seconds=limit // 1000 + 6), 'duration_seconds')
        self.assertStatus(self.finish(recording, film), 200)

    def test_finish(self):
        film = make_film(BLOCK + 1)
        recording = self.start()
        self.assertStatus(self.finish(recording, film), 409)
        self.send(recording, film)
        for body, field in (({'sha256': 'f' * 64}, 'sha256'), ({'sha256': 'F' * 64}, 'sha256'),
                            ({'sha256': 12}, 'sha256'), ({'duration_seconds': -1}, 'duration_seconds'),
                            ({'duration_seconds': 'long'}, 'duration_seconds'), ({'size': 1}, 'size')):
            with self.subTest(body=body):
                self.assertFault(self.finish(recording, film, **body), field)
        with self.visit.enter(self.visit.door) as patient:
            self.assertEqual(patient.hello['recording_id'], recording['id'])
            done = self.assertStatus(self.finish(recording, film), 200).json
            self.assertEqual(patient.wait('recording_stopped')['reason'], 'stopped')
        self.assertEqual(self.assertStatus(self.finish(recording, film), 200).json, done)
        self.assertStatus(self.finish(recording, film + b'x'), 409)
        self.assertStatus(self.upload(recording, film, len(film)), 409)
        url = self.visit.show()['recording_url']
        self.assertTrue(url.endswith(f'/telemedicine/api/recordings/{recording["id"]}/media/'), url)

    def test_start_afresh(self):
        film = make_film(BLOCK + 5)
        recording = self.start()
        self.send(recording, make_film(3 * BLOCK + 1))
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{recording["id"]}/upload/'), 204)
        self.send(recording, film)
        self.assertStatus(self.finish(recording, film), 200)
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{recording["id"]}/upload/'), 409)

    def test_whose_it_is(self):
        recording = self.start()
        for who, status in (('other', 404), ('admin', 403), ('receptionist', 403), ('nurse', 403),
                            (self.visit.door, 403), (None, 401)):
            self.assertStatus(self.upload(recording, make_film(BLOCK), who=who), status)

    def test_full_disk(self):
        film = make_film(4 * PIECE)
        # It is to warn, and to go on.
        self.clinic.restart(environment={'G_DEBUG': ''})
        recording = self.start()
        self.assertStatus(self.upload(recording, film[:3 * PIECE // 4]), 200)
        self.clinic.process.limit_files(PIECE)
        reply = self.assertStatus(self.upload(recording, film[3 * PIECE // 4:5 * PIECE // 4], 3 * PIECE // 4), 503)
        self.assertGreater(int(reply.headers['Retry-After']), 0)
        self.assertIn('disk is full', reply.json['detail'])
        self.assertIn('No room for what is uploaded', self.clinic.process.forgive_errors())
        self.clinic.process.limit_files(resource.RLIM_INFINITY)
        self.assertEqual(self.clinic.read('doctor', f'recordings/{recording["id"]}/upload/')['offset'], 3 * PIECE // 4)
        self.send(recording, film, 3 * PIECE // 4)
        self.assertStatus(self.finish(recording, film), 200)


if __name__ == '__main__':
    main()
