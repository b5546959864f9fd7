"""Visits that get another time, or another provider."""

import datetime

from clinic import ClinicTest, in_minutes, main, now

ZONE = 'Europe/Berlin'
# In 2035 the clocks there go forward on 25 March at 02:00, and back on 28 October at 03:00.
GAP = '2035-03-25T02:30'
TWICE = '2035-10-28T02:30'


class RescheduleTest(ClinicTest):
    def booked(self, minutes=10, **members):
        """A visit with a booking."""
        booking = self.clinic.book(minutes=minutes, **members)
        visit = self.clinic.visit(minutes=minutes)
        reply = self.assertStatus(
            self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/'), 201)
        visit.id, visit.path = reply.json['id'], f'consultations/{reply.json["id"]}/'
        visit.door = reply.json['door_url'].rsplit('/', 1)[1]
        visit.booking = f'bookings/{booking["id"]}/'
        return visit

    def test_only_before_it_begins(self):
        for status, expected in (('scheduled', 200), ('waiting', 200), ('in_progress', 409), ('completed', 409),
                                 ('cancelled', 409), ('no_show', 409)):
            with self.subTest(status=status):
                visit = self.clinic.visit(status=status)
                before = visit.show()['scheduled_start']
                reply = self.assertStatus(visit.act('doctor', 'reschedule', {'scheduled_start': in_minutes(600)}),
                                          expected)
                shown = visit.show()
                if expected == 200:
                    self.assertEqual(reply.json['status'], 'rescheduled')
                    self.assertEqual(reply.json['consultation']['revision'], shown['revision'])
                    self.assertEqual((shown['status'], shown['waiting_since']), ('scheduled', None))
                else:
                    self.assertEqual((shown['scheduled_start'], shown['status']), (before, status))

    def test_the_booking_moves_along(self):
        visit = self.booked()
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': '2035-05-06T10:30:00Z'})
        shown, booking = visit.show(), self.clinic.read('doctor', visit.booking)
        self.assertEqual(shown['scheduled_start'], '2035-05-06T10:30:00Z')
        for ours, theirs in (('scheduled_start', 'starts_at'), ('appointment_date', 'appointment_date'),
                             ('appointment_time', 'appointment_time'), ('time_zone', 'time_zone')):
            self.assertEqual(shown[ours], booking[theirs])
        self.assertEqual((booking['appointment_date'], booking['appointment_time']), ('2035-05-06', '10:30:00'))

    def test_a_time_is_given_away_once(self):
        visit = self.booked(minutes=10)
        taken = self.clinic.book(minutes=500)
        before = visit.show()
        reply = self.assertStatus(visit.act('receptionist', 'reschedule', {'scheduled_start': taken['starts_at']}), 409)
        self.assertIn('another booking', reply.json['detail'])
        self.assertEqual(visit.show(), before)
        old = self.clinic.read('doctor', visit.booking)['starts_at']
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(900)})
        free = self.clinic.post('receptionist', 'bookings/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'], 'time_zone': 'UTC',
            'appointment_date': old[:10], 'appointment_time': old[11:19], 'override': True})
        self.assertStatus(free, 201)

    def test_wall_times_are_those_of_the_visit(self):
        visit = self.clinic.visit(time_zone=ZONE)
        for text, start, time in (('2035-01-10T10:00', '2035-01-10T09:00:00Z', '10:00:00'),
                                  ('2035-07-10 10:00:00', '2035-07-10T08:00:00Z', '10:00:00'),
                                  ('2035-07-10T10:00:00Z', '2035-07-10T10:00:00Z', '12:00:00'),
                                  (f'{TWICE}:00+02:00', '2035-10-28T00:30:00Z', '02:30:00'),
                                  (f'{TWICE}:00+01:00', '2035-10-28T01:30:00Z', '02:30:00')):
            with self.subTest(text=text):
                visit.must_act('doctor', 'reschedule', {'scheduled_start': text})
                shown = visit.show()
                self.assertEqual((shown['scheduled_start'], shown['appointment_time'], shown['time_zone']),
                                 (start, time, ZONE))

    def test_times_that_are_none(self):
        visit = self.clinic.visit(time_zone=ZONE)
        before = visit.show()
        for body in ({}, {'scheduled_start': None}, {'scheduled_start': 5}, {'scheduled_start': ''},
                     {'scheduled_start': 'tomorrow'}, {'scheduled_start': '2035-01-10'},
                     {'scheduled_start': '2035-02-30T10:00'}, {'scheduled_start': '2035-01-10T25:00'},
                     {'scheduled_start': in_minutes(-5)}, {'scheduled_start': GAP}, {'scheduled_start': TWICE}):
            with self.subTest(body=body):
                self.assertFault(visit.act('doctor', 'reschedule', body), 'scheduled_start')
        self.assertFault(visit.act('doctor', 'reschedule', {'scheduled_start': in_minutes(5), 'notes': 'x'}), 'notes')
        reply = visit.act('doctor', 'reschedule', {'scheduled_start': GAP})
        self.assertIn('never show', reply.json['fields']['scheduled_start'][0])
        self.assertEqual(visit.show(), before)

    def test_everybody_hears_and_the_link_stays(self):
        visit = self.clinic.visit(minutes=10, status='waiting')
        before = visit.show()['scheduled_start']
        with visit.enter(visit.door) as patient, visit.enter('doctor') as doctor:
            visit.must_act('receptionist', 'reschedule', {'scheduled_start': '2035-05-06T10:30:00Z'})
            for socket in (patient, doctor):
                frame = socket.wait('consultation_updated')
                self.assertEqual((frame['status'], frame['previous_start'], frame['scheduled_start']),
                                 ('scheduled', before, '2035-05-06T10:30:00Z'))
                self.assertEqual([seen['status'] for seen in socket.seen if seen['type'] == 'consultation_status'][-1],
                                 'scheduled')
        door = self.clinic.read(visit.door, 'doors/current/')
        self.assertEqual((door['state'], door['scheduled_start'], door['queue_position']),
                         ('early', '2035-05-06T10:30:00Z', 0))

    def test_who_waits_still_waits_where_the_door_stays_open(self):
        visit = self.clinic.visit(minutes=10, status='waiting')
        since = visit.show()['waiting_since']
        visit.must_act('doctor', 'reschedule', {'scheduled_start': in_minutes(25)})
        shown = visit.show()
        self.assertEqual((shown['status'], shown['waiting_since']), ('waiting', since))

    def test_stale(self):
        visit = self.clinic.visit()
        reply = visit.act('doctor', 'reschedule', {'scheduled_start': in_minutes(99)}, If_Match='"77"')
        self.assertStatus(reply, 412)


class ProviderTest(ClinicTest):
    def elsewhere(self, status):
        visit = self.clinic.visit(status=status)
        self.clinic.sql("UPDATE consultations SET video_provider = 'zoom' WHERE id = ?", visit.id)
        return visit

    def test_in_every_unfinished_state(self):
        for status, expected in (('scheduled', 200), ('waiting', 200), ('in_progress', 200), ('completed', 409),
                                 ('cancelled', 409), ('no_show', 409)):
            with self.subTest(status=status):
                visit = self.elsewhere(status)
                reply = self.assertStatus(visit.act('doctor', 'switch_provider', {'video_provider': 'builtin'}),
                                          expected)
                if expected == 200:
                    self.assertEqual(reply.json['status'], 'switched')
                self.assertEqual(visit.show()['video_provider'], 'builtin' if expected == 200 else 'zoom')
                self.assertEqual(visit.show()['status'], status)

    def test_everybody_hears_and_the_link_stays(self):
        visit = self.elsewhere('in_progress')
        with visit.enter(visit.door) as patient, visit.enter('doctor') as doctor:
            visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
            for socket in (patient, doctor):
                self.assertEqual(socket.wait('provider_switched')['video_provider'], 'builtin')
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['video_provider'], 'builtin')
        self.assertEqual(self.clinic.read(visit.door, visit.path + 'meeting_info/')['provider'], 'builtin')

    def test_to_the_same_nothing_happens(self):
        visit = self.clinic.visit(status='in_progress')
        before = visit.show()
        with visit.enter('doctor') as doctor:
            visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
            self.assertNotIn('provider_switched', doctor.types())
        self.assertEqual(visit.show()['meeting_id'], before['meeting_id'])

    def test_what_is_over_has_no_provider_to_switch(self):
        visit = self.clinic.visit(status='completed')
        self.assertStatus(visit.act('doctor', 'switch_provider', {'video_provider': 'builtin'}), 409)

    def test_refused(self):
        visit = self.clinic.visit()
        for body in ({}, {'video_provider': 'phone'}, {'video_provider': None}, {'video_provider': 'jitsi'}):
            with self.subTest(body=body):
                self.assertFault(visit.act('doctor', 'switch_provider', body), 'video_provider')
        self.assertFault(visit.act('doctor', 'switch_provider', {'video_provider': 'builtin', 'notes': 'x'}), 'notes')
        self.assertStatus(visit.act('doctor', 'switch_provider', {'video_provider': 'builtin'}, If_Match='"77"'), 412)


class ClockTest(ClinicTest):
    def test_a_visit_of_now(self):
        """A little late is still now."""
        visit = self.clinic.visit()
        moment = (now() - datetime.timedelta(seconds=20)).strftime('%Y-%m-%dT%H:%M:%SZ')
        visit.must_act('doctor', 'reschedule', {'scheduled_start': moment})
        self.assertEqual(visit.show()['scheduled_start'], moment)


if __name__ == '__main__':
    main()
