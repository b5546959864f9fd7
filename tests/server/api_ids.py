"""Ids in upper case, as some languages write them: the same as in lower case, wherever one comes in."""

from clinic import ClinicTest, in_minutes, main, new_id

OFFER = {'type': 'offer', 'sdp': 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n'}


class UpperTest(ClinicTest):
    def make_visit(self):
        wanted = new_id()
        reply = self.assertStatus(self.clinic.post('receptionist', 'consultations/', {
            'id': wanted.upper(), 'doctor_id': self.clinic.users['doctor'].upper(),
            'patient_id': self.clinic.patients['patient'].upper(), 'scheduled_start': in_minutes(10)}), 201)
        self.assertEqual((reply.json['id'], reply.json['doctor_id'], reply.json['patient_id']),
                         (wanted, self.clinic.users['doctor'], self.clinic.patients['patient']))
        return reply.json

    def test_what_is_made_is_found(self):
        visit = self.make_visit()
        for way in (visit['id'], visit['id'].upper()):
            self.assertStatus(self.clinic.get('doctor', f'consultations/{way}/'), 200)
        door, path = visit['door_url'].rsplit('/', 1)[1], f'consultations/{visit["id"].upper()}/'
        for who, act in ((door, 'join_waiting'), ('doctor', 'start'), ('doctor', 'end')):
            self.assertStatus(self.clinic.post(who, path + act + '/'), 200)

    def test_it_is_the_same_record(self):
        patient = {'id': new_id(), 'given_name': 'Anna', 'family_name': 'Example', 'born': '1956-04-23'}
        self.assertStatus(self.clinic.post('receptionist', 'patients/', patient), 201)
        again = self.clinic.post('receptionist', 'patients/', {**patient, 'id': patient['id'].upper()})
        self.assertEqual(again.json['id'], patient['id'])
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM patients WHERE lower (id) = ?', patient['id']), [(1,)])

    def test_behind_the_question_mark(self):
        visit = self.clinic.visit().assign('nurse')
        for name, value in (('doctor_id', self.clinic.users['doctor']), ('patient_id', self.clinic.patients['patient'])):
            found = self.clinic.read('receptionist', f'consultations/?{name}={value.upper()}')
            self.assertEqual([row['id'] for row in found['results']], [visit.id], name)
        log = self.clinic.read('admin', f'audit/?entity_id={visit.id.upper()}')
        self.assertIn(visit.id, [row['entity_id'] for row in log['results']])
        seat = visit.seat('assistant')['id']
        self.assertStatus(self.clinic.delete('receptionist', f'{visit.path}participants/?participant_id={seat.upper()}'), 204)

    def test_in_bodies_and_frames(self):
        visit = self.clinic.visit(status='in_progress')
        visit.must_act('receptionist', 'participants', {'user_id': self.clinic.users['nurse'].upper()})
        self.assertEqual(visit.seat('assistant')['user_id'], self.clinic.users['nurse'])
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            patient.ask('signal', to=doctor.hello['you'].upper(), epoch=1, description=OFFER)
            self.assertEqual(doctor.wait('signal')['from'], patient.hello['you'])

    def test_what_people_say_stays_as_it_is(self):
        visit, said = self.clinic.visit(status='in_progress'), new_id().upper()
        visit.say('doctor', said)
        self.assertEqual([row['message'] for row in self.clinic.read('doctor', visit.path + 'messages/')['results']], [said])


if __name__ == '__main__':
    main()
