"""Who helps in whose visits: nurses and colleagues who are assigned, doctors who stand in, and changes of the doctor."""

import datetime
import random

from clinic import ClinicTest, main, new_id, now


def date(days):
    return (now() + datetime.timedelta(days=days)).strftime('%Y-%m-%d')


class SeatTest(ClinicTest):
    def seats(self, visit, who='doctor'):
        return self.clinic.read(who, visit.path + 'participants/')['results']

    def put_in(self, visit, who, by='receptionist', **members):
        return visit.act(by, 'participants', {'user_id': self.clinic.users[who], **members})

    def take_out(self, visit, seat, by='receptionist'):
        return self.clinic.delete(by, f'{visit.path}participants/?participant_id={seat["id"]}')

    def leave(self, first, last, who='doctor', **members):
        return self.clinic.post(who, 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'kind': 'leave', 'first_date': date(first), 'last_date': date(last),
            'covered_by': self.clinic.users['other'], **members})

    def sees(self, who, visit):
        """Whether somebody finds the visit everywhere it could be."""
        found = {
            self.clinic.get(who, visit.path).status == 200,
            visit.id in [row['id'] for row in self.clinic.read(who, 'consultations/?page_size=200')['results']],
            visit.id in [row['id'] for row in self.clinic.read(who, 'consultations/upcoming/')['results']],
            self.clinic.get(who, visit.path + 'messages/').status == 200,
            self.clinic.get(who, visit.path + 'timeline/').status == 200,
            self.clinic.read(who, 'consultations/')['count'] == 1,
            visit.id in [change['id'] for change in self.clinic.read(who, 'sync/?since=0&limit=500')['changes']
                         if change['entity'] == 'consultations' and change['kind'] == 'save'],
        }
        self.assertEqual(len(found), 1, f'{who} sees half of it')
        return found.pop()


class HelpTest(SeatTest):
    def test_who_may_be_what(self):
        for who, role, status, part in (
                ('nurse', None, 201, 'assistant'), ('nurse', 'assistant', 201, 'assistant'),
                ('nurse', 'observer', 201, 'observer'), ('nurse', 'doctor', 422, None), ('nurse', 'patient', 422, None),
                ('other', None, 201, 'doctor'), ('other', 'observer', 201, 'observer'),
                ('other', 'assistant', 201, 'assistant'), ('receptionist', None, 422, None), ('patient', None, 422, None),
                ('doctor', None, 409, None)):
            with self.subTest(who=who, role=role):
                visit = self.clinic.visit()
                reply = self.assertStatus(self.put_in(visit, who, **({'role': role} if role else {})), status)
                if part:
                    self.assertEqual((reply.json['role'], reply.json['is_assigned'], reply.json['user_id']),
                                     (part, True, self.clinic.users[who]))
                    self.assertEqual(self.seats(visit), [reply.json])
                else:
                    self.assertEqual(self.seats(visit), [])

    def test_refused(self):
        visit = self.clinic.visit()
        for body, field in (({}, 'user_id'), ({'user_id': 'x'}, 'user_id'), ({'user_id': new_id()}, 'user_id'),
                            ({'user_id': 5}, 'user_id'), ({'user_id': self.clinic.users['nurse'], 'role': 7}, 'role'),
                            ({'user_id': self.clinic.users['nurse'], 'name': 'x'}, 'name')):
            with self.subTest(body=body):
                self.assertFault(visit.act('receptionist', 'participants', body), field)
        self.assertFault(self.clinic.delete('admin', visit.path + 'participants/'), 'participant_id')
        self.assertStatus(self.take_out(visit, {'id': new_id()}), 404)
        mine, theirs = self.clinic.visit().assign('nurse'), self.clinic.visit()
        self.assertStatus(self.take_out(theirs, self.seats(mine)[0]), 404)

    def test_a_nurse_comes_and_goes(self):
        visit = self.clinic.visit()
        self.assertFalse(self.sees('nurse', visit))
        seat = self.put_in(visit, 'nurse').json
        self.assertTrue(self.sees('nurse', visit))
        self.assertEqual(self.put_in(visit, 'nurse').json, seat)
        self.assertStatus(self.take_out(visit, seat), 204)
        self.assertFalse(self.sees('nurse', visit))
        self.assertEqual(self.seats(visit), [])
        self.assertStatus(self.take_out(visit, seat), 404)

    def test_copies_let_go_of_what_is_out_of_sight(self):
        for status in ('scheduled', 'in_progress'):
            with self.subTest(status=status):
                visit = self.clinic.visit(status=status).assign('nurse')
                if status == 'in_progress':
                    visit.enter('nurse').cut()
                since = self.clinic.read('nurse', 'sync/?since=0&limit=500')['next']
                seat = next(seat for seat in self.seats(visit) if seat['user_id'] == self.clinic.users['nurse'])
                self.assertStatus(self.take_out(visit, seat), 204)
                changes = self.clinic.read('nurse', f'sync/?since={since}&limit=500')['changes']
                self.assertEqual([change['kind'] for change in changes if change['id'] == visit.id], ['delete'])

    def test_what_was_is_kept(self):
        visit = self.clinic.visit(status='in_progress').assign('nurse')
        with visit.enter('nurse') as nurse:
            seat = next(seat for seat in self.seats(visit) if seat['user_id'] == self.clinic.users['nurse'])
            self.assertStatus(self.take_out(visit, seat), 204)
            self.assertEqual(nurse.wait('participant_removed')['user_id'], self.clinic.users['nurse'])
            self.assertEqual(nurse.wait_closed(), 4404)
        kept = next(left for left in self.seats(visit) if left['id'] == seat['id'])
        self.assertEqual((kept['is_assigned'], kept['name']), (False, 'Nurse Test'))
        self.assertFalse(self.sees('nurse', visit))
        self.assertStatus(self.clinic.get('nurse', visit.path), 404)
        self.assertStatus(self.put_in(visit, 'nurse'), 201)
        self.assertEqual(len([left for left in self.seats(visit) if left['user_id'] == seat['user_id']]), 1)
        self.assertStatus(self.clinic.get('nurse', visit.path), 200)

    def test_assistants_act_and_observers_look_on(self):
        for role, status in (('assistant', 200), ('observer', 403)):
            with self.subTest(role=role):
                visit = self.clinic.visit(status='waiting').assign('nurse', role=role)
                self.assertStatus(visit.act('nurse', 'start'), status)
                if status == 403:
                    visit.must_act('doctor', 'start')
                self.assertStatus(visit.act('nurse', 'send_message', {'message': 'Hello'}), 201 if status == 200 else 403)
                self.assertStatus(self.clinic.patch('nurse', visit.path, {'notes': 'Fine'}), status)
                self.assertStatus(visit.act('nurse', 'end'), status)
                self.assertStatus(self.clinic.get('nurse', visit.path + 'messages/'), 200)

    def test_a_colleague_for_one_visit(self):
        visit, unseen = self.clinic.visit(), self.clinic.visit()
        self.assertFalse(self.sees('other', visit))
        visit.assign('other')
        self.assertTrue(self.sees('other', visit))
        self.assertStatus(self.clinic.get('other', unseen.path), 404)
        visit.must_act(visit.door, 'join_waiting')
        visit.must_act('other', 'start')
        visit.must_act('other', 'end', {'notes': 'Seen for a colleague'})
        self.assertEqual(visit.show('doctor')['notes'], 'Seen for a colleague')

    def test_nurses_hear_of_their_visits_alone(self):
        visit, unseen = self.clinic.visit().assign('nurse'), self.clinic.visit()
        with self.clinic.listen('nurse') as nurse, self.clinic.listen('other') as other:
            unseen.must_act(unseen.door, 'join_waiting')
            visit.must_act(visit.door, 'join_waiting')
            self.assertEqual(nurse.wait('patient_waiting')['consultation_id'], visit.id)
            self.put_in(unseen, 'other')
            self.assertEqual(other.wait('participant_added')['consultation_id'], unseen.id)
            unseen.must_act('doctor', 'start')
            self.assertEqual(other.wait('consultation_started')['consultation_id'], unseen.id)
            heard = {frame.get('consultation_id') for frame in nurse.settle()}
            self.assertEqual(heard - {None}, {visit.id})
            nurse.send('resume', after=0)
            nurse.wait('resumed', after=0)
            self.assertEqual({frame.get('consultation_id') for frame in nurse.seen} - {None}, {visit.id})

    def test_the_audience_is_always_that_of_the_lists(self):
        """Whoever comes and goes in whatever order: what is heard is what is seen."""
        chance, visits = random.Random(4), [self.clinic.visit() for _ in range(3)]
        for _ in range(40):
            visit, who = chance.choice(visits), chance.choice(('nurse', 'other'))
            seats = [seat for seat in self.seats(visit) if seat['user_id'] == self.clinic.users[who]]
            if seats and seats[0]['is_assigned']:
                self.assertStatus(self.take_out(visit, seats[0]), 204)
            else:
                self.assertStatus(self.put_in(visit, who), 201)
            for one in ('nurse', 'other'):
                listed = {row['id'] for row in self.clinic.read(one, 'consultations/')['results']}
                self.assertEqual({seen.id for seen in visits if self.clinic.get(one, seen.path).status == 200}, listed)
                self.assertEqual({row['id'] for row in self.clinic.read(one, 'consultations/active/')['results']}, set())


class CoverTest(SeatTest):
    def test_for_a_time(self):
        before, within = self.clinic.visit(minutes=60), self.clinic.visit(minutes=5 * 24 * 60)
        self.assertFalse(self.sees('other', within))
        leave = self.assertStatus(self.leave(3, 6), 201).json
        self.assertEqual((leave['covered_by'], leave['starts_at'] < leave['ends_at']), (self.clinic.users['other'], True))
        self.assertTrue(self.sees('other', within))
        self.assertStatus(self.clinic.get('other', before.path), 404)
        self.assertStatus(within.act('other', 'start'), 200)
        self.assertStatus(self.clinic.delete('doctor', f'availability/{leave["id"]}/'), 204)
        self.assertStatus(self.clinic.get('other', within.path), 404)

    def test_bookings_are_seen_too(self):
        booking = self.clinic.book(minutes=5 * 24 * 60)
        self.assertStatus(self.clinic.get('other', f'bookings/{booking["id"]}/'), 404)
        self.leave(3, 6)
        self.assertStatus(self.clinic.get('other', f'bookings/{booking["id"]}/'), 200)
        self.assertIn(booking['id'], [row['id'] for row in self.clinic.read('other', 'bookings/')['results']])

    def test_what_happens_is_heard(self):
        visit = self.clinic.visit(minutes=20)
        self.leave(0, 1)
        with self.clinic.listen('other') as other:
            visit.must_act(visit.door, 'join_waiting')
            self.assertEqual(other.wait('patient_waiting')['consultation_id'], visit.id)

    def test_refused(self):
        for members, field in (({'covered_by': self.clinic.users['nurse']}, 'covered_by'),
                               ({'covered_by': self.clinic.users['doctor']}, 'covered_by'),
                               ({'covered_by': 'x'}, 'covered_by')):
            self.assertFault(self.leave(1, 2, 'admin', **members), field)
        self.assertFault(self.clinic.post('admin', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '12:00',
            'covered_by': self.clinic.users['other']}), 'covered_by')


class HandOverTest(SeatTest):
    def hand_over(self, visit, who='receptionist', to='other'):
        return self.clinic.patch(who, visit.path, {'doctor_id': self.clinic.users[to]})

    def booked(self, minutes):
        """A visit, and the booking that it comes of."""
        booking, visit = self.clinic.book(minutes=minutes), self.clinic.visit()
        made = self.clinic.post('receptionist', 'consultations/', {'booking_id': booking['id']}).json
        visit.id, visit.path = made['id'], f'consultations/{made["id"]}/'
        visit.door = made['door_url'].rsplit('/', 1)[1]
        return visit, booking

    def assertStays(self, visit, socket):
        """Whoever is to go is gone by the time that the others hear of what came after it."""
        visit.say(visit.door, 'Are you there?')
        socket.wait('new_message', message='Are you there?')
        self.assertNotIn('user_left', socket.types())

    def test_the_visit_goes_and_the_link_stays(self):
        visit, booking = self.booked(10)
        visit.must_act(visit.door, 'join_waiting')
        with self.clinic.listen('doctor') as old, self.clinic.listen('other') as new, visit.enter(visit.door) as patient, \
                visit.enter('doctor') as inside:
            reply = self.assertStatus(self.hand_over(visit), 200)
            self.assertEqual((reply.json['doctor_id'], reply.json['doctor_name']),
                             (self.clinic.users['other'], 'Other Test'))
            self.assertEqual(old.wait('participant_removed')['doctor_name'], 'Other Test')
            self.assertEqual(new.wait('consultation_updated')['doctor_id'], self.clinic.users['other'])
            self.assertEqual(patient.wait('consultation_updated')['doctor_name'], 'Other Test')
            self.assertEqual(inside.wait_closed(), 4404)
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['doctor_name'], 'Other Test')
        self.assertEqual(self.clinic.read('other', f'bookings/{booking["id"]}/')['doctor_id'], self.clinic.users['other'])
        self.assertStatus(self.clinic.get('doctor', visit.path), 404)
        self.assertStatus(self.clinic.get('doctor', f'bookings/{booking["id"]}/'), 404)
        visit.must_act('other', 'start')

    def test_whoever_takes_it_over_stays(self):
        """They listen already, for they help or stand in, and what tells the other to go names them as well."""
        self.assertStatus(self.leave(0, 1), 201)
        for number, (way, role) in enumerate((way, role) for way in ('consultations', 'bookings')
                                             for role in (None, 'doctor', 'assistant', 'observer')):
            with self.subTest(way=way, role=role):
                visit, booking = self.booked(10 + 40 * number)
                if role:
                    visit.assign('other', role=role)
                with visit.enter('other') as new, visit.enter('doctor') as old:
                    new.wait('user_joined', user_name='Doctor Test')
                    path = {'consultations': visit.path, 'bookings': f'bookings/{booking["id"]}/'}[way]
                    self.assertStatus(self.clinic.patch('receptionist', path, {
                        'doctor_id': self.clinic.users['other'], 'override': True}), 200)
                    self.assertEqual(old.wait_closed(), 4404)
                    new.wait('user_left', user_name='Doctor Test')
                    new.seen.clear()
                    self.assertStays(visit, new)

    def test_help_that_has_become_ones_own_is_taken_from_nobody(self):
        for role in ('doctor', 'assistant', 'observer'):
            with self.subTest(role=role):
                visit = self.clinic.visit(status='waiting').assign('other', role=role)
                seat = self.seats(visit)[-1]
                self.assertStatus(self.hand_over(visit), 200)
                visit.must_act('other', 'start')
                with visit.enter('other') as treating, visit.enter(visit.door) as patient:
                    mine = next(one for one in self.seats(visit, 'other') if one['id'] == seat['id'])
                    self.assertEqual((mine['role'], mine['is_assigned']), ('doctor', False))
                    self.assertStatus(self.take_out(visit, seat), 404)
                    self.assertStays(visit, treating)
                    self.assertStays(visit, patient)
                    self.assertEqual(visit.show('other')['unread_messages'], 0)

    def test_who_still_stands_in_stays(self):
        self.assertStatus(self.leave(0, 1), 201)
        visit = self.clinic.visit(status='in_progress').assign('other', role='observer')
        with visit.enter('other') as standing_in:
            self.assertStatus(self.take_out(visit, self.seats(visit)[-1]), 204)
            self.assertStays(visit, standing_in)
        self.assertStatus(visit.act('other', 'end'), 200)

    def test_only_before_it_begins(self):
        for status, expected in (('scheduled', 200), ('waiting', 200), ('in_progress', 409), ('completed', 409),
                                 ('cancelled', 409), ('no_show', 409)):
            with self.subTest(status=status):
                visit = self.clinic.visit(status=status)
                self.assertStatus(self.hand_over(visit), expected)
                self.assertEqual(visit.show('admin')['doctor_id'],
                                 self.clinic.users['other' if expected == 200 else 'doctor'])

    def test_the_new_doctors_time_is_claimed(self):
        mine, theirs = self.clinic.book('doctor', 30), self.clinic.book('other', 30)
        self.clinic.sql('UPDATE bookings SET starts_at = (SELECT starts_at FROM bookings WHERE id = ?) WHERE id = ?',
                        mine['id'], theirs['id'])
        visit = self.clinic.visit()
        visit.path = f'consultations/{self.clinic.post("doctor", "consultations/", {"booking_id": mine["id"]}).json["id"]}/'
        self.assertStatus(self.hand_over(visit), 409)
        self.assertEqual(visit.show('doctor')['doctor_id'], self.clinic.users['doctor'])

    def test_refused(self):
        visit = self.clinic.visit()
        for value in (None, 5, 'x', new_id(), self.clinic.users['nurse']):
            with self.subTest(value=value):
                self.assertFault(self.clinic.patch('admin', visit.path, {'doctor_id': value}), 'doctor_id')
        self.assertFault(self.clinic.patch('nurse', visit.assign('nurse').path, {'doctor_id': self.clinic.users['other']}),
                         'doctor_id', 403)
        self.assertEqual(self.clinic.patch('doctor', visit.path, {'doctor_id': self.clinic.users['doctor']}).status, 200)


if __name__ == '__main__':
    main()
