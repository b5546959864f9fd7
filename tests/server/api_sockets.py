"""The WebSockets: who gets one, what the frames do, and what a rude client gets."""

import json
import subprocess
import time

from clinic import ClinicTest, main, microseconds, new_id, now, server_program
from ws import BINARY, TEXT, Closed, Refused


class HandshakeTest(ClinicTest):
    def assertRefused(self, status, who, path, **headers):
        with self.assertRaises(Refused) as refusal:
            self.clinic.socket(who, path, **headers).cut()
        self.assertEqual(refusal.exception.status, status, refusal.exception.body)
        self.assertEqual(json.loads(refusal.exception.body)['status'], status)
        self.assertEqual(refusal.exception.headers['content-type'], 'application/problem+json')
        self.assertEqual(refusal.exception.headers['cache-control'], 'no-store')
        self.assertIn('x-request-id', refusal.exception.headers)

    def test_who_gets_in(self):
        visit = self.clinic.visit().assign('nurse')
        path = f'/ws/consultation/{visit.id}/'
        for who, room, events in (
                (None, 401, 401), ('admin', 101, 101), ('doctor', 101, 101), ('other', 404, 101), ('nurse', 101, 101),
                ('receptionist', 101, 101), ('patient', 101, 403), ('stranger', 404, 403), (visit.door, 101, 403),
                (self.clinic.visit().door, 404, 403), (visit.open_door('guest'), 101, 403),
                (visit.open_door('interpreter'), 101, 403)):
            for place, status in ((path, room), ('/ws/events/', events)):
                with self.subTest(who=who, place=place):
                    if status == 101:
                        self.clinic.socket(who, place).cut()
                    else:
                        self.assertRefused(status, who, place)

    def test_paths(self):
        visit = self.clinic.visit()
        for path in ('/ws/', '/ws/consultation/', '/ws/consultation/x/', f'/ws/consultation/{visit.id}/x', '/ws/eventsx',
                     f'/ws/consultation//{visit.id}', f'/ws/consultation/{new_id()}', '/ws/consultation/' + 'x' * 36):
            self.assertRefused(404, 'doctor', path)
        for path in ('/ws/events', f'/ws/consultation/{visit.id}', f'/ws/consultation/{visit.id.upper()}/'):
            self.clinic.socket('doctor', path).cut()

    def test_origins(self):
        self.assertRefused(403, 'doctor', '/ws/events/', Origin='https://evil.example')
        self.assertRefused(403, 'doctor', '/ws/events/', Origin='null')
        self.clinic.socket('doctor', '/ws/events/', Origin=f'http://{self.clinic.address}').cut()
        self.clinic.socket('doctor', '/ws/events/', Origin='http://localhost:5173').cut()

    def test_tickets(self):
        visit = self.clinic.visit()
        for who, path in (('doctor', '/ws/events/'), (visit.door, f'/ws/consultation/{visit.id}/')):
            with self.subTest(path=path):
                reply = self.assertStatus(self.clinic.post(who, '/accounts/api/ws-ticket/'), 201)
                place = f'{path}?ticket={reply.json["ticket"]}'
                self.clinic.socket(None, place).cut()
                self.assertRefused(401, None, place)
        ticket = self.clinic.post('doctor', '/accounts/api/ws-ticket/').json['ticket']
        self.assertRefused(403, None, f'/ws/events/?ticket={ticket}', Origin='https://evil.example')
        self.assertRefused(401, None, '/ws/events/?ticket=x')
        # A ticket shows who it was made for, not more.
        ticket = self.clinic.post(visit.door, '/accounts/api/ws-ticket/').json['ticket']
        self.assertRefused(404, None, f'/ws/consultation/{self.clinic.visit().id}/?ticket={ticket}')

    def test_not_a_handshake(self):
        visit = self.clinic.visit()
        reply = self.clinic.get('doctor', f'/ws/consultation/{visit.id}/')
        self.assertEqual(self.assertStatus(reply, 400).json['code'], 'malformed')
        self.clinic.read(None, '/health/ready/')
        participants = self.clinic.read('doctor', visit.path + 'participants/')['results']
        self.assertEqual([person['presence'] for person in participants], ['lost'])

    def test_first_frame(self):
        visit = self.clinic.visit(status='waiting')
        with visit.enter('doctor') as doctor:
            hello = doctor.hello
            self.assertEqual(set(hello), {
                'type', 'consultation_id', 'seq', 'timestamp', 'status', 'can_start', 'is_active', 'scheduled_start',
                'actual_start', 'video_provider', 'meeting_state', 'revision', 'you', 'participants', 'last_seq',
                'recording_id', 'call_mode', 'room_opens_at'})
            self.assertEqual((hello['status'], hello['can_start'], hello['is_active']), ('waiting', True, True))
            people = {person['role']: person for person in hello['participants']}
            self.assertEqual(set(people), {'doctor', 'patient'})
            self.assertEqual((people['patient']['presence'], people['patient']['connected']), ('here', True))
            self.assertEqual(people['doctor']['id'], hello['you'])
            self.assertEqual(set(people['patient']), {'id', 'name', 'role', 'presence', 'connected', 'admission', 'picture'})


class FrameTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit()
        self.doctor = self.enter('doctor')
        self.patient = self.enter(self.visit.door)

    def enter(self, who):
        entered = self.visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def assertError(self, frame, code):
        self.assertEqual((frame['type'], frame.get('code')), ('error', code), frame)
        self.assertTrue(frame['detail'])

    def test_a_whole_visit(self):
        doctor, patient, act = self.doctor, self.patient, 'consultation_action'
        self.assertEqual(patient.ask(act, action='join_waiting_room')['type'], 'ack')
        arrived = doctor.wait('patient_waiting')
        self.assertEqual((arrived['patient_name'], arrived['doctor_id']),
                         ('Patient Krüger', self.clinic.users['doctor']))
        self.assertIn('consultation_status', [frame['type'] for frame in doctor.seen])
        self.assertEqual(doctor.wait('queue_updated')['queue_position'], 1)
        self.assertEqual(doctor.ask(act, action='admit')['type'], 'ack')
        self.assertEqual(patient.wait('admitted')['by'], 'Doctor Test')
        self.assertEqual(patient.wait('consultation_started')['started_by'], 'Doctor Test')
        self.assertEqual(patient.ask(act, action='hang_up')['type'], 'ack')
        self.assertEqual(doctor.wait('user_left')['reason'], 'hung_up')
        self.assertEqual(doctor.ask(act, action='end', notes='All well')['type'], 'ack')
        ended = patient.wait('consultation_ended')
        self.assertEqual((ended['ended_by'], ended['status'], ended['duration_minutes']), ('Doctor Test', 'completed', 0))
        self.assertEqual(self.visit.show()['notes'], 'All well')

    def test_the_same_rules_as_over_http(self):
        for socket_, action, code in ((self.patient, 'start', 'forbidden'), (self.patient, 'admit', 'forbidden'),
                                      (self.patient, 'end', 'forbidden'), (self.doctor, 'join_waiting_room', 'forbidden'),
                                      (self.doctor, 'end', 'conflict'), (self.doctor, 'admit', 'conflict')):
            self.assertError(socket_.ask('consultation_action', action=action), code)
        self.assertEqual(self.visit.show()['status'], 'scheduled')

    def test_chat(self):
        self.assertEqual(self.doctor.ask('chat_message', message='Hello')['type'], 'ack')
        heard = self.patient.wait('new_message')
        self.assertEqual((heard['message'], heard['sender_role'], heard['sender_id'], heard['is_private'],
                          heard['message_type'], heard['sender_name']),
                         ('Hello', 'doctor', self.doctor.hello['you'], False, 'text', 'Doctor Test'))
        self.assertEqual(self.clinic.read(self.visit.door, self.visit.path + 'messages/')['results'][0]['id'],
                         heard['message_id'])
        self.assertError(self.patient.ask('chat_message', message='x', is_private=True), 'invalid')
        self.assertError(self.patient.ask('chat_message', message=''), 'invalid')
        self.assertError(self.patient.ask('chat_message'), 'invalid')
        self.assertError(self.patient.ask('chat_message', message='x' * 4001), 'invalid')

    def test_private_chat(self):
        nurse = self.visit.assign('nurse') and self.enter('nurse')
        self.assertEqual(self.doctor.ask('chat_message', message='Aside', is_private=True)['type'], 'ack')
        self.assertEqual(nurse.wait('new_message')['message'], 'Aside')
        self.assertIn('new_message', self.doctor.types())
        for who in (self.patient, self.enter(self.visit.open_door('guest')), self.enter('receptionist')):
            who.send('resume', after=0)
            who.wait('resumed', after=0)
            self.assertNotIn('Aside', json.dumps(who.settle()))

    def test_typing(self):
        self.doctor.send('typing_indicator', is_typing=True)
        frame = self.patient.wait('typing_indicator')
        self.assertEqual((frame['is_typing'], frame['user_name'], frame['participant_id']),
                         (True, 'Doctor Test', self.doctor.hello['you']))
        self.assertNotIn('typing_indicator', self.doctor.types())

    def test_passing_frames_repeat_the_last_seq(self):
        self.visit.reach('in_progress')
        self.visit.say(self.visit.door, 'Hello')
        last = self.doctor.wait('new_message')['seq']
        self.patient.send('typing_indicator', is_typing=True)
        self.assertGreaterEqual(self.doctor.wait('typing_indicator')['seq'], last)
        self.patient.send('signal', to=self.doctor.hello['you'], restart=True)
        self.assertGreaterEqual(self.doctor.wait('signal')['seq'], last)

    def test_quality(self):
        self.assertEqual(self.patient.ask('connection_quality', quality='poor', rtt_ms=250, loss=4.5)['type'], 'ack')
        frame = self.doctor.wait('connection_quality_updated')
        self.assertEqual((frame['quality'], frame['rtt_ms'], frame['loss']), ('poor', 250, 4.5))
        self.assertEqual(self.visit.show()['connection_quality'], 'poor')
        for bad in ({'quality': 'banana'}, {}, {'quality': 'good', 'rtt_ms': 'x'}, {'quality': 'good', 'loss': -1},
                    {'quality': 'good', 'bitrate': 1e300}):
            self.assertError(self.patient.ask('connection_quality', **bad), 'invalid')

    def test_signals(self):
        self.visit.reach('in_progress')
        to, description = self.doctor.hello['you'], {'type': 'offer', 'sdp': 'v=0\r\n…'}
        self.assertEqual(self.patient.ask('signal', to=to, epoch=3, description=description)['type'], 'ack')
        heard = self.doctor.wait('signal')
        self.assertEqual((heard['from'], heard['epoch'], heard['description']),
                         (self.patient.hello['you'], 3, description))
        self.doctor.send('signal', to=self.patient.hello['you'], epoch=3, candidate={'candidate': 'x', 'sdpMLineIndex': 0})
        self.assertEqual(self.patient.wait('signal')['candidate'], {'candidate': 'x', 'sdpMLineIndex': 0})
        self.patient.send('signal', to=to, restart=True)
        self.assertEqual(self.doctor.wait('signal')['restart'], True)

    def test_signals_reach_only_whom_they_are_for(self):
        self.visit.reach('in_progress')
        guest = self.enter(self.visit.open_door('guest'))
        other_visit = self.clinic.visit('other', status='waiting')
        elsewhere = other_visit.enter('other')
        self.addCleanup(elsewhere.cut)
        self.assertEqual(self.patient.ask('signal', to=self.doctor.hello['you'], restart=True)['type'], 'ack')
        self.assertNotIn('signal', guest.types())
        for to in (elsewhere.hello['you'], new_id(), '', 'x'):
            self.assertError(self.patient.ask('signal', to=to, restart=True), 'not_found')
        self.assertError(self.patient.ask('signal', restart=True), 'invalid')
        self.assertError(self.patient.ask('signal', to=7, restart=True), 'invalid')
        self.assertNotIn('signal', elsewhere.types())

    def test_reception_is_not_in_the_call(self):
        self.visit.reach('in_progress')
        for who in ('receptionist', 'admin'):
            self.assertError(self.enter(who).ask('signal', to=self.patient.hello['you'], restart=True), 'forbidden')
        self.assertNotIn('signal', self.patient.types())

    def test_errors(self):
        self.assertError(self.doctor.ask('banana'), 'invalid')
        self.assertError(self.doctor.ask('consultation_action', action='banana'), 'invalid')
        self.assertError(self.doctor.ask('presence', state='lost'), 'invalid')
        self.assertError(self.doctor.ask('resume', after='x'), 'invalid')
        self.assertError(self.doctor.ask('resume', after=-1), 'invalid')
        for text in (b'', b'{', b'[]', b'1', b'{"type":7}', b'{}', b'[' * 9000, b'{"type":"chat_message","message":"\\ud800"}'):
            with self.subTest(text=text[:20]):
                self.doctor.send_raw(TEXT, text)
                self.assertIn(self.doctor.wait('error')['code'], ('malformed', 'invalid'))
        self.doctor.settle()

    def test_frames_of_a_visit_mean_nothing_in_the_clinic(self):
        with self.clinic.listen('doctor') as events:
            for type_ in ('chat_message', 'signal', 'presence', 'consultation_action', 'typing_indicator'):
                self.assertError(events.ask(type_, message='x', to='x', state='here', action='start'), 'invalid')

    def test_too_large(self):
        self.patient.send('typing_indicator', is_typing=True, padding='x' * 16000)
        self.doctor.wait('typing_indicator')
        self.patient.send('typing_indicator', padding='x' * 17000)
        self.assertEqual(self.patient.wait_closed(), 1009)

    def test_not_text(self):
        self.patient.send_raw(BINARY, b'{}')
        self.assertEqual(self.patient.wait_closed(), 1003)
        self.doctor.send_raw(TEXT, b'"\xff"')
        self.assertEqual(self.doctor.wait_closed(), 1007)

    def test_too_fast(self):
        for _ in range(100):
            self.patient.send('typing_indicator', is_typing=True)
        self.assertEqual(self.patient.wait_closed(), 1008)
        self.assertIn('throttled', [frame.get('code') for frame in self.patient.seen])
        self.doctor.settle()

    def test_a_reader_too_slow_is_cut(self):
        """It stops reading; the others and the server do not wait for it."""
        self.visit.must_act(self.visit.door, 'join_waiting')
        for _ in range(3000):
            self.visit.say('doctor', 'x' * 4000)
            self.doctor.wait('new_message')
            if any(frame['type'] == 'user_left' for frame in self.doctor.seen):
                break
            self.doctor.seen.clear()
        self.assertIn('lost', [frame.get('reason') for frame in self.doctor.settle()])
        with self.assertRaises(Closed):
            while True:
                self.patient.receive()


class EndTest(ClinicTest):
    """Who may not listen any more is shown out then, and not when it is looked the next time, which is after half a minute."""

    SOON = 8

    def command(self, *words):
        subprocess.run([server_program(), 'user', *words, '--data', self.clinic.data], check=True, capture_output=True,
                       timeout=60)

    def test_accounts_changed_by_a_command(self):
        visit = self.clinic.visit().assign('nurse')
        for who, *words in (('doctor', 'disable', 'doctor@clinic.example'), ('nurse', 'password', 'nurse@clinic.example')):
            with self.subTest(command=words[0]):
                sockets = visit.enter(who), self.clinic.listen(who)
                other = self.clinic.listen('receptionist')
                self.command(*words)
                done = time.monotonic()
                self.assertEqual([socket.wait_closed() for socket in sockets], [4401, 4401])
                self.assertLess(time.monotonic() - done, self.SOON)
                other.settle()
                other.cut()

    def test_a_door_and_a_sign_in_end(self):
        visit = self.clinic.visit()
        day = 86400 * 1000000
        end = microseconds(now()) + 4 * 1000000
        self.clinic.sql('UPDATE consultations SET scheduled_start = ? - duration_planned * 60000000 WHERE id = ?',
                        end - day, visit.id)
        self.clinic.authorization('admin')
        self.clinic.sql('UPDATE sessions SET expires_at = ? WHERE user_id = ?', end, self.clinic.users['admin'])
        sockets = visit.enter(visit.door), self.clinic.listen('admin')
        self.assertEqual([socket.wait_closed() for socket in sockets], [4401, 4401])
        self.assertLess(abs(microseconds(now()) - end), self.SOON * 1000000)


if __name__ == '__main__':
    main()
