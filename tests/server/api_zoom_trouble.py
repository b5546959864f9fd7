"""Zoom is slow, out of order, or does not want us: the booking stands, and the meeting comes when it can."""

import threading

from clinic import in_minutes, main
from fake_zoom import SECRET, stamp
from fakes import Said
from zoom_clinic import CREATE, ZoomTest


class TroubleTest(ZoomTest):
    def test_the_booking_stands_while_zoom_is_down(self):
        self.zoom.plan(CREATE, *[Said(502)] * 2)
        visit = self.visit()
        self.assertIn(visit.show()['meeting_state'], ('pending', 'ready'))
        self.job(visit, 'meeting_create', 'done')
        self.assertEqual(visit.show()['meeting_state'], 'ready')
        self.assertEqual(len(self.zoom.meetings), 1)

    def test_the_last_error_is_told_in_plain_words(self):
        self.zoom.plan(CREATE, Said(404, {'code': 1001, 'message': 'User does not exist: doctor@clinic.example.'}))
        visit = self.visit()
        self.state(visit, 'failed')
        job = self.job(visit, 'meeting_create', 'dead')
        self.assertIn('Zoom has no such host; name one in the settings', job['last_error'])

    def test_an_admin_tries_again(self):
        self.zoom.plan(CREATE, Said(400, {'code': 3000, 'message': 'No.'}))
        visit = self.visit()
        self.state(visit, 'failed')
        self.hurry(visit, 'meeting_create')
        self.state(visit, 'ready')

    def test_a_lost_creation_is_found_again(self):
        """Zoom did it, and the answer was lost: there is one meeting in the end, not two."""
        self.zoom.plan(CREATE, Said(cut=True), does=True)
        visit = self.visit()
        self.state(visit, 'ready')
        self.assertEqual(len(self.zoom.find(CREATE)), 1)
        self.assertEqual(visit.show()['meeting_id'], str(next(iter(self.zoom.meetings))))

    def test_a_lost_creation_is_found_on_a_later_page(self):
        for minutes in (100, 200, 300):
            self.ready(minutes=minutes)
        self.zoom.page = 1
        self.zoom.plan(CREATE, Said(cut=True), does=True)
        visit = self.visit()
        self.state(visit, 'ready')
        self.assertEqual(len(self.zoom.meetings), 4)
        self.assertEqual(len(self.zoom.find('GET /v2/users/.*next_page_token=')), 4)

    def test_a_lost_creation_is_cancelled_too(self):
        self.zoom.plan(CREATE, Said(cut=True), does=True)
        held = threading.Event()
        self.addCleanup(held.set)
        self.zoom.plan('GET /v2/users/', Said(503, held=held))
        visit = self.visit()
        self.zoom.wait('GET /v2/users/')
        visit.must_act('receptionist', 'cancel')
        held.set()
        self.until(lambda: self.zoom.meetings, lambda left: not left)

    def test_a_lost_creation_is_taken_away_when_its_visit_is_over(self):
        self.zoom.plan(CREATE, Said(503, Retry_After='3600'), does=True)
        visit = self.visit(status='in_progress')
        self.job(visit, 'meeting_create', 'failed')
        self.assertEqual(len(self.zoom.meetings), 1)
        visit.must_act('doctor', 'end')
        self.until(lambda: self.zoom.meetings, lambda left: not left)
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual(visit.show()['meeting_state'], 'none')

    def test_whoever_comes_after_all_has_a_meeting(self):
        self.zoom.plan(CREATE, Said(503, Retry_After='3600'), does=True)
        visit = self.visit()
        self.job(visit, 'meeting_create', 'failed')
        lost, = self.zoom.meetings
        visit.must_act('doctor', 'no_show', {'kind': 'patient'})
        self.job(visit, 'meeting_cancel', 'done')
        visit.must_act(visit.door, 'join_waiting')
        self.state(visit, 'ready')
        self.assertEqual([str(number) for number in self.zoom.meetings], [visit.show()['meeting_id']])
        self.assertNotIn(lost, self.zoom.meetings)

    def test_a_lost_creation_in_place_of_one_that_is_gone_is_found_again(self):
        visit = self.ready()
        del self.zoom.meetings[self.meeting(visit)['id']]
        self.zoom.plan(CREATE, Said(cut=True), does=True)
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(90)})
        self.job(visit, 'meeting_update', 'done')
        self.assertEqual([str(number) for number in self.zoom.meetings], [visit.show()['meeting_id']])

    def test_killed_while_it_is_made(self):
        held = threading.Event()
        self.addCleanup(held.set)
        self.zoom.plan(CREATE, Said(201, {}, held=held), does=True)
        visit = self.visit()
        self.zoom.wait(CREATE)
        self.clinic.crash()
        held.set()
        self.state(visit, 'ready')
        self.assertEqual(len(self.zoom.meetings), 1)

    def test_one_token_more_where_the_old_one_is_dead(self):
        self.ready()
        self.zoom.revoke_tokens()
        self.ready(minutes=200)
        self.assertEqual(len(self.zoom.find('POST /oauth/token')), 2)

    def test_a_token_is_asked_for_once(self):
        held = threading.Event()
        self.addCleanup(held.set)
        self.zoom.plan('POST /oauth', Said(500, held=held))
        visits = [self.visit(minutes=minutes) for minutes in (100, 200, 300, 400)]
        self.zoom.wait('POST /oauth')
        held.set()
        for visit in visits:
            self.state(visit, 'ready')
        self.assertEqual(len(self.zoom.find('POST /oauth')), 2)

    def test_wrong_credentials_want_an_admin(self):
        self.set_up(client_secret='another')
        visit = self.visit()
        self.state(visit, 'failed')
        shown = self.clinic.read('doctor', 'video-providers/zoom/')
        self.assertEqual((shown['available'], shown['healthy']), (True, False))
        self.assertIn('does not know this client ID', shown['health_reason'])
        asked = len(self.zoom.asked)
        other = self.visit(minutes=200)
        self.state(other, 'failed')
        self.assertEqual(len(self.zoom.asked), asked)
        self.set_up()
        self.state(visit, 'ready')
        self.state(other, 'ready')
        self.assertTrue(self.clinic.read('doctor', 'video-providers/zoom/')['healthy'])

    def test_what_was_refused_meanwhile_is_done_when_it_is_not(self):
        """Whoever cancels and ends while the credentials are wrong has done so."""
        visit, other, gone = self.ready(minutes=200), self.ready(status='in_progress'), self.ready(minutes=300)
        self.zoom.start(self.meeting(other)['id'])
        numbers = [self.meeting(one)['id'] for one in (visit, gone)]
        self.set_up(client_secret='another')
        visit.must_act('receptionist', 'cancel')
        self.assertStatus(self.clinic.delete('receptionist', gone.path), 204)
        other.must_act('doctor', 'end')
        self.hurry(other, 'meeting_attendance')
        for one, kind in ((visit, 'meeting_cancel'), (gone, 'meeting_cancel'), (other, 'meeting_end'),
                          (other, 'meeting_attendance')):
            self.job(one, kind, 'dead')
        self.set_up()
        for one, kind in ((visit, 'meeting_cancel'), (gone, 'meeting_cancel'), (other, 'meeting_end'),
                          (other, 'meeting_attendance')):
            self.job(one, kind, 'done')
        for number in numbers:
            self.assertNotIn(number, self.zoom.meetings)
        self.assertEqual(self.meeting(other)['status'], 'waiting')

    def test_recovered_while_nobody_remembered_that_it_was_ill(self):
        self.zoom.secret = 'revoked'
        visit, other = self.visit(minutes=500), self.visit(minutes=600)
        self.state(visit, 'failed')
        self.state(other, 'failed')
        self.clinic.restart()
        self.zoom.secret = SECRET
        self.clinic.sql("UPDATE jobs SET state = 'pending', next_at = 0, attempts = 0 WHERE kind = 'provider_check' "
                        "AND key LIKE 'zoom:%'")
        self.clinic.restart()
        self.state(visit, 'ready')
        self.state(other, 'ready')

    def refused(self, minutes):
        """Zoom does not know the doctor."""
        self.zoom.plan(CREATE, Said(404, {'code': 1001, 'message': 'User does not exist.'}))
        visit = self.visit(minutes=minutes)
        self.state(visit, 'failed')
        self.job(visit, 'meeting_create', 'dead')
        return visit

    def test_visits_far_ahead_are_tried_ever_more_seldom(self):
        visit = self.refused(20 * 24 * 60)
        self.backdate(visit, 'meeting_create', 10, 1)
        before, asked = visit.show(), len(self.zoom.find(CREATE))
        self.assertLeftAlone(visit, 'meeting_create')
        self.assertEqual(visit.show(), before)
        self.assertEqual(len(self.zoom.find(CREATE)), asked)
        self.backdate(visit, 'meeting_create', 10, 3)
        self.check()
        self.state(visit, 'ready')

    def test_visits_that_begin_soon_are_tried_each_time(self):
        visit, past = self.refused(60), self.refused(300)
        self.clinic.sql('UPDATE consultations SET scheduled_start = scheduled_start - ? WHERE id = ?',
                        24 * 3600 * 10**6, past.id)
        for one in (visit, past):
            self.backdate(one, 'meeting_create', 10, 1)
        self.assertLeftAlone(past, 'meeting_create')
        self.state(visit, 'ready')

    def test_settings_that_changed_are_tried_with_all(self):
        visit = self.refused(20 * 24 * 60)
        self.backdate(visit, 'meeting_create', 10, 1)
        self.set_up()
        self.state(visit, 'ready')

    def test_tokens_that_are_never_taken(self):
        """A second 401 is not answered with a third try."""
        self.zoom.plan('GET /v2/users', *[Said(401, {'code': 124, 'message': 'Invalid access token.'})] * 2)
        self.set_up(host='host@clinic.example')
        reply = self.clinic.post('admin', 'video-providers/zoom/test/')
        self.assertEqual(reply.json['passed'], False)
        self.assertEqual(len(self.zoom.find('GET /v2/users')), 2)

    def test_the_time_that_zoom_names_is_kept(self):
        """A daily limit ends at a moment that is written as in ISO 8601."""
        self.zoom.plan(CREATE, Said(429, {'code': 429, 'message': 'Daily limit.'}, Retry_After=stamp(7200)))
        visit = self.visit()
        job = self.job(visit, 'meeting_create', 'failed')
        self.assertGreater(job['next_at'], in_minutes(100))
        self.assertIn('wants to be asked less often', job['last_error'])
        self.assertEqual(visit.show()['meeting_state'], 'pending')
        self.hurry(visit, 'meeting_create')
        self.state(visit, 'ready')

    def test_a_limit_that_lasts_for_a_day_is_waited_for(self):
        """Zoom need not say when it ends."""
        self.zoom.plan(CREATE, *[Said(429, {'code': 429, 'message': 'Daily limit.'})] * 40)
        visit = self.visit(minutes=600)
        self.job(visit, 'meeting_create', 'failed')
        for attempts in (30, 60):
            # Every half hour on the average since it happened.
            self.clinic.sql("UPDATE jobs SET attempts = ?, state = 'failed', next_at = 0 WHERE kind = 'meeting_create'",
                            attempts)
            self.clinic.restart()
            self.until(lambda: self.jobs(visit, 'meeting_create')[0], lambda job: job['attempts'] > attempts
                       and job['state'] != 'running')
            self.assertEqual(self.jobs(visit, 'meeting_create')[0]['state'], 'failed')

    def test_a_dead_provider_is_left_alone(self):
        self.zoom.plan('POST /oauth', *[Said(503)] * 40)
        for minutes in range(100, 700, 100):
            self.visit(minutes=minutes)
        self.until(lambda: len(self.zoom.asked), lambda count: count >= 5)
        self.until(lambda: self.clinic.read('doctor', 'video-providers/zoom/')['health_reason'] or '',
                   lambda reason: '503' in reason)
        rows = self.until(lambda: self.clinic.read('admin', 'jobs/?kind=meeting_create')['results'],
                          lambda seen: any('left alone' in row['last_error'] for row in seen))
        self.assertLessEqual(len(self.zoom.asked), 10, rows)

    def test_zoom_does_not_say_where_we_go(self):
        evil = {'access_token': 'x', 'expires_in': 3600, 'scope': '', 'api_url': 'https://evil.example'}
        self.zoom.plan('POST /oauth', Said(200, evil))
        self.zoom.tokens.add('x')
        self.ready()

    def test_once_for_each_visit_errand_and_version(self):
        visit = self.ready()
        self.assertEqual(len(self.jobs(visit, 'meeting_create')), 1)
        keys = [(job['kind'], job['key']) for job in self.jobs(visit)]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual({job['lane'] for job in self.jobs(visit)}, {visit.id})

    def test_repeated_jobs_do_no_harm(self):
        visit = self.ready()
        number = self.meeting(visit)['id']
        self.clinic.sql("UPDATE jobs SET state = 'failed', next_at = 0 WHERE kind = 'meeting_create'")
        self.clinic.restart()
        self.job(visit, 'meeting_create', 'done')
        self.assertEqual(list(self.zoom.meetings), [number])


if __name__ == '__main__':
    main()
