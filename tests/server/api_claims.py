"""The doctor's time: who gets it, when it moves, and that visits and bookings never disagree."""

import concurrent.futures
import datetime
import random

from clinic import ClinicTest, main, now

ZONE = 'Europe/Berlin'
# A Monday in winter, the Sunday on which the clocks there go forward at 02:00, and that on which they go back at 03:00.
MONDAY, SPRING, AUTUMN = '2035-01-08', '2035-03-25', '2035-10-28'
# What a booking is while its visit is…
BOOKED = {'scheduled': 'confirmed', 'waiting': 'confirmed', 'in_progress': 'confirmed', 'completed': 'completed',
          'cancelled': 'cancelled', 'no_show': 'no_show'}


class TimeTest(ClinicTest):
    def book(self, time, date=MONDAY, doctor='doctor', **members):
        return self.clinic.post('receptionist', 'bookings/', {
            'doctor_id': self.clinic.users[doctor], 'patient_id': self.clinic.patients['patient'], 'time_zone': ZONE,
            'appointment_date': date, 'appointment_time': time, **members})

    def must_book(self, *arguments, **members):
        return self.assertStatus(self.book(*arguments, **members), 201).json

    def available(self, **members):
        body = {'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '12:00',
                'time_zone': ZONE, **members}
        if body.get('kind') == 'leave':
            body = {'doctor_id': body['doctor_id'], **members}
        return self.assertStatus(self.clinic.post('doctor', 'availability/', body), 201).json

    def change(self, booking, who='receptionist', **members):
        return self.clinic.patch(who, f'bookings/{booking["id"]}/', members)

    def show(self, booking):
        return self.clinic.read('admin', f'bookings/{booking["id"]}/')

    def consult(self, booking):
        reply = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/')
        return self.assertStatus(reply, 201).json


class ClaimTest(TimeTest):
    def test_twenty_at_once(self):
        """Whatever they want of one hour, no two who get some of it meet."""
        self.clinic.authorization('receptionist')
        wishes = [f'10:{minute:02}' for minute in (0, 0, 0, 5, 5, 10, 10, 15, 20, 20, 25, 30, 30, 35, 40, 40, 45, 50, 55, 55)]
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(self.book, wishes))
        self.assertEqual({reply.status for reply in replies}, {201, 409})
        got = sorted(reply.json['appointment_time'] for reply in replies if reply.status == 201)
        minutes = [int(time[3:5]) for time in got]
        self.assertTrue(all(later - earlier >= 20 for earlier, later in zip(minutes, minutes[1:])), got)

    def test_twenty_move_to_one_time(self):
        self.clinic.authorization('receptionist')
        bookings = [self.must_book(f'{8 + number // 3:02}:{number % 3 * 20:02}') for number in range(20)]
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda booking: self.change(booking, appointment_time='20:00', override=True), bookings))
        self.assertEqual(sorted(reply.status for reply in replies), [200] + [409] * 19)
        self.assertEqual(self.clinic.sql("SELECT count (*), count (DISTINCT starts_at) FROM bookings"), [(20, 20)])

    def test_what_does_not_fit(self):
        self.available(slot_minutes=30, buffer_minutes=10)
        self.available(kind='break', start_time='11:00', end_time='11:20')
        self.available(kind='leave', first_date='2035-01-15', last_date='2035-01-15')
        self.must_book('09:30', duration_minutes=20)
        for time, date, reason in (('09:30', MONDAY, 'another booking'), ('09:40', MONDAY, 'another booking'),
                                   ('09:20', MONDAY, 'another booking'), ('09:55', MONDAY, 'no pause'),
                                   ('09:05', MONDAY, 'no pause'), ('10:50', MONDAY, 'break'), ('08:50', MONDAY, 'hours'),
                                   ('11:50', MONDAY, 'hours'), ('10:00', '2035-01-09', 'hours'),
                                   ('10:00', '2035-01-15', 'leave')):
            with self.subTest(time=time, date=date):
                reply = self.assertStatus(self.book(time, date), 409)
                self.assertIn(reason, reply.json['detail'])
                if time != '09:30':
                    made = self.must_book(time, date, override=True)
                    self.assertStatus(self.change(made, status='cancelled'), 200)
        for time in ('09:00', '10:00', '11:20', '11:40'):
            reply = self.book(time)
            self.assertEqual(reply.status, 409 if time == '11:40' else 201, (time, reply))

    def test_the_same_moment_by_other_clocks(self):
        """What a doctor said of their time holds wherever the patient is."""
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'time_zone': ZONE}), 200)
        self.available(kind='break', start_time='12:00', end_time='13:00')
        self.available(kind='leave', first_date='2035-01-16', last_date='2035-01-17')
        for reason, moments in (
                ('break', ((MONDAY, '12:00', ZONE), ('2035-01-09', '00:00', 'Pacific/Auckland'),
                           (MONDAY, '00:00', 'Pacific/Pago_Pago'), ('2035-01-07', '23:00', 'Etc/GMT+12'), ('2035-01-09', '01:00', 'Pacific/Kiritimati'),
                           (MONDAY, '10:50', 'UTC'))),
                ('leave', (('2035-01-16', '08:30', ZONE), ('2035-01-15', '23:30', 'Pacific/Pitcairn'),
                           ('2035-01-15', '22:50', 'UTC'), ('2035-01-18', '00:00', 'Pacific/Auckland')))):
            for date, time, zone in moments:
                with self.subTest(date=date, time=time, zone=zone):
                    reply = self.assertStatus(self.book(time, date, time_zone=zone), 409)
                    self.assertIn(reason, reply.json['detail'])
        for date, time, zone in ((MONDAY, '13:00', ZONE), ('2035-01-09', '01:30', 'Pacific/Auckland'),
                                 (MONDAY, '10:40', 'UTC'), ('2035-01-15', '22:40', 'UTC'),
                                 ('2035-01-15', '12:00', 'Pacific/Pitcairn'), ('2035-01-17', '23:00', 'UTC'),
                                 ('2035-01-18', '14:00', 'Pacific/Auckland')):
            with self.subTest(date=date, time=time, zone=zone):
                self.must_book(time, date, time_zone=zone)

    def test_slots_by_the_leave_of_the_clinic(self):
        """A day of leave is the clinic's, and hours are where the doctor works."""
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'time_zone': ZONE}), 200)
        self.available(start_time='08:00', end_time='18:00', time_zone='Pacific/Pitcairn', slot_minutes=120)
        self.available(kind='leave', first_date='2035-01-09', last_date='2035-01-09')
        slots = self.clinic.read('nurse', f'bookings/slots/?doctor_id={self.clinic.users["doctor"]}&date={MONDAY}')['slots']
        self.assertEqual([slot['starts_at'][:13] for slot in slots],
                         ['2035-01-08T16', '2035-01-08T18', '2035-01-08T20'])

    def test_hours_by_the_clocks_of_two_zones(self):
        """Those that fit are found whichever come first."""
        self.available(start_time='08:00', end_time='18:00', time_zone='America/New_York')
        self.available(start_time='09:00', end_time='12:00')
        for time, zone in (('09:30', ZONE), ('16:00', 'America/New_York'), ('22:20', ZONE)):
            with self.subTest(time=time, zone=zone):
                self.must_book(time, time_zone=zone)
        self.assertIn('hours', self.assertStatus(self.book('12:30'), 409).json['detail'])

    def test_short_notice(self):
        start = now()
        self.available(weekday=start.isoweekday(), start_time='00:00', end_time='23:59', time_zone='UTC',
                       notice_minutes=14 * 24 * 60)
        reply = self.book('23:30' if start.hour < 12 else '12:00', start.strftime('%Y-%m-%d'), time_zone='UTC')
        self.assertIn('notice', self.assertStatus(reply, 409).json['detail'])

    def test_a_doctor_without_hours_has_any(self):
        self.must_book('03:00')
        self.must_book('04:00', '2035-01-14')

    def test_clocks_that_change(self):
        self.assertFault(self.book('02:30', SPRING), 'appointment_time')
        self.assertFault(self.book('02:30', SPRING, fold=0), 'appointment_time')
        self.assertFault(self.book('02:30', AUTUMN), 'appointment_time')
        first, second = (self.must_book('02:30', AUTUMN, fold=fold) for fold in (0, 1))
        self.assertEqual((first['starts_at'], second['starts_at']), ('2035-10-28T00:30:00Z', '2035-10-28T01:30:00Z'))
        self.assertFault(self.book('02:40', AUTUMN, fold=3), 'fold')

    def test_slots_by_the_patients_clocks(self):
        self.available(start_time='09:00', end_time='10:00', slot_minutes=30)
        doctor = self.clinic.users['doctor']
        path = f'bookings/slots/?doctor_id={doctor}&date={MONDAY}&time_zone='
        slots = self.clinic.read('patient', path + 'America/New_York')['slots']
        self.assertEqual([(slot['local_time'], slot['appointment_time']) for slot in slots],
                         [('03:00:00', '09:00'), ('03:30:00', '09:30')])
        # There it is still Sunday, and for others Monday already.
        for zone, date, found in (('Pacific/Honolulu', '2035-01-07', 2), ('Pacific/Honolulu', MONDAY, 0),
                                  ('Pacific/Auckland', MONDAY, 2), ('Pacific/Kiritimati', MONDAY, 2)):
            with self.subTest(zone=zone):
                slots = self.clinic.read('patient', f'bookings/slots/?doctor_id={doctor}&date={date}&time_zone={zone}')
                self.assertEqual(len(slots['slots']), found)
        self.assertFault(self.clinic.get('patient', path + 'Moon/Base'), 'time_zone')
        # The clocks there change on another day than here.
        summer = self.clinic.read('patient', f'bookings/slots/?doctor_id={doctor}&date=2035-03-12&time_zone=America/New_York')
        self.assertEqual([slot['local_time'] for slot in summer['slots']], ['04:00:00', '04:30:00'])

    def test_exceptions_that_recur_and_those_that_do_not(self):
        def times(date):
            doctor = self.clinic.users['doctor']
            return [slot['appointment_time'] for slot in
                    self.clinic.read('nurse', f'bookings/slots/?doctor_id={doctor}&date={date}')['slots']]
        self.available(slot_minutes=60)
        self.available(kind='break', start_time='10:00', end_time='11:00')
        self.available(slot_minutes=60, start_time='18:00', end_time='19:00', first_date=MONDAY, last_date=MONDAY)
        self.available(kind='break', start_time='09:00', end_time='10:00', first_date='2035-01-22')
        self.assertEqual(times(MONDAY), ['09:00', '11:00', '18:00'])
        self.assertEqual(times('2035-01-15'), ['09:00', '11:00'])
        self.assertEqual(times('2035-01-22'), ['11:00'])


class MoveTest(TimeTest):
    def test_without_a_visit(self):
        booking = self.must_book('10:00')
        reply = self.assertStatus(self.change(booking, appointment_date='2035-07-09', appointment_time='11:30',
                                              duration_minutes=45, consultation_notes='By phone', time_zone='UTC',
                                              appointment_type='in_person', preferred_video_provider='jitsi'), 200)
        self.assertEqual((reply.json['starts_at'], reply.json['duration_minutes'], reply.json['appointment_type'],
                          reply.json['time_zone'], reply.json['consultation_notes'],
                          reply.json['preferred_video_provider'], reply.json['revision']),
                         ('2035-07-09T11:30:00Z', 45, 'in_person', 'UTC', 'By phone', 'jitsi', 2))
        self.assertStatus(self.clinic.patch('receptionist', f'bookings/{booking["id"]}/', {'appointment_time': '12:00'},
                                            If_Match='"1"'), 412)
        self.assertFault(self.change(booking, time_zone=ZONE, appointment_date=SPRING, appointment_time='02:30'),
                         'appointment_time')
        late = self.change(booking, time_zone=ZONE, appointment_date=AUTUMN, appointment_time='02:30', fold=1)
        self.assertEqual(late.json['starts_at'], '2035-10-28T01:30:00Z')

    def test_with_a_visit(self):
        booking = self.must_book('10:00')
        visit = self.consult(booking)
        door = visit['door_url'].rsplit('/', 1)[1]
        with self.clinic.socket(door, f'/ws/consultation/{visit["id"]}/') as patient:
            patient.wait('consultation_status')
            self.assertStatus(self.change(booking, appointment_time='14:00', duration_minutes=40,
                                          consultation_notes='Longer'), 200)
            self.assertEqual(patient.wait('consultation_updated')['scheduled_start'], '2035-01-08T13:00:00Z')
        shown, booked = self.clinic.read('doctor', f'consultations/{visit["id"]}/'), self.show(booking)
        self.assertEqual((shown['scheduled_start'], shown['duration_planned'], shown['appointment_time']),
                         ('2035-01-08T13:00:00Z', 40, '14:00:00'))
        self.assertEqual((booked['starts_at'], booked['duration_minutes'], booked['consultation_notes']),
                         ('2035-01-08T13:00:00Z', 40, 'Longer'))
        self.assertEqual(self.clinic.read(door, 'doors/current/')['scheduled_start'], '2035-01-08T13:00:00Z')
        self.assertStatus(self.change(booking, appointment_type='in_person'), 409)
        self.assertStatus(self.change(booking, doctor_id=self.clinic.users['other']), 200)
        self.assertEqual(self.clinic.read('other', f'consultations/{visit["id"]}/')['doctor_id'], self.clinic.users['other'])
        self.assertEqual(self.show(booking)['doctor_id'], self.clinic.users['other'])

    def test_what_is_over_keeps_its_time(self):
        booking = self.must_book('10:00')
        self.change(booking, status='cancelled')
        self.assertStatus(self.change(booking, appointment_time='11:00'), 409)
        self.assertEqual(self.change(booking, consultation_notes='Called twice').json['consultation_notes'], 'Called twice')

    def test_another_doctors_time(self):
        mine, theirs = self.must_book('10:00'), self.must_book('10:10', doctor='other')
        self.assertStatus(self.change(mine, doctor_id=self.clinic.users['other']), 409)
        self.assertStatus(self.change(mine, doctor_id=self.clinic.users['other'], appointment_time='10:30'), 200)
        self.assertEqual(self.show(theirs)['appointment_time'], '10:10')

    def test_a_visit_goes_to_another_doctor(self):
        mine, theirs = self.must_book('10:00'), self.must_book('10:10', doctor='other')
        visit = self.consult(mine)
        path, other = f'consultations/{visit["id"]}/', self.clinic.users['other']
        reply = self.assertStatus(self.clinic.patch('receptionist', path, {'doctor_id': other}), 409)
        self.assertIn('another booking', reply.json['detail'])
        self.assertEqual(self.show(mine)['doctor_id'], self.clinic.users['doctor'])
        self.assertEqual(self.clinic.read('doctor', path)['doctor_id'], self.clinic.users['doctor'])
        self.assertFault(self.clinic.patch('receptionist', path, {'doctor_id': other, 'override': 'yes'}), 'override')
        self.assertFault(self.clinic.patch('nurse', self.clinic.visit().assign('nurse').path, {'override': True}),
                         'override', 403)
        self.assertStatus(self.clinic.patch('receptionist', path, {'doctor_id': other, 'override': True}), 200)
        self.assertEqual((self.show(mine)['doctor_id'], self.show(theirs)['appointment_time']), (other, '10:10'))

    def test_a_visit_goes_to_a_doctor_who_is_away(self):
        visit = self.consult(self.must_book('10:00'))
        body = {'doctor_id': self.clinic.users['other']}
        self.assertStatus(self.clinic.post('other', 'availability/', {
            **body, 'kind': 'leave', 'first_date': MONDAY, 'last_date': MONDAY}), 201)
        reply = self.assertStatus(self.clinic.patch('doctor', f'consultations/{visit["id"]}/', body), 409)
        self.assertIn('leave', reply.json['detail'])

    def test_who_was_missed_comes_back_to_a_time_that_was_given_away(self):
        missed = self.must_book('10:00')
        self.assertStatus(self.change(missed, status='no_show'), 200)
        other = self.must_book('10:10')
        reply = self.assertStatus(self.change(missed, status='confirmed'), 409)
        self.assertIn('another booking', reply.json['detail'])
        self.assertEqual(self.show(missed)['status'], 'no_show')
        self.assertStatus(self.change(missed, status='confirmed', override=True), 200)
        self.assertStatus(self.change(missed, status='no_show'), 200)
        self.assertStatus(self.change(other, status='cancelled'), 200)
        self.assertStatus(self.change(missed, status='confirmed'), 200)

    def test_who_comes_late_is_held_to_no_hours(self):
        """The time was theirs, and is over by now, so that what the doctor wants of new bookings is no matter."""
        start = now() - datetime.timedelta(minutes=15)
        date, time = start.strftime('%Y-%m-%d'), start.strftime('%H:%M:%S')
        missed = self.must_book(time, date, time_zone='UTC', override=True)
        self.assertStatus(self.change(missed, status='no_show'), 200)
        for members in ({'notice_minutes': 60}, {'kind': 'break'}):
            self.available(weekday=start.isoweekday(), start_time='00:00', end_time='23:59', time_zone='UTC', **members)
        self.assertStatus(self.change(missed, status='confirmed'), 200)

    def test_asked_twice_there_is_one_visit(self):
        booking = self.must_book('10:00')
        visit = self.consult(booking)
        again = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/')
        self.assertEqual((again.status, again.json['id'], again.json['door_url']), (201, visit['id'], visit['door_url']))
        self.assertEqual(self.clinic.read('admin', 'consultations/')['count'], 1)

    def test_moving_a_visit_onto_others(self):
        booking, taken = self.must_book('10:00'), self.must_book('11:00')
        visit = self.consult(booking)
        path = f'consultations/{visit["id"]}/reschedule/'
        self.assertStatus(self.clinic.post('doctor', path, {'scheduled_start': f'{MONDAY}T11:10'}), 409)
        self.assertStatus(self.clinic.post('doctor', path, {'scheduled_start': f'{MONDAY}T11:00', 'override': True}), 409)
        self.assertStatus(self.clinic.post('doctor', path, {'scheduled_start': f'{MONDAY}T11:10', 'override': True}), 200)
        self.assertEqual(self.show(booking)['appointment_time'], '11:10:00')
        self.assertEqual(self.show(taken)['appointment_time'], '11:00')


class StepTest(TimeTest):
    """Whatever is done to bookings and visits, in whatever order: they say the same."""

    def check(self, step):
        rows = self.clinic.sql(
            'SELECT b.id, b.status, c.status, b.starts_at = c.scheduled_start AND b.doctor_id = c.doctor_id AND '
            'b.patient_id = c.patient_id AND b.appointment_date = c.appointment_date AND b.time_zone = c.time_zone AND '
            'substr (b.appointment_time, 1, 5) = substr (c.appointment_time, 1, 5) AND '
            'b.duration_minutes = c.duration_planned, '
            "EXISTS (SELECT 1 FROM bookings o WHERE o.doctor_id = b.doctor_id AND o.starts_at = b.starts_at AND "
            "o.id <> b.id AND o.status IN ('pending', 'confirmed')) "
            'FROM bookings b JOIN consultations c ON c.booking_id = b.id')
        self.seen |= {row[2] for row in rows}
        for booking, booked, visited, same, given_away in rows:
            # Who comes late finds their time given away, and is seen all the same.
            late = booked == 'no_show' and given_away and BOOKED[visited] == 'confirmed'
            self.assertTrue(booked == BOOKED[visited] or late, f'{step}: {booking} is {booked}, its visit {visited}')
            self.assertTrue(same, f'{step}: {booking} and its visit are not at the same time')
        twice = self.clinic.sql("SELECT doctor_id, starts_at FROM bookings WHERE status IN ('pending', 'confirmed') "
                                'GROUP BY 1, 2 HAVING count (*) > 1')
        self.assertEqual(twice, [], step)

    def do(self, chance, bookings):
        kind = chance.random()
        if kind < 0.15 or not bookings:
            made = self.book(f'{chance.randint(8, 11):02}:00', now().strftime('%Y-%m-%d'), time_zone='UTC',
                             doctor=chance.choice(('doctor', 'other')), override=chance.random() < 0.7)
            return bookings.append(made.json) if made.status == 201 else None
        booking = chance.choice(bookings)
        who = chance.choice(('admin', 'doctor', 'other', 'doctor', 'other', 'receptionist'))
        if kind < 0.3:
            made = self.clinic.post(who, f'bookings/{booking["id"]}/create_consultation/')
            if made.status in (200, 201):
                booking['visit'], booking['door'] = made.json['id'], made.json['door_url'].rsplit('/', 1)[1]
        elif kind < 0.6 or 'visit' not in booking:
            self.change(booking, who, **chance.choice((
                {'status': 'cancelled'}, {'status': 'confirmed'}, {'status': 'completed'}, {'status': 'no_show'},
                {'appointment_time': f'{chance.randint(8, 11):02}:00', 'override': True},
                {'appointment_date': now().strftime('%Y-%m-%d'), 'time_zone': 'Asia/Kolkata', 'appointment_time': '14:30'},
                {'duration_minutes': chance.choice((20, 30, 40)), 'override': True}, {'consultation_notes': 'x'},
                {'doctor_id': self.clinic.users[chance.choice(('doctor', 'other'))], 'override': True})))
        else:
            path = f'consultations/{booking["visit"]}/'
            act, body = chance.choice((('start', {}), ('start', {}), ('end', {}), ('end', {}), ('cancel', {}), ('no_show', {'kind': 'patient'}),
                                       ('join_waiting', {}), ('join_waiting', {}), ('hang_up', {}),
                                       ('reschedule', {'scheduled_start': '2035-01-08T10:00:00Z', 'override': True}),
                                       ('reschedule', {'scheduled_start': now().strftime('%Y-%m-%dT%H:%M:%SZ')})))
            if act == 'join_waiting':
                who = booking['door']
            self.clinic.post(who, f'{path}{act}/', body)
            if chance.random() < 0.2:
                self.clinic.patch(who if who in self.clinic.users else 'admin', path,
                                  {'doctor_id': self.clinic.users[chance.choice(('doctor', 'other'))]})
        return None

    def test_in_step(self):
        self.seen = set()
        for seed in range(4):
            chance, bookings = random.Random(f'step {seed}'), []
            for step in range(120):
                self.do(chance, bookings)
                self.check((seed, step))
        self.assertEqual(self.seen, set(BOOKED))


if __name__ == '__main__':
    main()
