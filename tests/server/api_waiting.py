"""The waiting room: how long it takes, and what becomes of those who do not come."""

from clinic import ClinicTest, in_minutes, main, microseconds, now

MINUTE = 60 * 1000000


class WaitingRoomTest(ClinicTest):
    def room(self, visit, who='doctor'):
        return self.clinic.read(who, visit.path + 'waiting_room/')

    def shift(self, visit, minutes):
        """Lets the visit have been planned that much earlier."""
        self.clinic.sql('UPDATE consultations SET scheduled_start = scheduled_start - ? WHERE id = ?',
                        minutes * MINUTE, visit.id)

    def test_nobody_there(self):
        visit = self.clinic.visit()
        room = self.room(visit)
        self.assertEqual((room['consultation_id'], room['status'], room['queue_position'], room['waiting_since'],
                          room['waited_minutes'], room['people'], room['patient_presence'], room['proposal'],
                          room['no_show'], room['doctor_overrun_minutes']),
                         (visit.id, 'scheduled', 0, None, 0, [], 'away', None, None, 0))
        self.assertEqual(room['evidence'], {'link_opened_at': None, 'arrived_at': None, 'waited_minutes': 0,
                                            'messages': 0, 'issues': 0, 'connections_lost': 0})

    def test_somebody_there(self):
        visit = self.clinic.visit(status='waiting')
        visit.say(visit.door, 'Hello')
        room = self.room(visit)
        self.assertEqual((room['status'], room['queue_position'], room['patient_presence']), ('waiting', 1, 'here'))
        self.assertEqual([(person['role'], person['presence']) for person in room['people']], [('patient', 'here')])
        self.assertEqual(room['waiting_since'], visit.show()['waiting_since'])
        self.assertEqual(room['evidence']['messages'], 1)
        self.assertGreaterEqual(room['evidence']['arrived_at'], room['waiting_since'])
        self.assertIsNotNone(room['evidence']['link_opened_at'])

    def test_the_link_is_opened_once(self):
        visit = self.clinic.visit()
        self.clinic.read(visit.door, 'doors/current/')
        self.clinic.read(None, '/health/ready/')
        opened = self.room(visit)['evidence']['link_opened_at']
        self.assertIsNotNone(opened)
        self.clinic.read(visit.door, 'doors/current/')
        self.clinic.read(None, '/health/ready/')
        self.assertEqual(self.room(visit)['evidence']['link_opened_at'], opened)

    def test_evidence_is_for_staff(self):
        visit = self.clinic.visit(status='waiting')
        for who in (visit.door, 'patient', visit.open_door('guest')):
            room = self.room(visit, who)
            self.assertEqual(room['queue_position'], 1)
            for name in ('evidence', 'proposal', 'no_show'):
                self.assertNotIn(name, room)

    def test_the_estimate_knows_the_doctors_pace(self):
        first, second = (self.clinic.visit(minutes=minutes, status='waiting') for minutes in (0, 1))
        on_time = self.room(second)['estimated_wait_minutes']
        for overrun in (10, 20):
            done = self.clinic.visit(minutes=-60, status='completed')
            self.clinic.sql('UPDATE consultations SET duration_minutes = duration_planned + ? WHERE id = ?', overrun,
                            done.id)
        for who in ('doctor', second.door):
            room = self.room(second, who)
            self.assertEqual((room['queue_position'], room['doctor_overrun_minutes'], room['estimated_wait_minutes']),
                             (2, 15, on_time + 15))
        self.assertEqual(self.clinic.read(second.door, 'doors/current/')['estimated_wait_minutes'], on_time + 15)
        first.must_act('doctor', 'start')
        self.assertIn(self.room(second)['estimated_wait_minutes'], range(30, 37))

    def test_neither_haste_nor_colleagues_nor_yesterday_count(self):
        for doctor, minutes, change in (('doctor', -60, -15), ('other', -60, 30), ('doctor', -24 * 60, 30)):
            done = self.clinic.visit(doctor, status='completed')
            self.clinic.sql('UPDATE consultations SET duration_minutes = duration_planned + ? WHERE id = ?', change,
                            done.id)
            self.shift(done, -minutes)
        self.assertEqual(self.room(self.clinic.visit(status='waiting'))['doctor_overrun_minutes'], 0)

    def test_what_to_do_and_when(self):
        for minutes, step in ((0, 'wait'), (2, 'nudge'), (5, 'call'), (15, 'decide'), (60, 'decide')):
            with self.subTest(minutes=minutes):
                visit = self.clinic.visit(minutes=0)
                self.shift(visit, minutes)
                proposal = self.room(visit)['proposal']
                self.assertEqual((proposal['step'], proposal['kind']), (step, 'patient'))
                self.assertIn(proposal['minutes_late'], (minutes, minutes + 1))
        self.assertEqual(self.room(self.clinic.visit(minutes=0, status='in_progress'))['proposal'], None)

    def test_who_came_is_not_to_blame(self):
        visit = self.clinic.visit(minutes=0, status='waiting')
        self.shift(visit, 20)
        self.assertEqual(self.room(visit)['proposal']['kind'], 'clinic')


class NoShowTest(ClinicTest):
    def test_kinds(self):
        for kind in ('patient', 'technical', 'clinic'):
            with self.subTest(kind=kind):
                visit = self.clinic.visit()
                reply = visit.must_act('receptionist', 'no_show', {'kind': kind, 'reason': 'As said on the phone'})
                self.assertEqual((reply['status'], reply['consultation']['status']), ('no_show', 'no_show'))
                self.assertEqual((visit.show()['status'], visit.show()['no_show_kind']), ('no_show', kind))
                kept = self.clinic.read('doctor', visit.path + 'waiting_room/')['no_show']
                self.assertEqual((kept['kind'], kept['reason'], kept['decided_by']),
                                 (kind, 'As said on the phone', 'Receptionist Test'))

    def test_evidence_is_kept_as_it_was(self):
        visit = self.clinic.visit(minutes=0, status='waiting')
        visit.say(visit.door, 'Is anybody there?')
        self.clinic.sql('UPDATE consultations SET waiting_since = ? WHERE id = ?', microseconds(now()) - 21 * MINUTE,
                        visit.id)
        known = self.clinic.read('doctor', visit.path + 'waiting_room/')['evidence']
        self.assertNotEqual(known['link_opened_at'], known['arrived_at'])
        visit.must_act('doctor', 'no_show', {'kind': 'clinic'})
        before = self.clinic.read('doctor', visit.path + 'waiting_room/')['no_show']['evidence']
        self.assertEqual((before['waited_minutes'], before['messages']), (21, 1))
        self.assertEqual(before, known)
        visit.say(visit.door, 'Hello?')
        after = self.clinic.read('doctor', visit.path + 'waiting_room/')
        self.assertEqual(after['no_show']['evidence'], before)
        self.assertEqual(after['evidence']['messages'], 2)

    def test_only_before_it_begins(self):
        for status, expected in (('scheduled', 200), ('waiting', 200), ('in_progress', 409), ('completed', 409),
                                 ('cancelled', 409), ('no_show', 409)):
            with self.subTest(status=status):
                visit = self.clinic.visit(status=status)
                self.assertStatus(visit.act('doctor', 'no_show', {'kind': 'patient'}), expected)
                self.assertEqual(visit.show()['no_show_kind'], 'patient' if expected == 200 else '')
                self.assertEqual(self.clinic.sql('SELECT count (*) FROM no_shows WHERE consultation_id = ?', visit.id),
                                 [(1 if expected == 200 else 0,)])

    def test_refused(self):
        visit = self.clinic.visit()
        for body, field in (({}, 'kind'), ({'kind': ''}, 'kind'), ({'kind': 'weather'}, 'kind'), ({'kind': 1}, 'kind'),
                            ({'kind': 'patient', 'reason': 'x' * 501}, 'reason'),
                            ({'kind': 'patient', 'reason': 7}, 'reason'), ({'kind': 'patient', 'notes': ''}, 'notes')):
            with self.subTest(body=body):
                self.assertFault(visit.act('doctor', 'no_show', body), field)
        self.assertStatus(visit.act('doctor', 'no_show', {'kind': 'patient'}, If_Match='"77"'), 412)
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_late_arrival(self):
        visit = self.clinic.visit(minutes=0)
        visit.must_act('doctor', 'no_show', {'kind': 'patient'})
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['state'], 'no_show')
        visit.must_act(visit.door, 'join_waiting')
        shown = visit.show()
        self.assertEqual((shown['status'], shown['no_show_kind']), ('waiting', ''))
        visit.must_act('doctor', 'no_show', {'kind': 'clinic'})
        self.assertEqual(visit.show()['no_show_kind'], 'clinic')
        self.assertEqual(self.clinic.sql('SELECT kind FROM no_shows WHERE consultation_id = ? ORDER BY id', visit.id),
                         [('patient',), ('clinic',)])

    def test_everybody_hears_and_the_booking_follows(self):
        booking = self.clinic.book()
        visit = self.clinic.visit()
        created = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/').json
        visit.id, visit.path = created['id'], f'consultations/{created["id"]}/'
        visit.door = created['door_url'].rsplit('/', 1)[1]
        with visit.enter(visit.door) as patient, visit.enter('doctor') as doctor:
            visit.must_act('doctor', 'no_show', {'kind': 'technical'})
            for socket in (patient, doctor):
                ended = socket.wait('consultation_ended')
                self.assertEqual((ended['status'], ended['no_show_kind']), ('no_show', 'technical'))
        self.assertEqual(self.clinic.read('doctor', f'bookings/{booking["id"]}/')['status'], 'no_show')
        visit.must_act(visit.door, 'join_waiting')
        self.assertEqual(self.clinic.read('doctor', f'bookings/{booking["id"]}/')['status'], 'confirmed')

    def test_late_though_the_time_was_given_away(self):
        booking = self.clinic.book()
        created = self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/').json
        path, door = f'consultations/{created["id"]}/', created['door_url'].rsplit('/', 1)[1]
        self.assertStatus(self.clinic.post('doctor', path + 'no_show/', {'kind': 'patient'}), 200)
        again = {name: booking[name] for name in ('doctor_id', 'patient_id', 'time_zone', 'appointment_date',
                                                  'appointment_time')}
        self.assertStatus(self.clinic.post('receptionist', 'bookings/', again), 201)
        self.assertStatus(self.clinic.post(door, path + 'join_waiting/'), 200)
        self.assertEqual(self.clinic.read('doctor', path)['status'], 'waiting')
        self.assertEqual(self.clinic.read('doctor', f'bookings/{booking["id"]}/')['status'], 'no_show')
        self.assertStatus(self.clinic.post('doctor', path + 'start/'), 200)

    def test_a_lost_answer_is_asked_for_again(self):
        visit = self.clinic.visit()
        first, second = (visit.act('doctor', 'no_show', {'kind': 'patient'}, Idempotency_Key='once') for _ in range(2))
        self.assertEqual((first.status, first.json), (200, second.json))

    def test_moving_on_to_another_time_is_for_those_who_may_yet_come(self):
        visit = self.clinic.visit()
        visit.must_act('doctor', 'no_show', {'kind': 'patient'})
        self.assertStatus(visit.act('doctor', 'reschedule', {'scheduled_start': in_minutes(600)}), 409)


if __name__ == '__main__':
    main()
