"""The life of a visit over HTTP: what may follow what, who may say so, and what happens when two say so at once."""

import itertools
import threading

from clinic import ClinicTest, in_minutes, main, new_id

STATUSES = ('scheduled', 'waiting', 'in_progress', 'completed', 'cancelled', 'no_show')

# What each act answers in each status, and the status that follows.
MOVES = {
    'start': ('doctor', {}, ('in_progress', 'in_progress', None, None, None, None)),
    'admit': ('doctor', {}, (None, 'in_progress', None, None, None, None)),
    'end': ('doctor', {'notes': 'Fine'}, (None, None, 'completed', None, None, None)),
    'cancel': ('receptionist', {'reason': 'Ill'}, ('cancelled', 'cancelled', None, None, None, None)),
    'pause': ('doctor', {}, (None, None, 'in_progress', None, None, None)),
    'phone': ('doctor', {}, (None, None, 'in_progress', None, None, None)),
    'resume': ('doctor', {}, (None, None, 'in_progress', None, None, None)),
    'recall': ('doctor', {}, (None, None, None, None, None, None)),
    'hang_up': ('doctor', {}, (None, None, 'in_progress', None, None, None)),
    'join_waiting': ('door', {}, ('waiting', 'waiting', 'in_progress', None, None, 'waiting')),
}


def together(*functions):
    """Runs them at the same moment; answers what they answer."""
    answers = [None] * len(functions)
    barrier = threading.Barrier(len(functions))

    def run(index):
        barrier.wait()
        answers[index] = functions[index]()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class MovesTest(ClinicTest):
    def test_table(self):
        for act, (who, body, outcomes) in MOVES.items():
            for status, outcome in zip(STATUSES, outcomes, strict=True):
                with self.subTest(act=act, status=status):
                    visit = self.clinic.visit(status=status)
                    reply = visit.act(visit.door if who == 'door' else who, act, body)
                    self.assertStatus(reply, 409 if outcome is None else 200)
                    self.assertEqual(visit.show()['status'], outcome or status)

    def test_words_of_old(self):
        """Clients know these answers."""
        visit = self.clinic.visit()
        self.assertEqual(visit.must_act(visit.door, 'join_waiting')['status'], 'joined_waiting_room')
        self.assertEqual(visit.must_act('doctor', 'start')['status'], 'started')
        ended = visit.must_act('doctor', 'end')
        self.assertEqual((ended['status'], ended['duration_minutes']), ('ended', 0))
        self.assertEqual(ended['consultation']['status'], 'completed')

    def test_times(self):
        visit = self.clinic.visit(status='completed')
        shown = visit.show()
        self.assertLessEqual(shown['waiting_since'], shown['actual_start'])
        self.assertLessEqual(shown['actual_start'], shown['actual_end'])
        self.assertEqual((shown['is_active'], shown['can_start']), (False, False))

    def test_the_booking_follows(self):
        for status, booked in (('completed', 'completed'), ('cancelled', 'cancelled'), ('in_progress', 'confirmed')):
            with self.subTest(status=status):
                booking = self.clinic.book(minutes=len(status))
                visit = self.visit_of(booking).reach(status)
                self.assertEqual(self.clinic.read('doctor', f'bookings/{booking["id"]}/')['status'], booked)
                self.assertEqual(visit.show()['booking_id'], booking['id'])

    def visit_of(self, booking):
        visit = self.clinic.visit()
        reply = self.assertStatus(self.clinic.post('receptionist', f'bookings/{booking["id"]}/create_consultation/'), 201)
        visit.id, visit.path = reply.json['id'], f'consultations/{reply.json["id"]}/'
        visit.door = reply.json['door_url'].rsplit('/', 1)[1]
        return visit

    def test_only_what_never_began_is_deleted(self):
        for status in STATUSES:
            with self.subTest(status=status):
                visit = self.clinic.visit(status=status)
                self.assertStatus(self.clinic.delete('admin', visit.path), 204 if status == 'scheduled' else 409)

    def test_what_somebody_came_to_stays_when_it_is_postponed(self):
        for who, act, body in (('patient', 'join_waiting', {}), ('guest', 'join_waiting', {}),
                               ('patient', 'send_message', {'message': 'I have waited'}),
                               ('interpreter', 'files', {'name': 'Note.txt'})):
            with self.subTest(who=who, act=act):
                visit = self.clinic.visit()
                visit.must_act(visit.door if who == 'patient' else visit.open_door(who), act, body)
                visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(48 * 60), 'override': True})
                self.assertStatus(self.clinic.delete('receptionist', visit.path), 409)
                visit.must_act('receptionist', 'cancel')

    def test_what_was_said_goes_with_it(self):
        visit = self.clinic.visit()
        visit.say('receptionist', 'Please bring the blue letter')
        visit.must_act(visit.door, 'report_issue', {'issue_type': 'audio', 'description': 'No sound for the blue letter'})
        self.assertStatus(self.clinic.delete('admin', visit.path), 204)
        for table in ('events', 'messages', 'changes', 'technical_issues'):
            self.assertNotIn('blue letter', repr(self.clinic.sql(f'SELECT * FROM {table}')))
        # The log of what happened goes on.
        other = self.clinic.visit(minutes=60)
        other.say('receptionist', 'Good morning')
        self.assertIn('Good morning', repr(self.clinic.read('doctor', other.path + 'timeline/')))

    def test_an_identity_that_is_taken_tells_nothing_of_the_tables(self):
        visit = self.clinic.visit()
        reply = self.clinic.post('other', 'consultations/', {
            'id': visit.id, 'doctor_id': self.clinic.users['other'], 'patient_id': visit.show()['patient_id'],
            'scheduled_start': in_minutes(90)})
        self.assertStatus(reply, 409)
        for word in ('consultations', 'UNIQUE', 'constraint', 'database'):
            self.assertNotIn(word, reply.json['detail'])

    def test_notes_and_reasons_are_checked_by_their_names(self):
        self.assertFault(self.clinic.visit().act('doctor', 'cancel', {'reason': 'x' * 501}), 'reason')
        visit = self.clinic.visit(status='in_progress')
        self.assertFault(visit.act('doctor', 'end', {'notes': 'x' * 20001}), 'notes')
        self.assertFault(visit.act('doctor', 'end', {'notes': 7}), 'notes')
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_the_waiting_room_opens_half_an_hour_before(self):
        early = self.clinic.visit(minutes=31)
        self.assertStatus(early.act(early.door, 'join_waiting'), 409)
        self.assertEqual(early.show()['status'], 'scheduled')
        due = self.clinic.visit(minutes=29)
        self.assertStatus(due.act(due.door, 'join_waiting'), 200)

    def test_a_companion_makes_no_visit_wait(self):
        for role in ('guest', 'interpreter'):
            with self.subTest(role=role), self.clinic.listen('doctor') as socket:
                visit = self.clinic.visit()
                visit.must_act(visit.open_door(role), 'join_waiting')
                self.assertEqual(visit.show()['status'], 'scheduled')
                self.assertNotIn('patient_waiting', socket.types())

    def test_queue(self):
        visits = [self.clinic.visit(minutes=minutes) for minutes in (20, 10, 15)]
        self.clinic.visit('other', minutes=5, status='waiting')
        for visit in visits:
            visit.must_act(visit.door, 'join_waiting')
        positions = [visit.act(visit.door, 'join_waiting').json['queue_position'] for visit in visits]
        self.assertEqual(positions, [3, 1, 2])
        waits = [self.clinic.read(visit.door, 'doors/current/')['estimated_wait_minutes'] for visit in visits]
        self.assertEqual(waits, sorted(waits, key=lambda wait: waits.index(wait)))
        self.assertLess(waits[1], waits[2])
        self.assertLess(waits[2], waits[0])


class SeedTest(ClinicTest):
    """What an earlier system got wrong."""

    def test_creating_from_a_booking(self):
        booking = self.clinic.book()
        reply = self.assertStatus(self.clinic.post('doctor', 'consultations/', {'booking_id': booking['id']}), 201)
        for name in ('doctor_id', 'patient_id', 'appointment_date', 'appointment_time'):
            self.assertEqual(reply.json[name], booking[name])
        self.assertEqual(reply.json['scheduled_start'], booking['starts_at'])

    def test_creating_without_a_booking(self):
        reply = self.assertStatus(self.clinic.post('doctor', 'consultations/', {
            'patient_id': self.clinic.patients['patient'], 'scheduled_start': in_minutes(60),
            'duration_minutes': 45, 'reason': 'Cough', 'recording_enabled': True, 'video_provider': 'builtin'}), 201)
        self.assertEqual((reply.json['booking_id'], reply.json['duration_planned'], reply.json['doctor_id']),
                         (None, 45, self.clinic.users['doctor']))

    def test_waiting_then_start(self):
        visit = self.clinic.visit(status='waiting')
        self.assertEqual(visit.show()['can_start'], True)
        visit.must_act('doctor', 'start')
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_joining_reopens_nothing(self):
        for status in ('completed', 'cancelled'):
            visit = self.clinic.visit(status=status)
            self.assertStatus(visit.act(visit.door, 'join_waiting'), 409)
            socket = visit.enter(visit.door)
            self.assertEqual(socket.ask('consultation_action', action='join_waiting_room')['code'], 'conflict')
            socket.cut()
            self.assertEqual(visit.show()['status'], status)

    def test_the_doctor_does_not_wait(self):
        self.assertStatus(self.clinic.visit().act('doctor', 'join_waiting'), 403)

    def test_rest_messages_leave_sockets_alone(self):
        visit = self.clinic.visit(status='waiting')
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            visit.say('doctor', 'Hello')
            visit.must_act(visit.door, 'join_waiting')
            visit.must_act(visit.door, 'update_connection_quality', {'quality': 'fair'})
            for socket in (doctor, patient):
                socket.settle()
                types = [frame['type'] for frame in socket.seen]
                self.assertIn('new_message', types)
                self.assertIn('connection_quality_updated', types)

    def test_chat_history(self):
        visit = self.clinic.visit(status='in_progress')
        for number in range(5):
            visit.say('doctor' if number % 2 else visit.door, f'Line {number}')
        page = self.clinic.read(visit.door, visit.path + 'messages/')
        self.assertEqual([row['message'] for row in page['results']], [f'Line {number}' for number in range(5)])
        self.assertEqual(page['count'], 5)

    def test_cancel(self):
        visit = self.clinic.visit()
        visit.must_act('receptionist', 'cancel', {'reason': 'Ill'})
        shown = visit.show()
        self.assertEqual((shown['status'], shown['cancel_reason']), ('cancelled', 'Ill'))

    def test_providers(self):
        providers = self.clinic.read('doctor', 'video-providers/')
        self.assertEqual({name: provider['available'] for name, provider in providers.items()},
                         {'builtin': True, 'jitsi': False, 'zoom': False, 'google_meet': False})
        for name, provider in providers.items():
            self.assertEqual(self.clinic.read('doctor', f'video-providers/{name}/'), provider)
            self.assertEqual(bool(provider['reason']), not provider['available'])
        self.assertStatus(self.clinic.get('doctor', 'video-providers/none/'), 404)
        reply = self.clinic.post('doctor', 'consultations/', {
            'patient_id': self.clinic.patients['patient'], 'scheduled_start': in_minutes(60), 'video_provider': 'zoom'})
        self.assertFault(reply, 'video_provider')

    def test_patients_do_not_write_the_record(self):
        visit = self.clinic.visit(status='waiting')
        before = visit.show('admin')
        for who in ('patient', visit.door):
            for body in ({'notes': 'x'}, {'status': 'completed'}, {'meeting_url': 'http://evil.example'}, {}):
                for method in ('PUT', 'PATCH'):
                    self.assertStatus(self.clinic.call(who, method, visit.path, body), 403)
            self.assertStatus(self.clinic.delete(who, visit.path), 403)
        self.assertEqual(visit.show('admin'), before)

    def test_nobody_writes_what_the_server_keeps(self):
        visit = self.clinic.visit()
        for name in ('status', 'meeting_url', 'meeting_id', 'meeting_password', 'recording_url', 'actual_start', 'id',
                     'revision', 'patient_id', 'doctor_id', 'scheduled_start', 'unread_messages', 'patient_name'):
            with self.subTest(name=name):
                self.assertFault(self.clinic.patch('doctor', visit.path, {name: 'x'}), name)

    def test_patients_neither_start_nor_pretend(self):
        visit = self.clinic.visit(status='waiting')
        for who in ('patient', visit.door):
            self.assertStatus(visit.act(who, 'start'), 403)
            for member, value in (('message_type', 'system'), ('message_type', 'prescription'), ('is_private', True)):
                self.assertFault(visit.act(who, 'send_message', {'message': 'x', member: value}), member)
        self.assertFault(visit.act('doctor', 'send_message', {'message': 'x', 'message_type': 'system'}), 'message_type')

    def test_size_of_messages(self):
        visit = self.clinic.visit()
        visit.say(visit.door, 'ü' * 4000)
        self.assertFault(visit.act(visit.door, 'send_message', {'message': 'x' * 4001}), 'message')
        self.assertFault(visit.act(visit.door, 'send_message', {'message': ''}), 'message')
        self.assertFault(visit.act(visit.door, 'update_connection_quality', {'quality': 'banana'}), 'quality')

    def test_the_administrator_sees_all(self):
        ids = {self.clinic.visit(doctor).id for doctor in ('doctor', 'other')}
        self.assertEqual({row['id'] for row in self.clinic.read('admin', 'consultations/')['results']}, ids)

    def test_bookings_that_lead_to_no_visit(self):
        for clause in ("status = 'cancelled'", "status = 'no_show'", "status = 'completed'",
                       "appointment_type = 'in_person'"):
            with self.subTest(clause=clause):
                booking = self.clinic.book(minutes=len(clause))
                self.clinic.sql(f'UPDATE bookings SET {clause} WHERE id = ?', booking['id'])
                self.assertStatus(self.clinic.post('doctor', 'consultations/', {'booking_id': booking['id']}), 409)

    def test_preferred_provider_and_wrong_types(self):
        booking = self.clinic.book(preferred_video_provider='builtin')
        reply = self.clinic.post('doctor', f'bookings/{booking["id"]}/create_consultation/',
                                 {'recording_enabled': 'maybe', 'video_provider': 'phone'})
        self.assertFault(reply, 'recording_enabled')
        self.assertIn('video_provider', reply.json['fields'])
        self.assertStatus(self.clinic.post('doctor', f'bookings/{booking["id"]}/create_consultation/'), 201)


class AtOnceTest(ClinicTest):
    def test_one_booking_has_one_consultation(self):
        for minutes in range(1, 6):
            booking = self.clinic.book(minutes=minutes)
            body = {'booking_id': booking['id']}
            replies = together(*[lambda: self.clinic.post('receptionist', 'consultations/', body)] * 4)
            self.assertEqual(sorted(reply.status for reply in replies), [201, 409, 409, 409])

    def test_one_time_has_one_booking(self):
        self.clinic.authorization('receptionist')
        body = {'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
                'time_zone': 'UTC', 'appointment_date': '2030-05-06', 'appointment_time': '10:00'}
        replies = together(*[lambda: self.clinic.post('receptionist', 'bookings/', body)] * 4)
        self.assertEqual(sorted(reply.status for reply in replies), [201, 409, 409, 409])
        body['doctor_id'] = self.clinic.users['other']
        self.assertStatus(self.clinic.post('receptionist', 'bookings/', body), 201)

    def test_start_end_and_cancel_agree(self):
        visit = self.clinic.visit(status='waiting')
        replies = together(*[lambda who=who, act=act: visit.act(who, act) for who, act in
                             (('doctor', 'start'), ('doctor', 'admit'), ('receptionist', 'cancel'))])
        self.assertEqual(sorted(reply.status for reply in replies), [200, 409, 409])

    def test_quality_reports_overwrite_no_status(self):
        visit = self.clinic.visit(status='in_progress')
        together(lambda: visit.must_act('doctor', 'end'),
                 *[lambda: visit.act(visit.door, 'update_connection_quality', {'quality': 'poor'})] * 3)
        self.assertEqual(visit.show()['status'], 'completed')


class RevisionTest(ClinicTest):
    def test_stale_changes_are_refused(self):
        visit = self.clinic.visit(status='in_progress')
        reply = self.clinic.get('doctor', visit.path)
        tag = reply.headers['ETag']
        self.assertEqual(tag, f'"{reply.json["revision"]}"')
        good = self.assertStatus(self.clinic.patch('doctor', visit.path, {'notes': 'One'}, If_Match=tag), 200)
        self.assertNotEqual(good.headers['ETag'], tag)
        for call in (lambda: self.clinic.patch('doctor', visit.path, {'notes': 'Two'}, If_Match=tag),
                     lambda: self.clinic.call('doctor', 'PUT', visit.path, {'notes': 'Two'}, If_Match=tag),
                     lambda: self.clinic.delete('doctor', visit.path, If_Match=tag),
                     lambda: visit.act('doctor', 'end', {'notes': 'Two'}, If_Match=tag)):
            self.assertEqual(self.assertStatus(call(), 412).json['code'], 'stale')
        self.assertEqual((visit.show()['notes'], visit.show()['status']), ('One', 'in_progress'))
        self.assertStatus(visit.act('doctor', 'end', If_Match=good.headers['ETag']), 200)

    def test_tags_that_are_none_of_ours(self):
        visit = self.clinic.visit()
        for tag in ('1', '""', '"x"', '"1" ', 'W/"1"', '"-1"', '"99999999999999999999"'):
            with self.subTest(tag=tag):
                expected = 200 if tag == '"1" ' else 412
                self.assertStatus(self.clinic.patch('doctor', visit.path, {'reason': 'x'}, If_Match=tag), expected)
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'reason': 'x'}, If_Match='*'), 200)


class AgainTest(ClinicTest):
    """Whoever did not hear the answer asks again."""

    def test_same_key_same_answer(self):
        visit = self.clinic.visit(status='in_progress')
        others = {'reason': 'x', 'family_name': 'x', 'message': 'x', 'role': 'interpreter', 'notes': 'x'}
        for path, body in (('consultations/', {'patient_id': self.clinic.patients['patient'], 'reason': 'Once',
                                               'scheduled_start': in_minutes(90)}),
                           ('patients/', {'given_name': 'A', 'family_name': 'B'}),
                           (visit.path + 'send_message/', {'message': 'Once'}),
                           (visit.path + 'doors/', {'role': 'guest'}),
                           (visit.path + 'end/', {'notes': 'Once'})):
            with self.subTest(path=path):
                key = new_id()
                first, second = (self.clinic.post('doctor', path, body, Idempotency_Key=key) for _ in range(2))
                self.assertIn(first.status, (200, 201))
                self.assertEqual((first.status, first.json, first.headers['ETag']),
                                 (second.status, second.json, second.headers['ETag']))
                changed = {name: others.get(name, value) for name, value in body.items()}
                other = self.clinic.post('doctor', path, changed, Idempotency_Key=key)
                self.assertFault(other, 'Idempotency-Key')
        self.assertEqual(self.clinic.read('doctor', visit.path + 'messages/')['count'], 1)

    def test_keys_belong_to_their_callers(self):
        body = {'given_name': 'A', 'family_name': 'B'}
        ids = {self.clinic.post(who, 'patients/', body, Idempotency_Key='key').json['id']
               for who in ('doctor', 'receptionist')}
        self.assertEqual(len(ids), 2)

    def test_a_refusal_is_not_kept(self):
        visit = self.clinic.visit()
        self.assertStatus(visit.act('doctor', 'end', Idempotency_Key='k'), 409)
        visit.must_act('doctor', 'start')
        self.assertStatus(visit.act('doctor', 'end', Idempotency_Key='k'), 200)

    def test_keys_that_are_none(self):
        self.assertFault(self.clinic.post('doctor', 'patients/', {}, Idempotency_Key='k' * 256), 'Idempotency-Key')

    def test_own_ids(self):
        bodies = {
            'patients/': {'given_name': 'A', 'family_name': 'B'},
            'consultations/': {'patient_id': self.clinic.patients['patient'], 'doctor_id': self.clinic.users['doctor'],
                               'scheduled_start': in_minutes(90)},
            'bookings/': {'patient_id': self.clinic.patients['patient'], 'doctor_id': self.clinic.users['doctor'],
                          'appointment_date': '2030-05-06', 'appointment_time': '10:00', 'time_zone': 'UTC'},
            self.clinic.visit().path + 'send_message/': {'message': 'Hello'}}
        others = {'family_name': 'C', 'scheduled_start': in_minutes(99), 'appointment_time': '11:00', 'message': 'Other'}
        for path, body in bodies.items():
            with self.subTest(path=path):
                own = {**body, 'id': new_id()}
                first, second = (self.assertStatus(self.clinic.post('doctor', path, own), 201) for _ in range(2))
                self.assertEqual(first.json, second.json)
                self.assertEqual(first.json['id'], own['id'])
                changed = {**own, **{name: value for name, value in others.items() if name in own}}
                self.assertStatus(self.clinic.post('doctor', path, changed), 409)
                self.assertFault(self.clinic.post('doctor', path, {**body, 'id': 'mine'}), 'id')

    def test_an_id_of_somebody_else(self):
        theirs = self.clinic.visit('other')
        reply = self.clinic.post('doctor', 'consultations/', {
            'id': theirs.id, 'patient_id': self.clinic.patients['patient'], 'scheduled_start': in_minutes(90)})
        self.assertStatus(reply, 409)
        self.assertEqual(theirs.show('other')['revision'], 1)


class BatchTest(ClinicTest):
    def test_what_fails_late_is_undone(self):
        """The booking is confirmed before it turns out that the provider cannot be used."""
        booking = self.clinic.book()
        self.clinic.sql("UPDATE bookings SET status = 'pending' WHERE id = ?", booking['id'])
        before = self.clinic.read('doctor', f'bookings/{booking["id"]}/'), self.clinic.sql('SELECT * FROM changes')
        highest = self.clinic.sql('SELECT max (seq) FROM changes')[0][0]
        with self.clinic.listen('doctor') as socket:
            reply = self.clinic.post('doctor', 'consultations/', {'booking_id': booking['id'], 'video_provider': 'zoom'})
            self.assertFault(reply, 'video_provider')
            # News of what the fixture did may still be on its way.
            self.assertEqual([frame for frame in socket.settle() if frame['seq'] > highest], [])
        after = self.clinic.read('doctor', f'bookings/{booking["id"]}/'), self.clinic.sql('SELECT * FROM changes')
        self.assertEqual(before, after)
        # Not even a number is spent.
        last = self.clinic.sql('SELECT max (seq) FROM changes')[0][0]
        self.assertStatus(self.clinic.post('doctor', 'patients/', {'given_name': 'A', 'family_name': 'B'}), 201)
        self.assertEqual(self.clinic.sql('SELECT max (seq) FROM changes')[0][0], last + 1)

    def test_a_failed_call_leaves_nothing(self):
        """Good and bad calls share transactions; the bad ones leave no change, no event, no seat."""
        visit = self.clinic.visit(status='in_progress')
        self.clinic.authorization('other')
        before = {table: self.clinic.sql(f'SELECT count(*) FROM {table}') for table in ('participants', 'messages')}
        bad = [lambda: visit.act('doctor', 'start'), lambda: visit.act('doctor', 'send_message', {'message': ''}),
               lambda: visit.act('other', 'send_message', {'message': 'x'}),
               lambda: self.clinic.post('doctor', 'consultations/', {
                   'patient_id': new_id(), 'scheduled_start': in_minutes(90)})]
        good = [lambda number=number: visit.say('doctor', f'{number}') for number in range(4)]
        with visit.enter('doctor') as socket:
            seq = max(row[0] for row in self.clinic.sql('SELECT max (seq) FROM changes UNION SELECT max (seq) FROM events'))
            together(*itertools.chain(*zip(bad, good, strict=True)))
            frames = [frame for frame in socket.settle() if frame['seq'] > seq]
            self.assertEqual(sorted(frame['message'] for frame in frames), ['0', '1', '2', '3'])
            self.assertEqual(self.clinic.sql('SELECT count(*) FROM messages')[0][0], before['messages'][0][0] + 4)
            self.assertEqual(self.clinic.sql('SELECT count(*) FROM events WHERE seq > ?', seq)[0][0], 4)


if __name__ == '__main__':
    main()
