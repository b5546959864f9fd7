"""The built-in call as the server sees it: who may call whom, who is kept out, how many fit in, and which page has the seat."""

from clinic import ClinicTest, main, new_id

AT_ONCE = 1


class CallTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress')
        self.doctor = self.enter('doctor')
        self.patient = self.enter(self.visit.door)

    def enter(self, who, visit=None):
        entered = (visit or self.visit).enter(who)
        self.addCleanup(entered.cut)
        return entered

    def come(self, role='guest', visit=None):
        """A companion on their own page, who says that they are there."""
        visit = visit or self.visit
        token = visit.open_door(role)
        socket = self.enter(token, visit)
        visit.must_act(token, 'join_waiting')
        return token, socket

    def ring(self, one, other):
        return one.ask('signal', to=other.hello['you'], restart=True)

    def assertReaches(self, one, other):
        self.assertEqual(self.ring(one, other)['type'], 'ack')
        self.assertEqual(other.wait('signal', **{'from': one.hello['you']})['restart'], True)
        other.seen.clear()

    def assertKeptApart(self, one, other):
        for a, b in ((one, other), (other, one)):
            self.assertEqual(self.ring(a, b).get('code'), 'forbidden')
            self.assertNotIn('signal', b.types())

    def hold(self, person, act='hold'):
        return self.visit.act('doctor', act, {'participant_id': person.hello['you']})


class PictureTest(CallTest):
    def test_why_there_is_none(self):
        for picture in ('off', 'sound_only', 'none', 'on'):
            self.assertEqual(self.patient.ask('presence', state='in_call', picture=picture)['type'], 'ack')
            told = self.doctor.wait('presence', participant_id=self.patient.hello['you'], picture=picture)
            self.assertIn(told['state'], ('here', 'in_call'))
        self.assertEqual(self.doctor.ask('presence', state='in_call', picture='sound_only')['type'], 'ack')
        self.patient.wait('presence', participant_id=self.doctor.hello['you'], picture='sound_only')
        # Who says nothing of it changes nothing, and who comes later is told.
        self.assertEqual(self.doctor.ask('presence', state='here')['type'], 'ack')
        people = {person['id']: person['picture'] for person in self.enter(self.visit.door).hello['participants']}
        self.assertEqual(people, {self.doctor.hello['you']: 'sound_only', self.patient.hello['you']: 'on'})
        answer = self.doctor.ask('presence', state='here', picture='blurred')
        self.assertIn('on, off, none, sound_only', answer['detail'])


class AdmissionTest(CallTest):
    def test_a_shown_screen_is_told(self):
        visit = self.clinic.visit(status='waiting')
        doctor, patient = self.enter('doctor', visit), self.enter(visit.door, visit)
        visit.must_act('doctor', 'admit')
        self.assertEqual(doctor.ask('signal', to=patient.hello['you'], epoch=1, screen=True)['type'], 'ack')
        self.assertIs(patient.wait('signal', **{'from': doctor.hello['you']})['screen'], True)

    def test_a_call_lasts_as_long_as_the_visit(self):
        visit = self.clinic.visit(status='waiting')
        doctor, patient = self.enter('doctor', visit), self.enter(visit.door, visit)
        self.assertKeptApart(doctor, patient)
        visit.must_act('doctor', 'admit')
        self.assertReaches(patient, doctor)
        self.assertReaches(doctor, patient)
        # Whoever listens only from now on is in it all the same.
        self.assertReaches(self.enter('doctor', visit), patient)
        visit.must_act('doctor', 'end')
        self.assertKeptApart(doctor, patient)

    def test_whoever_was_there_comes_in_with_the_patient(self):
        visit = self.clinic.visit(status='waiting')
        token, guest = self.come('interpreter', visit)
        visit.must_act('doctor', 'admit')
        self.assertEqual(self.clinic.read(token, 'doors/current/')['admission'], 'in')
        self.assertReaches(guest, self.enter(visit.door, visit))

    def test_whoever_comes_late_is_let_in(self):
        for role in ('guest', 'interpreter'):
            with self.subTest(role=role):
                token, guest = self.come(role)
                told = self.doctor.wait('admission', participant_id=guest.hello['you'])
                self.assertEqual((told['state'], told['user_role'], told['user_name']), ('waiting', role, 'Somebody'))
                self.assertEqual(self.clinic.read(token, 'doors/current/')['admission'], 'waiting')
                self.assertStatus(self.clinic.get(token, self.visit.path + 'meeting_info/'), 409)
                self.assertKeptApart(guest, self.patient)
                self.assertStatus(self.hold(guest, 'let_in'), 200)
                told = guest.wait('admission', state='in', participant_id=guest.hello['you'])
                self.assertEqual(told['by'], 'Doctor Test')
                self.assertReaches(guest, self.patient)
                self.assertReaches(self.doctor, guest)
                # Once let in, they come and go.
                self.visit.must_act(token, 'leave')
                self.assertKeptApart(guest, self.patient)
                self.visit.must_act(token, 'join_waiting')
                self.assertReaches(guest, self.doctor)

    def test_nobody_calls_who_has_not_come(self):
        """A page that does not say so cannot pass by the door."""
        guest = self.enter(self.visit.open_door('guest'))
        self.assertKeptApart(guest, self.patient)
        self.assertKeptApart(guest, self.doctor)

    def test_on_hold(self):
        token, guest = self.come()
        self.assertStatus(self.hold(guest, 'let_in'), 200)
        self.assertReaches(guest, self.patient)
        reply = self.assertStatus(self.hold(guest), 200)
        self.assertEqual((reply.json['id'], reply.json['admission']), (guest.hello['you'], 'held'))
        for other in (self.doctor, self.patient, guest):
            self.assertEqual(other.wait('admission', AT_ONCE, state='held')['participant_id'], guest.hello['you'])
        for other in (self.doctor, self.patient):
            self.assertKeptApart(guest, other)
        self.assertReaches(self.doctor, self.patient)
        # Neither coming back nor leaving nor a server that begins anew brings anybody out of it.
        self.visit.must_act(token, 'leave')
        self.visit.must_act(token, 'join_waiting')
        self.clinic.crash()
        guest, patient = self.enter(token), self.enter(self.visit.door)
        self.assertEqual(self.clinic.read(token, 'doors/current/')['admission'], 'held')
        people = {person['id']: person['admission'] for person in patient.hello['participants']}
        self.assertEqual((people[guest.hello['you']], people[patient.hello['you']]), ('held', 'in'))
        self.assertKeptApart(guest, patient)
        self.assertStatus(self.clinic.get(token, self.visit.path + 'meeting_info/'), 409)
        self.assertStatus(self.hold(guest, 'let_in'), 200)
        self.assertReaches(guest, patient)
        self.assertStatus(self.clinic.get(token, self.visit.path + 'meeting_info/'), 200)

    def read(self, who):
        return [message['message'] for message in self.clinic.read(who, self.visit.path + 'messages/')['results']]

    def test_what_is_said_meanwhile(self):
        """Whoever is on hold reads nothing of what the others write, then or later; and nobody else loses anything."""
        token, guest = self.come()
        self.visit.say('doctor', 'Before')
        self.assertEqual(self.read(token), [], 'not let in yet')
        self.assertStatus(self.hold(guest, 'let_in'), 200)
        self.assertEqual(self.read(token), ['Before'])
        self.assertStatus(self.hold(guest), 200)
        self.visit.say(self.visit.door, 'Between us')
        self.visit.say(token, 'May I come back?')
        self.assertEqual(guest.wait('new_message')['message'], 'May I come back?')
        self.assertEqual(guest.types().count('new_message'), 1)
        self.assertEqual(self.read(token), ['Before', 'May I come back?'])
        self.assertEqual(self.doctor.wait('new_message', message='May I come back?')['sender_role'], 'guest')
        self.assertEqual(self.patient.ask('typing_indicator', is_typing=True)['type'], 'ack')
        self.doctor.wait('typing_indicator')
        self.assertEqual(guest.ask('ping')['type'], 'ack')
        self.assertNotIn('typing_indicator', guest.types())
        # Neither is it told to whoever asks for what they missed, on hold or let in again.
        for act in ('hold', 'let_in'):
            self.assertStatus(self.hold(guest, act), 200)
            again = self.clinic.socket(token, f'/ws/consultation/{self.visit.id}/?resume=1')
            self.addCleanup(again.cut)
            again.wait('consultation_status')
            again.send('resume', after=0)
            again.wait('resumed', complete=True)
            told = [frame['message'] for frame in again.seen if frame['type'] == 'new_message']
            self.assertEqual(told, ['Before', 'May I come back?'])
            self.assertEqual(self.read(token), ['Before', 'May I come back?'])
        self.visit.say('doctor', 'Welcome back')
        self.assertEqual(again.wait('new_message', message='Welcome back')['sender_role'], 'doctor')
        everything = ['Before', 'Between us', 'May I come back?', 'Welcome back']
        self.assertEqual(self.read('doctor'), everything)
        self.assertEqual(self.read(self.visit.door), everything)

    def test_the_patient_may_be_put_on_hold_too(self):
        self.assertStatus(self.hold(self.patient), 200)
        self.assertKeptApart(self.patient, self.doctor)

    def test_twice_is_once(self):
        for _ in range(2):
            self.assertStatus(self.hold(self.patient), 200)
        self.assertEqual(self.doctor.types().count('admission'), 1)

    def test_who_cannot_be_put_on_hold(self):
        other = self.clinic.visit(status='in_progress')
        elsewhere = self.enter(other.door, other)
        for person in (self.doctor.hello['you'], elsewhere.hello['you'], new_id(), 'x', '', 7, None):
            for act in ('hold', 'let_in'):
                reply = self.assertStatus(self.visit.act('doctor', act, {'participant_id': person}), 422)
                self.assertIn('participant_id', reply.json['fields'])
        self.assertStatus(self.visit.act('doctor', 'hold', {}), 422)
        self.visit.must_act('doctor', 'end')
        self.assertStatus(self.hold(self.patient), 409)

    def test_stale(self):
        reply = self.visit.act('doctor', 'hold', {'participant_id': self.patient.hello['you']}, If_Match='"99999"')
        self.assertStatus(reply, 412)


class SizeTest(CallTest):
    """Everybody sends to everybody, so four are enough."""

    def door(self, role='guest'):
        return self.visit.act('receptionist', 'doors', {'role': role, 'name': 'Somebody'})

    def test_a_fifth_is_refused(self):
        made = [self.assertStatus(self.door(role), 201).json for role in ('guest', 'interpreter')]
        for role in ('guest', 'interpreter'):
            reply = self.assertStatus(self.door(role), 409)
            self.assertIn('4 people', reply.json['detail'])
            self.assertIn('Jitsi', reply.json['detail'])
        # A lost link of the patient's is replaced all the same.
        self.assertStatus(self.door('patient'), 201)
        self.assertStatus(self.clinic.delete('doctor', f'doors/{made[0]["id"]}/'), 204)
        self.assertStatus(self.door(), 201)

    def test_one_too_many_waits(self):
        """The same patient by a second link, with two guests already in."""
        for role in ('guest', 'interpreter'):
            self.assertStatus(self.hold(self.come(role)[1], 'let_in'), 200)
        token = self.visit.open_door('patient')
        second = self.enter(token)
        self.visit.must_act(token, 'join_waiting')
        self.assertEqual(self.clinic.read(token, 'doors/current/')['admission'], 'waiting')
        self.assertKeptApart(second, self.doctor)
        reply = self.assertStatus(self.hold(second, 'let_in'), 409)
        self.assertIn('is full', reply.json['detail'])
        self.visit.must_act(self.visit.door, 'leave')
        self.assertStatus(self.hold(second, 'let_in'), 200)
        self.assertReaches(second, self.doctor)

    def test_a_nurse_does_not_join_a_full_call(self):
        nurse = self.enter(self.visit.assign('nurse') and 'nurse')
        self.assertEqual(nurse.ask('presence', state='in_call')['type'], 'ack')
        nurse.ask('presence', state='here')
        for role in ('guest', 'interpreter'):
            self.assertStatus(self.hold(self.come(role)[1], 'let_in'), 200)
        self.assertEqual(nurse.ask('presence', state='in_call').get('code'), 'conflict')

    def test_other_providers_carry_more(self):
        self.clinic.sql("UPDATE consultations SET video_provider = 'jitsi' WHERE id = ?", self.visit.id)
        for _ in range(3):
            self.assertStatus(self.door(), 201)
        for method in (lambda: self.visit.act('doctor', 'switch_provider', {'video_provider': 'builtin'}),
                       lambda: self.clinic.patch('doctor', self.visit.path, {'video_provider': 'builtin'})):
            self.assertIn('4 people', self.assertStatus(method(), 409).json['detail'])


class SeatTest(CallTest):
    def test_the_newer_page_has_the_seat(self):
        newer = self.enter(self.visit.door)
        self.assertEqual(self.patient.wait_closed(AT_ONCE), 4409)
        self.assertReaches(self.doctor, newer)
        self.assertReaches(newer, self.doctor)
        # “Use here” brings it back.
        older = self.enter(self.visit.door)
        self.assertEqual(newer.wait_closed(AT_ONCE), 4409)
        self.assertReaches(self.doctor, older)
        self.assertNotIn('user_left', self.doctor.types())

    def test_staff_look_from_several_places(self):
        again = self.enter('doctor')
        self.assertEqual(self.doctor.ask('typing_indicator', is_typing=True)['type'], 'ack')
        self.assertEqual(again.ask('typing_indicator', is_typing=True)['type'], 'ack')


if __name__ == '__main__':
    main()
