"""What Zoom posts to us: proven, written down, answered, and worked on afterwards, once, whatever comes in between."""

import base64
import json
import threading
import time
import uuid

from clinic import main, microseconds, now
from fake_zoom import event, person, sign, stamp
from fakes import Said
from zoom_clinic import ZoomTest

PATH = '/telemedicine/api/webhooks/zoom/'


class ReceiveTest(ZoomTest):
    def test_the_challenge_is_answered(self):
        body = json.dumps({'payload': {'plainToken': 'abc'}, 'event_ts': 1, 'event': 'endpoint.url_validation'}).encode()
        reply = self.assertStatus(self.post(body), 200)
        self.assertEqual(reply.json['plainToken'], 'abc')
        self.assertRegex(reply.json['encryptedToken'], '^[0-9a-f]{64}$')
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])

    def test_who_is_not_zoom_is_turned_away(self):
        visit = self.ready()
        body = event('meeting.started', self.meeting(visit))
        good = sign(body)
        for name, headers in {
                'unsigned': {'Content-Type': 'application/json'},
                'another secret': sign(body, secret='another'),
                'old': sign(body, time.time() - 400), 'ahead': sign(body, time.time() + 400),
                'of another body': sign(body + b' '),
                'no time': {key: value for key, value in good.items() if 'timestamp' not in key},
                'another time': {**good, 'x-zm-request-timestamp': str(int(time.time()) - 1)}}.items():
            with self.subTest(name):
                self.assertStatus(self.post(body, headers), 401)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_nothing_is_read_before_it_is_proven(self):
        """So deep that reading it would be the end of the server."""
        bomb = b'[' * 200000
        self.assertStatus(self.post(bomb, sign(bomb, secret='another')), 401)
        self.assertStatus(self.post(bomb), 400)
        self.assertStatus(self.clinic.get(None, '/health/live'), 200)

    def test_too_long_is_refused(self):
        body = b'{"event": "' + b'x' * 270000 + b'"}'
        self.assertStatus(self.post(body), 413)

    def test_what_nobody_knows_is_taken(self):
        for body in (b'{"event": "meeting.danced", "payload": {"object": {"id": 1}}}', b'{"event": 7}', b'{}',
                     b'{"event": "meeting.started", "payload": {"object": {"id": "404"}}}'):
            self.assertStatus(self.tell(body), 200)

    def test_nobody_is_expected_where_nothing_is_set_up(self):
        body = b'{}'
        self.put(is_enabled=False)
        self.assertStatus(self.post(body), 404)
        self.assertStatus(self.post(body, path='webhooks/skype/'), 404)
        self.assertStatus(self.clinic.get(None, 'webhooks/zoom/'), 405)

    def test_without_a_secret_nobody_is_believed(self):
        self.put(settings={'webhook_secret': ''})
        self.assertStatus(self.post(b'{}'), 401)

    def hold(self):
        """Nothing of Zoom's is worked on, for something of it is under way; a restart puts an end to that."""
        identity = str(uuid.uuid4())
        self.clinic.sql("INSERT INTO jobs (id, revision, kind, key, lane, state, next_at) "
                        "VALUES (?, 1, 'elsewhere', ?, 'zoom', 'running', 0)", identity, identity)

    def test_what_is_written_down_is_sealed(self):
        visit = self.ready()
        self.hold()
        body = event('meeting.participant_joined', self.meeting(visit), participant=person(join_time=stamp()))
        self.assertStatus(self.post(body), 200)
        (content,), = self.clinic.sql('SELECT content FROM webhook_inbox')
        self.assertGreater(len(content), len(body))
        for readable in (body, base64.b64encode(body)):
            self.assertNotIn(readable[:40].decode(), content)
        self.clinic.crash()
        self.until(lambda: self.clinic.sql('SELECT content FROM webhook_inbox'), lambda rows: rows == [('',)])

    def test_answered_in_time_while_much_comes(self):
        """A hundred at once: each in well under the three seconds that Zoom waits."""
        visit = self.ready()
        meeting = self.meeting(visit)
        times = []

        def post(place):
            body = event('meeting.participant_joined', meeting, participant=person(str(place), join_time=stamp()))
            since = time.monotonic()
            reply = self.post(body)
            times.append((time.monotonic() - since, reply.status))

        threads = [threading.Thread(target=post, args=(place,)) for place in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({status for _, status in times}, {200})
        self.assertLess(max(seconds for seconds, _ in times), 3)
        self.until(lambda: self.clinic.sql('SELECT count(*) FROM attendance')[0][0], lambda count: count == 100)

    def test_heard_while_zoom_does_not_say_how_it_is(self):
        """Zoom is asked each hour whether it is well. What it tells meanwhile is not for later."""
        visit = self.ready()
        held = threading.Event()
        self.addCleanup(held.set)
        self.clinic.restart()
        (check,), = self.until(lambda: self.clinic.sql("SELECT id FROM jobs WHERE key LIKE 'zoom:hour:%'"), bool)
        self.settled(check)
        self.clinic.sql("UPDATE jobs SET state = 'dead' WHERE id = ?", check)
        self.zoom.plan('POST /oauth/token', Said(held=held))
        n_asked = len(self.zoom.find('POST /oauth/token'))
        self.assertStatus(self.clinic.post('admin', f'jobs/{check}/retry/'), 200)
        self.zoom.wait('POST /oauth/token', n_asked + 1)
        self.tell(event('meeting.participant_joined_waiting_room', self.meeting(visit),
                        participant=person(date_time=stamp())))
        self.assertEqual(visit.show()['status'], 'waiting')
        self.assertEqual(self.clinic.read('admin', f'jobs/{check}/')['state'], 'running')

    def test_killed_between_the_answer_and_the_work(self):
        """Many are answered and none is worked on when the server is killed; none of them is lost."""
        visit = self.ready()
        meeting = self.meeting(visit)
        self.hold()
        for place in range(30):
            body = event('meeting.participant_joined', meeting, participant=person(str(place), join_time=stamp()))
            self.assertStatus(self.post(body), 200)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM attendance'), [(0,)])
        self.clinic.crash()
        self.until(lambda: self.clinic.sql('SELECT count(*) FROM attendance')[0][0], lambda count: count == 30)
        self.until(lambda: self.clinic.sql("SELECT count(*) FROM webhook_inbox WHERE content <> ''")[0][0],
                   lambda left: left == 0)

    def test_killed_while_it_is_worked_on(self):
        """It is worked on twice then, which does no harm."""
        visit = self.ready()
        body = event('meeting.started', self.meeting(visit))
        self.tell(body)
        identity, = self.clinic.sql('SELECT id FROM webhook_inbox')[0]
        self.assertEqual(visit.show()['status'], 'in_progress')
        # The row says that it ran when the server ended.
        self.clinic.sql("UPDATE jobs SET state = 'running' WHERE id = ?", identity)
        self.clinic.crash()
        self.settled(identity)
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_keys_are_forgotten(self):
        self.clinic.sql('INSERT INTO webhook_inbox VALUES (?, ?, ?, ?, ?)', str(uuid.uuid4()), 'zoom', 'k', '',
                        microseconds(now()) - 8 * 86400 * 1000000)
        self.clinic.restart()
        self.until(lambda: self.clinic.sql('SELECT count(*) FROM webhook_inbox'), lambda rows: rows == [(0,)])


class EffectTest(ZoomTest):
    def test_the_patient_waits(self):
        visit = self.ready()
        with self.clinic.listen('doctor') as events:
            self.tell(event('meeting.participant_joined_waiting_room', self.meeting(visit),
                            participant=person(date_time=stamp())))
            self.assertEqual(events.wait('patient_waiting')['consultation_id'], visit.id)
        self.assertEqual(visit.show()['status'], 'waiting')

    def test_staff_who_wait_over_there_are_not_the_patient(self):
        for who in (person(name='Nurse', identity='nurseZoomId', date_time=stamp()),
                    {**person(name='Nurse', date_time=stamp()), 'email': 'nurse@clinic.example'}):
            visit = self.ready()
            self.tell(event('meeting.participant_joined_waiting_room', self.meeting(visit), participant=who))
            self.assertEqual((visit.show()['status'], visit.show()['patient_presence']), ('scheduled', 'away'))

    def test_who_waited_long_ago_does_not_wait_now(self):
        visit = self.ready()
        self.tell(event('meeting.participant_joined_waiting_room', self.meeting(visit),
                        participant=person(date_time=stamp(-3600))))
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_the_doctor_begins(self):
        for status in ('scheduled', 'waiting'):
            with self.subTest(status=status):
                visit = self.ready(status=status)
                self.tell(event('meeting.started', self.meeting(visit)))
                seen = visit.show()
                self.assertEqual(seen['status'], 'in_progress')
                self.assertIsNotNone(seen['actual_start'])

    def test_nobody_begins_on_another_day(self):
        visit = self.ready(minutes=3 * 24 * 60)
        meeting = self.meeting(visit)
        self.tell(event('meeting.started', self.zoom.start(meeting['id'])))
        self.tell(event('meeting.participant_joined', meeting, participant=person(
            '2', 'Doctor', 'hTESThostTEST001', join_time=stamp())))
        self.hurry(visit, 'meeting_look')
        for job in self.jobs(visit, 'meeting_look'):
            self.settled(job['id'])
        self.assertEqual((visit.show()['status'], visit.show()['actual_start']), ('scheduled', None))
        # Who is still in when it is time begins.
        self.clinic.sql('UPDATE consultations SET scheduled_start = ? WHERE id = ?', microseconds(now()) + 10**7, visit.id)
        self.clinic.sql('UPDATE meetings SET started_at = started_at - ?', 3600 * 10**6)
        self.clinic.sql("UPDATE jobs SET state = 'pending', next_at = 0, attempts = 0, deadline = NULL "
                        "WHERE kind = 'meeting_look'")
        self.clinic.restart()
        self.until(lambda: visit.show()['status'], lambda status: status == 'in_progress')

    def test_where_people_may_be_alone_the_host_begins(self):
        self.set_up(waiting_room='false', join_before_host='true')
        visit = self.ready()
        meeting = self.zoom.start(self.meeting(visit)['id'])
        self.tell(event('meeting.started', meeting))
        self.tell(event('meeting.participant_joined', meeting, participant=person(join_time=stamp())))
        self.hurry(visit, 'meeting_look')
        for job in self.jobs(visit, 'meeting_look'):
            self.settled(job['id'])
        self.assertEqual(visit.show()['status'], 'scheduled')
        self.tell(event('meeting.participant_joined', meeting, participant=person(
            '2', 'Doctor', 'hTESThostTEST001', join_time=stamp())))
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_ended_is_not_completed(self):
        """The doctor's notes are still to be written, and a call may have broken off."""
        visit = self.ready(status='in_progress')
        meeting = self.meeting(visit)
        self.tell(event('meeting.started', meeting, -60))
        with self.clinic.listen('doctor') as events:
            self.tell(event('meeting.ended', meeting, end_time=stamp()))
            self.assertEqual(events.wait('meeting_ended')['consultation_id'], visit.id)
        self.assertEqual(visit.show()['status'], 'in_progress')
        self.assertEqual(len(self.jobs(visit, 'meeting_attendance')), 1)

    def test_who_came_and_went(self):
        visit = self.ready(status='in_progress')
        meeting = self.meeting(visit)
        self.tell(event('meeting.participant_joined', meeting, participant=person(join_time=stamp(-100))))
        self.tell(event('meeting.participant_joined', meeting, participant=person(
            '2', 'Doctor', 'hTESThostTEST001', join_time=stamp(-90))))
        self.tell(event('meeting.participant_left', meeting, participant=person(leave_time=stamp(-10))))
        rows = self.clinic.read('doctor', visit.path + 'attendance/')
        self.assertEqual([(row['name'], row['is_host'], row['left_at'] is not None) for row in rows],
                         [('Zoë Ŧest', False, True), ('Doctor', True, False)])

    def test_left_before_joined(self):
        visit = self.ready(status='in_progress')
        meeting = self.meeting(visit)
        self.tell(event('meeting.participant_left', meeting, participant=person(leave_time=stamp(-10))))
        self.tell(event('meeting.participant_joined', meeting, participant=person(join_time=stamp(-100))))
        row, = self.clinic.read('doctor', visit.path + 'attendance/')
        self.assertLess(row['joined_at'], row['left_at'])

    def test_twice_is_once(self):
        visit = self.ready()
        body = event('meeting.started', self.meeting(visit))
        for _ in range(3):
            self.tell(body)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(1,)])
        self.assertEqual(self.clinic.sql("SELECT count(*) FROM jobs WHERE kind = 'webhook_inbox'"), [(1,)])
        started = [row for row in self.clinic.read('doctor', visit.path + 'timeline/')['results']
                   if row['type'] == 'consultation_started']
        self.assertEqual(len(started), 1)

    def test_ended_before_started(self):
        """The two cross on their way: what is over is not begun again."""
        visit = self.ready()
        meeting = self.meeting(visit)
        self.tell(event('meeting.ended', meeting, end_time=stamp()))
        self.tell(event('meeting.started', meeting, -600))
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_a_second_holding(self):
        """The same number once more is another UUID, and is under way again."""
        visit = self.ready()
        meeting = self.meeting(visit)
        self.tell(event('meeting.started', meeting, -300))
        self.tell(event('meeting.ended', meeting, end_time=stamp(-200)))
        self.tell(event('meeting.started', meeting, -100, uuid='/second//=='))
        row, = self.clinic.sql('SELECT instance, ended_at FROM meetings')
        self.assertEqual(row, ('/second//==', None))
        self.tell(event('meeting.ended', meeting, end_time=stamp(-150)))
        self.assertEqual(self.clinic.sql('SELECT ended_at FROM meetings'), [(None,)])

    def test_what_is_over_stays_over(self):
        for status in ('completed', 'cancelled', 'no_show'):
            with self.subTest(status=status):
                visit = self.ready()
                meeting = dict(self.meeting(visit))
                visit.reach(status)
                before = visit.show('receptionist')['status']
                for name, who in (('meeting.started', None),
                                  ('meeting.participant_joined_waiting_room', person(date_time=stamp())),
                                  ('meeting.participant_joined', person(join_time=stamp()))):
                    self.tell(event(name, meeting, participant=who))
                self.assertEqual(visit.show('receptionist')['status'], before)

    def test_another_provider_or_another_meeting_is_not_this_visit(self):
        visit = self.ready()
        meeting = dict(self.meeting(visit))
        self.tell(event('meeting.started', {**meeting, 'id': meeting['id'] + 1000}))
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        # Even where the number is the same.
        self.clinic.sql('UPDATE consultations SET meeting_id = ? WHERE id = ?', str(meeting['id']), visit.id)
        self.tell(event('meeting.started', meeting))
        self.assertEqual(visit.show()['status'], 'scheduled')

    def test_ids_are_numbers_or_texts(self):
        visit = self.ready()
        meeting = self.meeting(visit)
        self.tell(event('meeting.started', meeting, as_number=True))
        self.assertEqual(visit.show()['status'], 'in_progress')
        self.tell(event('recording.completed', meeting, as_number=True))
        self.until(lambda: self.jobs(visit, 'meeting_recordings'), lambda seen: seen)

    def test_changed_over_there_is_looked_at(self):
        visit = self.ready()
        meeting = self.meeting(visit)
        planned = meeting['start_time']
        meeting['start_time'] = stamp(86400)
        self.tell(event('meeting.updated', meeting, as_number=True))
        self.until(lambda: self.meeting(visit)['start_time'], lambda start: start == planned)


class SeatTest(ZoomTest):
    """Who goes to Zoom in the same tab is gone from our page, and not lost."""

    def setUp(self):
        super().setUp()
        self.seen = self.ready(status='in_progress')
        self.doctor = self.seen.enter('doctor')
        self.addCleanup(self.doctor.cut)
        self.seen.must_act(self.seen.door, 'join_waiting')

    def at_the_door(self):
        page = self.seen.enter(self.seen.door)
        self.addCleanup(page.cut)
        self.assertEqual(page.ask('presence', state='here')['type'], 'ack')
        return page

    def go(self):
        page = self.at_the_door()
        self.assertEqual(page.ask('presence', state='in_meeting')['type'], 'ack')
        self.doctor.wait('presence', state='in_meeting')
        page.cut()
        self.until(lambda: self.clinic.get('admin', '/metrics').raw.decode(), lambda text: 'ausculta_sockets 1\n' in text)
        # What is noted of that stands before what is written now.
        self.seen.say('doctor', 'See you there')

    def presence(self):
        return self.seen.show()['patient_presence']

    def zoom_tells(self, what, when, *who):
        stay = {'join_time' if what == 'joined' else 'leave_time': stamp(when)}
        self.tell(event(f'meeting.participant_{what}', self.meeting(self.seen), participant=person(*who, **stay)))

    def test_there_and_back(self):
        self.go()
        self.assertEqual(self.presence(), 'in_meeting')
        self.assertNotIn('user_left', self.doctor.types())
        # What was lost is counted; this was not.
        self.at_the_door()
        self.assertEqual(self.presence(), 'here')
        self.assertEqual(self.clinic.sql("SELECT connection_issues FROM participants WHERE role = 'patient'"), [(0,)])

    def test_outlives_a_restart(self):
        self.go()
        self.clinic.restart()
        self.assertEqual(self.presence(), 'in_meeting')

    def test_zoom_says_so_where_the_page_could_not(self):
        self.at_the_door().cut()
        self.doctor.wait('user_left')
        self.assertEqual(self.presence(), 'lost')
        self.zoom_tells('joined', -5)
        self.assertEqual(self.presence(), 'in_meeting')
        self.zoom_tells('left', -1)
        self.assertEqual(self.presence(), 'lost')

    def test_out_of_order(self):
        self.go()
        self.zoom_tells('left', -5)
        self.zoom_tells('joined', -10)
        self.assertEqual(self.presence(), 'lost')
        self.zoom_tells('joined', -4, '2')
        self.assertEqual(self.presence(), 'in_meeting')

    def test_others_are_not_the_patient(self):
        self.go()
        self.zoom_tells('joined', -9)
        self.zoom_tells('joined', -8, '2', 'Interpreter')
        self.zoom_tells('left', -7, '2', 'Interpreter')
        self.zoom_tells('left', -6, '3', 'Doctor', 'hTESThostTEST001')
        self.assertEqual(self.presence(), 'in_meeting')

    def test_staff_are_not_the_patient(self):
        self.at_the_door().cut()
        self.doctor.wait('user_left')
        self.zoom_tells('joined', -5, '4', 'Nurse', 'nurseZoomId')
        self.assertEqual(self.presence(), 'lost')

    def test_at_our_page_is_at_our_page(self):
        self.at_the_door()
        self.zoom_tells('joined', -9)
        self.zoom_tells('left', -8)
        self.assertEqual(self.presence(), 'here')

    def test_the_meeting_ends(self):
        self.go()
        self.tell(event('meeting.started', self.meeting(self.seen)))
        self.tell(event('meeting.ended', self.meeting(self.seen), end_time=stamp(1)))
        self.assertEqual(self.presence(), 'lost')

    def test_the_visit_goes_elsewhere(self):
        self.go()
        self.seen.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        self.assertEqual(self.presence(), 'lost')
        # Our own calls are held at our page.
        page = self.at_the_door()
        self.assertEqual(page.ask('presence', state='in_meeting')['type'], 'ack')
        self.assertEqual(self.presence(), 'here')

    def test_the_visit_is_over(self):
        self.go()
        self.seen.must_act('doctor', 'end')
        self.assertEqual(self.presence(), 'lost')
        self.zoom_tells('joined', -5)
        self.assertEqual(self.presence(), 'lost')


if __name__ == '__main__':
    main()
