"""Companions who come when the visit has begun: until somebody of the clinic lets them in, nothing of it is theirs, whether
they say that they are there or not."""

import json

from clinic import main
from filed import FilingTest

ROLES = ('guest', 'interpreter')


class OutsideTest(FilingTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress', reason='Rash on the arm')
        self.doctor = self.enter('doctor')
        self.file = self.send(self.visit.door)
        self.assertStatus(self.say(self.visit.door, self.file, 'For the doctor alone'), 201)

    def enter(self, who):
        entered = self.visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def read_all(self, who):
        return json.dumps([self.clinic.read(who, f'{self.visit.path}{part}/?page_size=200')
                           for part in ('messages', 'files', 'timeline')])

    def assertSeesNothing(self, token):
        text = self.read_all(token)
        self.assertNotIn('alone', text)
        self.assertNotIn('Knee.jpg', text)
        for part in ('', 'media/'):
            self.assertStatus(self.clinic.get(token, f'files/{self.file["id"]}/{part}'), 404)
        self.assertStatus(self.clinic.get(token, self.visit.path + 'meeting_info/'), 409)
        self.assertEqual(self.clinic.read(token, 'doors/current/')['admission'], 'waiting')

    def assertSeesAll(self, token):
        text = self.read_all(token)
        self.assertIn('alone', text)
        self.assertIn('Knee.jpg', text)
        self.assertStatus(self.clinic.get(token, f'files/{self.file["id"]}/media/'), 200)

    def let_in(self, guest):
        self.assertStatus(self.visit.act('doctor', 'let_in', {'participant_id': guest.hello['you']}), 200)

    def test_without_a_word(self):
        for role in ROLES:
            self.assertSeesNothing(self.visit.open_door(role))

    def test_with_an_open_line(self):
        for role in ROLES:
            token = self.visit.open_door(role)
            guest = self.enter(token)
            self.assertSeesNothing(token)
            self.visit.say(self.visit.door, f'Not for the {role}')
            self.doctor.wait('new_message', message=f'Not for the {role}')
            self.assertEqual(guest.ask('ping')['type'], 'ack')
            guest.send('resume', after=0)
            guest.wait('resumed')
            self.assertNotIn('new_message', guest.types())

    def test_at_the_door_and_inside(self):
        token = self.visit.open_door('guest')
        guest = self.enter(token)
        self.visit.must_act(token, 'join_waiting')
        self.assertEqual(guest.wait('admission')['state'], 'waiting')
        self.assertSeesNothing(token)
        self.let_in(guest)
        self.assertSeesAll(token)
        self.visit.say('doctor', 'Welcome')
        self.assertEqual(guest.wait('new_message', message='Welcome')['sender_role'], 'doctor')

    def test_a_line_that_was_open_before_the_visit(self):
        self.visit = self.clinic.visit(status='waiting', minutes=25)
        token = self.visit.open_door('guest')
        guest = self.enter(token)
        self.visit.say('receptionist', 'A moment, please')
        guest.wait('new_message', message='A moment, please')
        self.visit.must_act('doctor', 'admit')
        guest.wait('consultation_status', status='in_progress')
        self.visit.say('doctor', 'Good morning, Anna')
        self.assertEqual(guest.ask('ping')['type'], 'ack')
        self.assertEqual(guest.types().count('new_message'), 1)

    def test_no_act_leads_in(self):
        """Not even those that end something."""
        answer = {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'}
        for role in ROLES:
            token = self.visit.open_door(role)
            guest = self.enter(token)
            for act, members, status in (('hang_up', {}, 200), ('leave', {}, 200), ('consents', answer, 201),
                                         ('update_connection_quality', {'quality': 'good'}, 200),
                                         ('send_message', {'message': 'Hello?'}, 201)):
                self.assertStatus(self.visit.act(token, act, members), status)
                self.assertSeesNothing(token)
            for state in ('here', 'in_call', 'in_meeting'):
                self.assertEqual(guest.ask('presence', state=state)['type'], 'ack')
            self.assertEqual(guest.ask('consultation_action', action='hang_up')['type'], 'ack')
            self.assertSeesNothing(token)
            guest.cut()
            self.enter(token)
            self.assertSeesNothing(token)

    def test_a_visit_that_is_taken_back(self):
        """Whoever comes before it begins once more is inside, on the line that they had."""
        self.visit = self.clinic.visit(status='waiting', minutes=25)
        token = self.visit.open_door('guest')
        guest, doctor = self.enter(token), self.enter('doctor')
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'recall_seconds': 30}), 200)
        self.visit.must_act('doctor', 'admit')
        self.visit.must_act('doctor', 'recall')
        self.visit.must_act(token, 'join_waiting')
        self.visit.must_act('doctor', 'start')
        self.visit.say('doctor', 'Good morning to both')
        self.assertEqual(guest.wait('new_message')['message'], 'Good morning to both')
        self.assertEqual(doctor.ask('ping')['type'], 'ack')

    def test_after_the_visit(self):
        token = self.visit.open_door('interpreter')
        self.visit.must_act('doctor', 'end')
        self.assertNotIn('alone', self.read_all(token))
        self.assertStatus(self.clinic.get(token, f'files/{self.file["id"]}/media/'), 404)

    def test_what_was_said_while_on_hold_is_not_in_the_history_either(self):
        token = self.visit.open_door('guest')
        guest = self.enter(token)
        self.visit.must_act(token, 'join_waiting')
        self.let_in(guest)
        self.assertStatus(self.visit.act('doctor', 'hold', {'participant_id': guest.hello['you']}), 200)
        self.visit.say(self.visit.door, 'Between us')
        for act in ('hold', 'let_in'):
            self.assertStatus(self.visit.act('doctor', act, {'participant_id': guest.hello['you']}), 200)
            self.assertNotIn('Between us', self.read_all(token))
        self.assertIn('Between us', self.read_all('doctor'))

    def test_why_they_come_is_between_patient_and_clinic(self):
        for who, knows in (('doctor', True), ('receptionist', True), (self.visit.door, True),
                           *((self.visit.open_door(role), False) for role in ROLES)):
            for path in (self.visit.path, 'consultations/'):
                self.assertEqual('Rash' in json.dumps(self.clinic.read(who, path)), knows, who)
            self.assertEqual(self.clinic.read(who, 'consultations/?search=rash')['count'], int(knows), who)
            self.assertTrue(self.clinic.read(who, 'consultations/?search=patient')['count'], who)

    def test_why_they_do_not_come_as_well(self):
        visit = self.clinic.visit()
        doors = [visit.door, *(visit.open_door(role) for role in ROLES)]
        visit.must_act(visit.door, 'reschedule_request', {'reason': 'Rash on the leg'})
        visit.must_act('receptionist', 'cancel', {'reason': 'Rash is gone'})
        for token in doors:
            for path in ('doors/current/', visit.path):
                self.assertEqual('Rash' in json.dumps(self.clinic.read(token, path)), token == visit.door, path)


if __name__ == '__main__':
    main()
