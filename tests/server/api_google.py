"""Meetings that Google holds, as spaces of Meet or as events of a calendar, and what it pushes."""

import json
import time

from clinic import in_minutes, main, plain
from fake_google import (CLIENT_ID, EVENTS, FIRST, KEY, PUSHER, SCOPE, SECOND, TOPIC, bearer, fault, push, refusal)
from fakes import Said
from google_clinic import GoogleTest
from rsa import Key, encode

CREATE, INSERT, TOKEN, CERTS = 'POST /v2/spaces$', 'POST /calendar/', 'POST /token', 'GET /oauth2/'
RECORD = 'conferenceRecords/fake-conf-0001'


class SpaceTest(GoogleTest):
    def test_a_visit_gets_its_space(self):
        with self.clinic.listen('doctor') as events:
            visit = self.visit(reason='Geheimer Husten')
            events.wait('meeting_ready')
        space = self.space(visit)
        self.assertEqual(visit.show()['meeting_url'], space['meetingUri'])
        self.assertEqual(space['owner'], 'doctor@clinic.example')
        self.assertEqual((space['config']['accessType'], space['config']['entryPointAccess']), ('TRUSTED', 'ALL'))
        self.assertEqual({value for part in space['config']['artifactConfig'].values() for value in part.values()}, {'OFF'})
        self.assertNotIn(b'Husten', self.google.find(CREATE)[0].body)

    def test_the_key_is_sealed_and_shown_to_nobody(self):
        seen = json.dumps(self.set_up())
        rows = repr(self.clinic.sql('SELECT * FROM providers'))
        for text in (KEY.pem.splitlines()[3], 'private_key'):
            self.assertNotIn(text, seen)
            self.assertNotIn(text, rows)

    def test_bad_keys_are_named(self):
        good = json.loads(self.google.settings()['service_account'])
        for text, why in (('{', 'whole'), (json.dumps({**good, 'type': 'authorized_user'}), 'service account'),
                          (json.dumps({**good, 'client_email': ''}), 'client_email'),
                          (json.dumps({**good, 'private_key': Key('small', 1024).pem}), '2048')):
            reply = self.put(settings={'service_account': text})
            self.assertFault(reply, 'service_account')
            self.assertIn(why, json.dumps(reply.json))
        for name, value in (('server', 'https://evil.example'), ('domain', 'a@b'), ('pubsub_topic', 'topic'),
                            ('host', 'nobody'), ('kind', 'phone'), ('access', 'all')):
            self.assertFault(self.put(settings={name: value}), name)

    def test_lesser_editions_have_no_artefacts(self):
        self.google.plan(CREATE, refusal(400, 'INVALID_ARGUMENT'))
        self.assertNotIn('artifactConfig', self.space(self.ready())['config'])

    def test_a_token_serves_many_calls_and_one_person(self):
        self.ready()
        self.ready(minutes=100)
        self.assertEqual(len(self.google.find(TOKEN)), 1)
        self.ready(doctor='other')
        self.assertEqual(len(self.google.find(TOKEN)), 2)
        self.assertEqual({space['owner'] for space in self.google.spaces.values()},
                         {'doctor@clinic.example', 'other@clinic.example'})

    def test_a_token_that_is_refused_is_asked_for_again(self):
        self.ready()
        self.google.tokens.clear()
        self.ready(minutes=100)
        self.assertEqual(len(self.google.find(TOKEN)), 2)

    def test_nobody_outside_the_domain_is_acted_for(self):
        self.set_up(domain='elsewhere.example')
        visit = self.visit()
        self.state(visit, 'failed')
        self.assertIn('does not belong to elsewhere.example', plain(self.jobs(visit, 'meeting_create')[0]['last_error']))
        self.assertEqual(self.google.asked, [])

    def test_what_is_not_delegated_is_said_and_mended(self):
        self.google.delegated = EVENTS
        visit = self.visit()
        self.state(visit, 'failed')
        health = self.clinic.read('admin', 'video-providers/google_meet/')
        self.assertFalse(health['healthy'])
        self.assertIn(f'add client ID {CLIENT_ID} with exactly: {SCOPE}meetings.space.created', plain(health['health_reason']))
        self.google.delegated = EVENTS | {SCOPE + 'meetings.space.created'}
        self.set_up(host='host@clinic.example')
        self.state(visit, 'ready')
        self.assertEqual(self.space(visit)['owner'], 'host@clinic.example')

    def test_the_button(self):
        self.assertTrue(self.try_out()['passed'])
        self.set_up(host='host@clinic.example')
        seen = self.try_out()
        self.assertEqual((seen['passed'], 'may act for host@clinic.example' in plain(seen['note'])), (True, True))
        self.set_up(host='stranger@clinic.example')
        seen = self.try_out()
        self.assertEqual((seen['passed'], 'knows nobody as stranger@' in plain(seen['note'])), (False, True))

    def test_slowed_down_by_403_and_by_429(self):
        for said in (fault(403, 'rateLimitExceeded'), Said(429, {'error': {'status': 'RESOURCE_EXHAUSTED'}}, Retry_After='30'),
                     fault(403, 'quotaExceeded')):
            self.google.plan(CREATE, said)
            visit = self.visit(minutes=100)
            row = self.job(visit, 'meeting_create', 'failed')
            self.assertIn('less often', row['last_error'])
            self.assertEqual(visit.show()['meeting_state'], 'pending')
            self.hurry(visit, 'meeting_create')
            self.state(visit, 'ready')
            visit.must_act('receptionist', 'cancel')

    def test_forbidden_is_final(self):
        self.google.plan(CREATE, refusal(403, 'PERMISSION_DENIED', 'Meet API has not been used.'))
        visit = self.visit()
        self.state(visit, 'failed')
        self.assertIn('Meet API has not been used.', plain(self.jobs(visit, 'meeting_create')[0]['last_error']))

    def test_rescheduled_keeps_its_space(self):
        visit = self.ready()
        before = self.meeting_id(visit)
        self.set_up(access='open')
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(90)})
        self.job(visit, 'meeting_update', 'done')
        self.assertEqual(self.meeting_id(visit), before)
        self.assertEqual(self.space(visit)['config']['accessType'], 'OPEN')

    def test_another_doctor_has_another_space(self):
        visit = self.ready()
        before = self.space(visit)
        self.assertStatus(self.clinic.patch('admin', visit.path, {'doctor_id': self.clinic.users['other']}), 200)
        # Each of them is asked for as whose it is.
        self.job(visit, 'meeting_cancel', 'done')
        self.state(visit, 'ready')
        self.assertEqual(self.space(visit)['owner'], 'other@clinic.example')
        self.assertEqual(before['config']['accessType'], 'RESTRICTED')

    def test_another_host_of_all_has_another_space(self):
        visit = self.ready()
        before = self.space(visit)
        self.set_up(host='host@clinic.example')
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(90)})
        self.job(visit, 'meeting_update', 'done')
        self.assertEqual(self.space(visit)['owner'], 'host@clinic.example')
        self.assertEqual(before['config']['accessType'], 'RESTRICTED')

    def test_cancel_closes_the_space(self):
        visit = self.ready(minutes=100)
        space = self.space(visit)
        self.google.start(space['name'])
        visit.must_act('receptionist', 'cancel')
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual(space['config']['accessType'], 'RESTRICTED')
        self.assertNotIn('activeConference', space)

    def test_cancel_of_what_is_gone(self):
        visit = self.ready()
        self.google.spaces.clear()
        visit.must_act('receptionist', 'cancel')
        self.job(visit, 'meeting_cancel', 'done')

    def test_end_and_who_was_there(self):
        visit = self.ready(status='in_progress')
        name = self.meeting_id(visit)
        record = self.google.start(name)
        record['people'] = [
            ('111', 'signedinUser', 'Clinician', [('2026-11-02T00:00:05Z', '2026-11-02T00:30:00Z')]),
            ('222', 'anonymousUser', 'Zoë Ŧest', [('2026-11-02T00:01:00Z', '2026-11-02T00:05:00Z'),
                                                  ('2026-11-02T00:06:00Z', '2026-11-02T00:30:00Z')])]
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')
        self.assertNotIn('activeConference', self.google.spaces[name])
        for identity in self.hurry(visit, 'meeting_attendance'):
            self.settled(identity)
        rows = self.clinic.sql('SELECT name, is_host, (left_at - joined_at) / 1000000, instance FROM attendance '
                               'ORDER BY joined_at')
        self.assertEqual([tuple(row) for row in rows], [('Clinician', 1, 1795, RECORD), ('Zoë Ŧest', 0, 240, RECORD),
                                                        ('Zoë Ŧest', 0, 1440, RECORD)])

    def test_end_of_what_nobody_began(self):
        visit = self.ready(status='in_progress')
        visit.must_act('doctor', 'end')
        self.assertEqual(self.job(visit, 'meeting_end', 'done')['last_error'], '')

    def test_polls_where_nothing_is_pushed(self):
        visit = self.ready(minutes=1)
        # One when it begins, one when it ends, and the next one after that of now, which is done.
        looks = self.until(lambda: self.jobs(visit, 'meeting_look'), lambda seen: len(seen) == 4)
        first, second, _ = [job['id'] for job in looks if job['state'] == 'pending']
        self.google.start(self.meeting_id(visit))
        self.assertStatus(self.clinic.post('admin', f'jobs/{first}/retry/'), 200)
        # Somebody came into the room. That is not the doctor for certain.
        self.until(lambda: self.clinic.sql('SELECT started_at FROM meetings'), lambda rows: rows != [(None,)])
        self.assertEqual(visit.show()['status'], 'scheduled')
        del self.space(visit)['activeConference']
        with self.clinic.listen('doctor') as events:
            self.assertStatus(self.clinic.post('admin', f'jobs/{second}/retry/'), 200)
            events.wait('meeting_ended')

    def test_a_space_that_is_gone_is_made_again(self):
        visit = self.ready(minutes=30)
        before = self.meeting_id(visit)
        del self.google.spaces[before]
        self.hurry(visit, 'meeting_look')
        self.until(lambda: self.meeting_id(visit), lambda seen: seen not in ('', before))


class CalendarTest(GoogleTest):
    def setUp(self):
        super().setUp()
        self.set_up(kind='calendar', title='Video visit')

    def event(self, visit):
        return next(event for (owner, identity), event in self.google.events.items()
                    if identity == self.meeting_id(visit))

    def test_the_meeting_comes_after_its_event(self):
        self.google.pending = 2
        visit = self.ready(reason='Geheimer Husten')
        event = self.event(visit)
        self.assertEqual(visit.show()['meeting_url'], event['hangoutLink'])
        self.assertEqual((event['summary'], event['visibility'], event['owner']),
                         ('Video visit', 'private', 'doctor@clinic.example'))
        self.assertEqual(event['start']['dateTime'], visit.seen['scheduled_start'][:19] + 'Z')
        self.assertNotIn(b'Husten', self.google.find(INSERT)[0].body)

    def test_a_lost_answer_makes_no_second_event(self):
        self.google.plan(INSERT, Said(cut=True), Said(cut=True), does=True)
        visit = self.visit()
        self.until(lambda: self.hurry(visit, 'meeting_create') or visit.show()['meeting_state'],
                   lambda seen: seen == 'ready')
        self.assertEqual(len(self.google.events), 1)

    def test_meet_is_off_for_the_host(self):
        self.google.is_meet_on = False
        visit = self.visit()
        self.state(visit, 'failed')
        self.assertIn('Meet may be switched off', plain(self.jobs(visit, 'meeting_create')[0]['last_error']))

    def test_moved_and_taken_away(self):
        visit = self.ready()
        start = in_minutes(90)
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': start})
        self.job(visit, 'meeting_update', 'done')
        event = self.event(visit)
        self.assertEqual(event['start']['dateTime'], start)
        visit.must_act('receptionist', 'cancel')
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual(event['status'], 'cancelled')

    def test_taken_away_already(self):
        visit = self.ready()
        self.event(visit)['status'] = 'cancelled'
        visit.must_act('receptionist', 'cancel')
        self.job(visit, 'meeting_cancel', 'done')

    def test_deleted_over_there_is_made_again_under_another_id(self):
        visit = self.ready(minutes=30)
        before = self.event(visit)
        before['status'] = 'cancelled'
        self.hurry(visit, 'meeting_look')
        self.until(lambda: self.meeting_id(visit), lambda seen: seen not in ('', before['id']))
        self.assertEqual(self.event(visit)['status'], 'confirmed')

    def test_live_by_its_code(self):
        visit = self.ready(minutes=1)
        code = self.event(visit)['conferenceData']['conferenceId']
        space = next(space for space in self.google.spaces.values() if space['meetingCode'] == code)
        record = self.google.start(space['name'])
        record['people'] = [('1', 'phoneUser', '+49 …', [('2026-11-02T00:00:05Z', '2026-11-02T00:30:00Z')])]
        self.hurry(visit, 'meeting_look')
        self.until(lambda: self.clinic.sql('SELECT started_at FROM meetings'), lambda rows: rows != [(None,)])
        visit.must_act('doctor', 'start')
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')
        for identity in self.hurry(visit, 'meeting_attendance'):
            self.settled(identity)
        self.assertEqual(tuple(self.clinic.sql('SELECT name, is_host FROM attendance')[0]), ('+49 …', 0))


class PushTest(GoogleTest):
    def setUp(self):
        super().setUp()
        self.set_up(pubsub_topic=TOPIC, push_account=PUSHER, push_audience='https://clinic.example/push')

    def started(self, visit, **members):
        return push('conference.v2.started', self.meeting_id(visit), {'conferenceRecord': {'name': RECORD}}, **members)

    def test_google_is_asked_to_tell(self):
        visit = self.ready()
        asked, = self.google.wait('POST /v1/subscriptions')
        self.assertEqual(asked.json['targetResource'], f'//meet.googleapis.com/{self.meeting_id(visit)}')
        self.assertEqual(asked.json['notificationEndpoint'], {'pubsubTopic': TOPIC})
        self.job(visit, 'meeting_look', 'pending')

    def test_started_joined_left_and_ended(self):
        visit = self.ready()
        space, headers = self.meeting_id(visit), bearer()
        session = {'participantSession': {'name': f'{RECORD}/participants/1/participantSessions/2'}}
        self.tell(self.started(visit), headers)
        # The room is open for whoever comes first, so the visit begins when the doctor says so.
        self.assertEqual(self.clinic.sql('SELECT instance, started_at IS NULL FROM meetings'), [(RECORD, 0)])
        self.assertEqual(visit.show()['status'], 'scheduled')
        self.tell(push('participant.v2.joined', space, session, 'e2'), headers)
        self.tell(push('participant.v2.left', space, session, 'e3'), headers)
        key, instance, joined, left = self.clinic.sql('SELECT key, instance, joined_at, left_at FROM attendance')[0]
        self.assertEqual((key, instance), (session['participantSession']['name'], RECORD))
        self.assertLessEqual(joined, left)
        with self.clinic.listen('doctor') as events:
            self.tell(push('conference.v2.ended', space, {'conferenceRecord': {'name': RECORD}}, 'e4'), headers)
            events.wait('meeting_ended')
        self.assertEqual(len(self.google.find(CERTS)), 1)

    def test_only_google_only_for_us(self):
        visit = self.ready()
        body, now = self.started(visit), int(time.time())
        stranger = Key(FIRST.kid)
        unsigned = encode(b'{"alg":"none","typ":"JWT"}') + '.' + encode(b'{"exp":9999999999}') + '.'
        for headers in ({}, {'Authorization': 'Basic x'}, {'Authorization': 'Bearer x.y.z'},
                        {'Authorization': 'Bearer ' + unsigned}, bearer(header={'alg': 'HS256'}),
                        bearer(header={'crit': ['exp']}), bearer(key=stranger), bearer(iss='https://evil.example'),
                        bearer(aud='https://other.example'), bearer(aud=['https://clinic.example/push']),
                        bearer(email='push@other.iam.gserviceaccount.com'), bearer(email_verified=False),
                        bearer(email_verified='true'), bearer(exp=now - 61), bearer(nbf=now + 120),
                        bearer(exp=str(now + 60)), bearer(header={'kid': 'unknown'})):
            with self.subTest(headers=headers):
                self.assertStatus(self.post(body, {'Content-Type': 'application/json', **headers}), 401)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox')[0][0], 0)
        self.assertEqual(visit.show()['status'], 'scheduled')
        for headers in (bearer(iss='accounts.google.com'), bearer(exp=now - 30)):
            self.assertStatus(self.post(body, headers), 200)
        # Whoever names unknown keys does not have us ask each time.
        self.assertEqual(len(self.google.find(CERTS)), 1)

    def test_its_audience_is_our_address_unless_another_one_is_named(self):
        shown = self.set_up(push_audience='')
        visit = self.ready()
        self.assertStatus(self.post(self.started(visit), bearer()), 401)
        self.tell(self.started(visit), bearer(aud=shown['webhook_url']))
        self.assertEqual(self.clinic.sql('SELECT instance FROM meetings'), [(RECORD,)])

    def test_keys_that_cannot_be_had_are_not_asked_for_by_whoever_posts(self):
        self.google.plan(CERTS, *[Said(500)] * 8)
        for number in range(6):
            self.assertStatus(self.post(b'{}', bearer(header={'kid': f'x{number}'})), 503)
        self.assertEqual(len(self.google.find(CERTS)), 2)

    def test_keys_change(self):
        visit = self.ready()
        self.google.max_age = 1
        self.google.keys = [FIRST]
        self.tell(self.started(visit), bearer())
        self.google.keys = [SECOND]
        # What is old is fetched again, though not at once.
        self.assertStatus(self.post(self.started(visit, identity='e2'), bearer(key=SECOND)), 401)
        self.set_up(push_audience='https://clinic.example/push', host='host@clinic.example')
        self.assertStatus(self.post(self.started(visit, identity='e3'), bearer(key=SECOND)), 200)
        self.assertStatus(self.post(self.started(visit, identity='e4'), bearer(key=FIRST)), 401)

    def test_no_keys_is_no_refusal(self):
        visit = self.ready()
        self.google.plan(CERTS, Said(500))
        self.assertStatus(self.post(self.started(visit), bearer()), 503)
        self.assertStatus(self.post(self.started(visit), bearer()), 200)

    def test_twice_unknown_and_unreadable(self):
        visit = self.ready()
        headers = bearer()
        self.tell(self.started(visit), headers)
        self.tell(self.started(visit), headers)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox')[0][0], 1)
        for body in (b'{}', b'[]', b'{"message": 1}', push('later.v9.thing', self.meeting_id(visit), {}, 'e9'),
                     push('conference.v2.started', 'spaces/other', {'conferenceRecord': {'name': RECORD}}, 'e10'),
                     push('conference.v2.started', self.meeting_id(visit), {'conferenceRecord': 7}, 'e11')):
            self.tell(body, headers)

    def test_a_finished_visit_stays_finished(self):
        visit = self.ready(status='in_progress')
        visit.must_act('doctor', 'end')
        before = visit.show()['status']
        self.tell(self.started(visit), bearer())
        self.assertEqual(visit.show()['status'], before)

    def test_without_an_account_nothing_is_believed(self):
        self.set_up(push_account='')
        self.assertStatus(self.post(b'{}', bearer()), 401)


if __name__ == '__main__':
    main()
