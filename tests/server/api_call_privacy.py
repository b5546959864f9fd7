"""What is said in a call stays in it: one room for each admission, and nothing of it in what the server logs or keeps."""

from clinic import ClinicTest, main
from ws import Refused

SDP = 'v=0\r\no=- 4711 1 IN IP4 198.51.100.77\r\na=ice-pwd:the-secret-of-this-call\r\na=fingerprint:sha-256 AB:CD\r\n'
CANDIDATE = 'candidate:1 1 udp 2122260223 198.51.100.77 54321 typ host'
SAID = 'It hurts where nobody may know'
CONTENT = ('the-secret-of-this-call', '198.51.100.77', 'AB:CD', SAID)


class RoomsTest(ClinicTest):
    """What lets somebody into one visit lets them into no other, though it may be the same doctor and the same hour."""

    def setUp(self):
        super().setUp()
        self.mine = self.clinic.visit(status='in_progress')
        self.other = self.clinic.visit(status='in_progress')

    def enter(self, visit, who):
        entered = visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def test_a_token_opens_one_room(self):
        inside = self.enter(self.other, self.other.door)
        seen = len(inside.seen)
        for token in (self.mine.door, self.mine.open_door('guest'), self.mine.open_door('interpreter')):
            with self.assertRaises(Refused) as refused:
                self.other.enter(token)
            self.assertEqual(refused.exception.status, 404)
            for what in ('meeting_info/', 'messages/', 'quality/', 'participants/', 'timeline/', ''):
                self.assertIn(self.clinic.get(token, self.other.path + what).status, (403, 404), what)
            for act, body in (('join_waiting', {}), ('send_message', {'message': SAID}), ('leave', {}),
                              ('update_connection_quality', {'quality': 'poor'})):
                self.assertIn(self.other.act(token, act, body).status, (403, 404), act)
        self.assertEqual([frame for frame in inside.settle()[seen:] if frame['type'] not in ('ack', 'error')], [])

    def test_a_ticket_opens_one_room(self):
        ticket = self.clinic.post(self.mine.door, '/accounts/api/ws-ticket/').json['ticket']
        with self.assertRaises(Refused) as refused:
            self.clinic.socket(None, f'/ws/consultation/{self.other.id}/?ticket={ticket}')
        self.assertIn(refused.exception.status, (401, 404))

    def test_signals_stay_in_their_room(self):
        """Not even where the id of somebody in the other room is known."""
        mine, theirs = self.enter(self.mine, self.mine.door), self.enter(self.other, self.other.door)
        doctor = self.enter(self.other, 'doctor')
        for to in (theirs.hello['you'], doctor.hello['you']):
            answer = mine.ask('signal', to=to, epoch=1, description={'type': 'offer', 'sdp': SDP})
            self.assertEqual((answer['type'], answer['code']), ('error', 'not_found'), answer)
        for socket in (theirs, doctor):
            socket.settle()
            self.assertNotIn('signal', socket.types())

    def test_who_speaks_is_what_the_server_says(self):
        """The fingerprint of a call comes from whom the server knows to be signed in, not from whom a frame names."""
        doctor, patient = self.enter(self.mine, 'doctor'), self.enter(self.mine, self.mine.door)
        patient.ask('signal', to=doctor.hello['you'], epoch=1, description={'type': 'offer', 'sdp': SDP},
                    **{'from': doctor.hello['you'], 'consultation_id': self.other.id})
        frame = doctor.wait('signal')
        self.assertEqual((frame['from'], frame['consultation_id']), (patient.hello['you'], self.mine.id))
        self.assertEqual(frame['description'], {'type': 'offer', 'sdp': SDP})

    def test_a_visit_that_is_over_has_no_room(self):
        self.mine.must_act('doctor', 'end')
        self.assertIn(self.clinic.get(self.mine.door, self.mine.path + 'meeting_info/').status, (403, 404, 409))


class LogTest(ClinicTest):
    """The server at its most talkative."""

    ENVIRONMENT = {'G_MESSAGES_DEBUG': 'all'}

    def test_logs_without_content(self):
        self.clinic.restart(environment=self.ENVIRONMENT)
        visit = self.clinic.visit(status='in_progress')
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            patient.ask('signal', to=doctor.hello['you'], epoch=1, description={'type': 'offer', 'sdp': SDP})
            doctor.wait('signal')
            doctor.ask('signal', to=patient.hello['you'], epoch=1,
                       candidate={'candidate': CANDIDATE, 'sdpMid': '0', 'sdpMLineIndex': 0})
            patient.wait('signal')
            patient.ask('signal', to='nobody', epoch=1, description={'type': 'offer', 'sdp': SDP})
            patient.ask('chat_message', message=SAID)
            doctor.wait('new_message')
            patient.ask('connection_quality', quality='poor', loss=12.5)
        info = self.clinic.read(visit.door, visit.path + 'meeting_info/')
        visit.must_act('doctor', 'end')
        log = self.clinic.process.read_errors()
        self.assertIn('aus-', log, 'the server is silent, so this proves nothing')
        for text in (*CONTENT, visit.door, *(server['credential'] for server in info['ice_servers'] if 'credential' in server)):
            self.assertNotIn(text, log)
        # Signals are passed on and kept nowhere, not even in the record of what happened.
        for table in ('events', 'audit_log', 'changes', 'quality_samples'):
            rows = repr(self.clinic.sql(f'SELECT * FROM {table}'))
            for text in CONTENT[:3]:
                self.assertNotIn(text, rows, table)


if __name__ == '__main__':
    main()
