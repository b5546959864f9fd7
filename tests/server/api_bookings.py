"""Bookings, and the doctor's time that they take."""

import datetime

from clinic import ClinicTest, main, new_id, now

ZONE = 'Europe/Berlin'
# A Monday in winter, the Sunday on which the clocks there go forward at 02:00, and that on which they go back at 03:00.
MONDAY, SPRING, AUTUMN = '2035-01-08', '2035-03-25', '2035-10-28'


class ChangeTest(ClinicTest):
    def consult(self, booking):
        reply = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/')
        return self.assertStatus(reply, 201).json

    def change(self, booking, status, who='receptionist', **headers):
        return self.clinic.patch(who, f'bookings/{booking["id"]}/', {'status': status}, **headers)

    def status_of(self, booking):
        return self.clinic.read('admin', f'bookings/{booking["id"]}/')['status']

    def test_moves(self):
        for number, (before, after, status) in enumerate((
                ('pending', 'confirmed', 200), ('pending', 'cancelled', 200), ('confirmed', 'cancelled', 200),
                ('confirmed', 'confirmed', 200), ('cancelled', 'cancelled', 200), ('cancelled', 'confirmed', 409),
                ('completed', 'cancelled', 409), ('no_show', 'confirmed', 200), ('confirmed', 'completed', 200),
                ('confirmed', 'no_show', 200), ('pending', 'completed', 409), ('completed', 'no_show', 409)), 1):
            with self.subTest(before=before, after=after):
                booking = self.clinic.book(minutes=30 * number)
                self.clinic.sql('UPDATE bookings SET status = ? WHERE id = ?', before, booking['id'])
                reply = self.assertStatus(self.change(booking, after), status)
                self.assertEqual(self.status_of(booking), after if status == 200 else before)
                if status == 200:
                    self.assertEqual(reply.json['status'], after)

    def test_refused(self):
        booking = self.clinic.book()
        path = f'bookings/{booking["id"]}/'
        for body, field in (({'status': 'pending'}, 'status'), ({'status': 'banana'}, 'status'),
                            ({'status': 'no_show', 'kind': 'weather'}, 'kind'), ({'fold': 2}, 'fold'),
                            ({'override': 'yes'}, 'override'), ({'patient_id': new_id()}, 'patient_id'),
                            ({'doctor_id': new_id()}, 'doctor_id'), ({'duration_minutes': 4}, 'duration_minutes'),
                            ({'starts_at': '2035-01-01T10:00:00Z'}, 'starts_at'),
                            ({'appointment_date': '2035-02-30'}, 'appointment_date'),
                            ({'time_zone': 'Moon/Base'}, 'time_zone'),
                            ({'status': 1}, 'status'), ({'status': 'cancelled', 'reason': 'x' * 501}, 'reason'),
                            ({'status': 'cancelled', 'reason': 1}, 'reason'),
                            ({'status': 'cancelled', 'doctor_id': 'x'}, 'doctor_id')):
            with self.subTest(body=str(body)[:60]):
                self.assertFault(self.clinic.patch('doctor', path, body), field)
        self.assertStatus(self.change(booking, 'cancelled', If_Match='"9"'), 412)
        self.assertEqual(self.status_of(booking), 'confirmed')

    def test_cancelling_cancels_the_visit(self):
        booking = self.clinic.book()
        visit = self.consult(booking)
        door = visit['door_url'].rsplit('/', 1)[1]
        with self.clinic.socket(door, f'/ws/consultation/{visit["id"]}/') as patient:
            patient.wait('consultation_status')
            reply = self.clinic.patch('doctor', f'bookings/{booking["id"]}/', {'status': 'cancelled', 'reason': 'Ill'})
            self.assertStatus(reply, 200)
            self.assertEqual(patient.wait('consultation_ended')['status'], 'cancelled')
        self.assertEqual(reply.json['status'], 'cancelled')
        shown = self.clinic.read('doctor', f'consultations/{visit["id"]}/')
        self.assertEqual((shown['status'], shown['cancel_reason']), ('cancelled', 'Ill'))

    def test_cancelling_the_visit_cancels_the_booking(self):
        booking = self.clinic.book()
        visit = self.consult(booking)
        self.assertStatus(self.clinic.post('doctor', f'consultations/{visit["id"]}/cancel/'), 200)
        self.assertEqual(self.status_of(booking), 'cancelled')

    def test_a_visit_that_runs_is_not_cancelled(self):
        booking = self.clinic.book()
        visit = self.consult(booking)
        self.assertStatus(self.clinic.post('doctor', f'consultations/{visit["id"]}/start/'), 200)
        self.assertStatus(self.change(booking, 'cancelled'), 409)
        self.assertEqual(self.status_of(booking), 'confirmed')
        self.assertEqual(self.clinic.read('doctor', f'consultations/{visit["id"]}/')['status'], 'in_progress')

    def test_a_cancelled_time_is_free_again(self):
        booking = self.clinic.book()
        self.change(booking, 'cancelled')
        again = {name: booking[name] for name in ('doctor_id', 'patient_id', 'time_zone', 'appointment_date',
                                                  'appointment_time')}
        self.assertStatus(self.clinic.post('receptionist', 'bookings/', again), 201)


class AvailabilityTest(ClinicTest):
    def hours(self, who='doctor', doctor='doctor', **members):
        return self.clinic.post(who, 'availability/', {
            'doctor_id': self.clinic.users[doctor], 'weekday': 1, 'start_time': '09:00', 'end_time': '11:00',
            'time_zone': ZONE, **members})

    def leave(self, first, last, **members):
        return self.clinic.post('doctor', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'kind': 'leave', 'first_date': first, 'last_date': last, **members})

    def slots(self, date=MONDAY, who='receptionist', doctor='doctor'):
        return self.clinic.read(who, f'bookings/slots/?doctor_id={self.clinic.users[doctor]}&date={date}')['slots']

    def times(self, date=MONDAY, **members):
        return [slot['appointment_time'] for slot in self.slots(date, **members)]

    def book(self, time, date=MONDAY, **members):
        return self.clinic.post('receptionist', 'bookings/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'], 'time_zone': ZONE,
            'appointment_date': date, 'appointment_time': time, **members})

    def test_life(self):
        made = self.assertStatus(self.hours(slot_minutes=15, buffer_minutes=5, notice_minutes=60), 201).json
        path = f'availability/{made["id"]}/'
        self.assertEqual(self.clinic.read('nurse', path), made)
        self.assertEqual(self.clinic.read('nurse', 'availability/')['results'], [made])
        changed = self.clinic.patch('doctor', path, {'end_time': '10:00'}, If_Match='"1"')
        self.assertEqual((changed.status, changed.json['end_time'], changed.headers['ETag']), (200, '10:00', '"2"'))
        self.assertStatus(self.clinic.patch('doctor', path, {'end_time': '12:00'}, If_Match='"1"'), 412)
        self.assertStatus(self.clinic.delete('doctor', path, If_Match='"1"'), 412)
        self.assertStatus(self.clinic.delete('doctor', path), 204)
        self.assertStatus(self.clinic.get('doctor', path), 404)

    def test_the_zone_of_the_clinic_is_the_usual_one(self):
        reply = self.clinic.post('admin', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'weekday': 2, 'start_time': '09:00', 'end_time': '11:00'})
        self.assertStatus(reply, 201)
        self.assertTrue(reply.json['time_zone'])

    def test_refused(self):
        for members, field in (({'weekday': 0}, 'weekday'), ({'weekday': 8}, 'weekday'), ({'start_time': '9'}, 'start_time'),
                               ({'end_time': '09:00'}, 'end_time'), ({'end_time': '24:01'}, 'end_time'),
                               ({'start_time': '24:00'}, 'start_time'),
                               ({'time_zone': 'Moon/Base'}, 'time_zone'), ({'slot_minutes': 4}, 'slot_minutes'),
                               ({'buffer_minutes': -1}, 'buffer_minutes'), ({'kind': 'holiday'}, 'kind'),
                               ({'first_date': MONDAY, 'last_date': '2035-01-07'}, 'last_date'), ({'colour': 'red'}, 'colour'),
                               ({'doctor_id': self.clinic.users['nurse']}, 'doctor_id')):
            with self.subTest(members=members):
                self.assertFault(self.hours('admin', **members), field)
        for missing in ('weekday', 'start_time', 'end_time'):
            body = {'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '11:00'}
            del body[missing]
            self.assertFault(self.clinic.post('admin', 'availability/', body), missing)
        self.assertFault(self.leave(MONDAY, '2035-01-07'), 'last_date')
        self.assertFault(self.leave(MONDAY, MONDAY, weekday=1), 'weekday')
        self.assertStatus(self.hours('other'), 403)
        path = f'availability/{self.hours().json["id"]}/'
        self.assertFault(self.clinic.patch('doctor', path, {'end_time': '08:00'}), 'end_time')
        self.assertFault(self.clinic.patch('doctor', path, {'kind': 'leave'}), 'kind')
        self.assertFault(self.clinic.patch('doctor', path, {'doctor_id': self.clinic.users['other']}), 'doctor_id')

    def test_slots(self):
        self.hours(slot_minutes=30)
        self.assertEqual(self.times(), ['09:00', '09:30', '10:00', '10:30'])
        self.assertEqual(self.slots()[0], {
            'starts_at': '2035-01-08T08:00:00Z', 'ends_at': '2035-01-08T08:30:00Z', 'appointment_date': MONDAY,
            'appointment_time': '09:00', 'time_zone': ZONE, 'duration_minutes': 30})
        self.assertEqual(self.times('2035-01-09'), [])
        self.assertEqual(self.times(doctor='other'), [])
        self.assertEqual(self.times(who='patient'), self.times())

    def test_pauses(self):
        self.hours(slot_minutes=30, buffer_minutes=10)
        self.assertEqual(self.times(), ['09:00', '09:40', '10:20'])
        self.assertStatus(self.book('09:40', duration_minutes=35), 201)
        self.assertEqual(self.times(), ['09:00'])

    def test_what_is_taken(self):
        self.hours(slot_minutes=30)
        first = self.assertStatus(self.book('09:00', duration_minutes=30), 201).json
        self.assertStatus(self.book('09:50', duration_minutes=20), 201)
        self.assertEqual(self.times(), ['10:30'])
        self.clinic.post('receptionist', f'bookings/{first["id"]}/create_consultation/')
        self.assertEqual(self.times(), ['10:30'])
        self.clinic.patch('receptionist', f'bookings/{first["id"]}/', {'status': 'cancelled'})
        self.assertEqual(self.times(), ['09:00', '10:30'])
        self.clinic.post('receptionist', 'consultations/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
            'scheduled_start': '2035-01-08T09:30:00Z'})
        self.assertEqual(self.times(), ['09:00'])

    def test_every_slot_can_be_booked(self):
        self.hours(slot_minutes=30)
        for slot in self.slots():
            reply = self.assertStatus(self.book(slot['appointment_time'], duration_minutes=30), 201)
            self.assertEqual(reply.json['starts_at'], slot['starts_at'])
        self.assertEqual(self.times(), [])

    def test_rescheduling_takes_the_slot(self):
        self.hours(slot_minutes=30)
        booking = self.book('09:00', duration_minutes=30).json
        visit = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/').json
        self.clinic.post('doctor', f'consultations/{visit["id"]}/reschedule/', {'scheduled_start': f'{MONDAY}T10:30'})
        self.assertEqual(self.times(), ['09:00', '09:30', '10:00'])

    def test_leave(self):
        self.hours(slot_minutes=60)
        self.assertEqual(len(self.times()), 2)
        leave = self.assertStatus(self.leave('2035-01-05', MONDAY, reason='Skiing'), 201).json
        self.assertEqual(self.times(), [])
        self.assertEqual(len(self.times('2035-01-15')), 2)
        self.clinic.patch('doctor', f'availability/{leave["id"]}/', {'last_date': '2035-01-07'})
        self.assertEqual(len(self.times()), 2)

    def test_hours_to_midnight(self):
        made = self.assertStatus(self.hours(start_time='22:00', end_time='24:00', slot_minutes=30), 201).json
        self.assertEqual(made['end_time'], '24:00')
        path = f'availability/{made["id"]}/'
        self.assertEqual(self.clinic.patch('doctor', path, {'end_time': made['end_time']}).json['end_time'], '24:00')
        self.assertEqual(self.times(), ['22:00', '22:30', '23:00', '23:30'])
        self.assertStatus(self.book('23:30', duration_minutes=30), 201)
        self.assertStatus(self.hours(kind='break', start_time='22:30', end_time='24:00'), 201)
        self.assertEqual(self.times(), ['22:00'])

    def test_hours_that_overlap(self):
        for members in ({}, {}, {'start_time': '10:00', 'end_time': '12:00'}, {'slot_minutes': 60}):
            self.assertStatus(self.hours(**{'slot_minutes': 30, **members}), 201)
        slots = [(slot['appointment_time'], slot['duration_minutes']) for slot in self.slots()]
        self.assertEqual(sorted(slots), [('09:00', 30), ('09:00', 60), ('09:30', 30), ('10:00', 30), ('10:00', 60),
                                         ('10:30', 30), ('11:00', 30), ('11:30', 30)])

    def test_clocks_that_are_two_days_apart(self):
        """Monday begins in Kiritimati before Sunday does in Pago Pago."""
        self.hours(start_time='00:00', end_time='24:00', slot_minutes=30, time_zone='Pacific/Kiritimati')
        found = []
        for date in ('2035-01-06', '2035-01-07', '2035-01-08'):
            found += self.clinic.read('receptionist', f'bookings/slots/?doctor_id={self.clinic.users["doctor"]}&date={date}'
                                                      '&time_zone=Pacific/Pago_Pago')['slots']
        self.assertEqual(len(found), 48)

    def test_leave_for_ever(self):
        self.hours(slot_minutes=60)
        leave = self.assertStatus(self.leave(MONDAY, '9999-12-31'), 201).json
        self.assertEqual(leave['last_date'], '9999-12-31')
        self.assertEqual(self.times(), [])
        self.assertEqual(self.times('2035-01-15'), [])

    def test_dates_that_are_out_of_range(self):
        """What follows from a visit's time must be a time as well."""
        visit = self.clinic.visit()
        for time, date, good in (('9999-12-31T12:00:00Z', '9999-12-31', False), ('9999-01-02T12:00:00Z', '9999-01-02', False),
                                 ('9998-12-30T12:00:00Z', '9998-12-30', True)):
            with self.subTest(date=date):
                made = self.clinic.post('receptionist', 'consultations/', {
                    'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                    'scheduled_start': time})
                booked = self.book('13:00', date, override=True)
                moved = visit.act('receptionist', 'reschedule', {'scheduled_start': time})
                if good:
                    self.assertStatus(made, 201)
                    self.assertStatus(booked, 201)
                    self.assertStatus(moved, 200)
                    door = made.json['door_url'].rsplit('/', 1)[1]
                    self.assertTrue(self.clinic.read(door, 'doors/current/')['expires_at'].startswith('999'))
                else:
                    self.assertFault(made, 'scheduled_start')
                    self.assertFault(booked, 'appointment_date')
                    self.assertFault(moved, 'scheduled_start')

    def test_notice(self):
        start = now() + datetime.timedelta(days=2)
        members = {'weekday': start.isoweekday(), 'start_time': '00:00', 'end_time': '23:00', 'time_zone': 'UTC',
                   'slot_minutes': 60}
        made = self.hours(**members).json
        date = start.strftime('%Y-%m-%d')
        self.assertEqual(len(self.times(date)), 23)
        self.clinic.patch('doctor', f'availability/{made["id"]}/', {'notice_minutes': 4 * 24 * 60})
        self.assertEqual(self.times(date), [])
        self.assertEqual(self.times((start - datetime.timedelta(days=14)).strftime('%Y-%m-%d')), [])

    def test_days_on_which_clocks_change(self):
        self.hours(weekday=7, start_time='01:00', end_time='04:00', slot_minutes=30)
        self.assertEqual(self.times(SPRING), ['01:00', '01:30', '03:00', '03:30'])
        self.assertEqual(self.times(AUTUMN), ['01:00', '01:30', '03:00', '03:30'])
        self.assertEqual([slot['starts_at'] for slot in self.slots(SPRING)], [
            '2035-03-25T00:00:00Z', '2035-03-25T00:30:00Z', '2035-03-25T01:00:00Z', '2035-03-25T01:30:00Z'])

    def test_questions_that_are_none(self):
        doctor = self.clinic.users['doctor']
        for query, field in (('date=2035-01-08', 'doctor_id'), (f'doctor_id={doctor}', 'date'),
                             (f'doctor_id={doctor}&date=2035-02-30', 'date'), ('doctor_id=x&date=2035-01-08', 'doctor_id'),
                             (f'doctor_id={self.clinic.users["nurse"]}&date=2035-01-08', 'doctor_id')):
            self.assertFault(self.clinic.get('receptionist', f'bookings/slots/?{query}'), field)


if __name__ == '__main__':
    main()
