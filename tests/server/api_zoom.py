"""Meetings that Zoom holds: made, moved, taken away and ended behind the changes of visits."""

import json
import threading

from clinic import in_minutes, main, plain
from fakes import Said
from zoom_clinic import CREATE, ZoomTest


class MeetingTest(ZoomTest):
    def test_a_visit_gets_its_meeting(self):
        with self.clinic.listen('doctor') as events:
            visit = self.visit()
            event = events.wait('meeting_ready')
        self.assertEqual((event['consultation_id'], event['meeting_state']), (visit.id, 'ready'))
        seen = visit.show()
        meeting = self.meeting(visit)
        self.assertEqual(seen['meeting_id'], str(meeting['id']))
        self.assertEqual(seen['meeting_password'], meeting['password'])
        self.assertEqual(seen['meeting_url'], meeting['join_url'])

    def test_what_zoom_is_asked_for(self):
        self.set_up(topic='Video visit', mute_upon_entry='true')
        visit = self.ready(reason='Geheimer Husten')
        asked, = self.zoom.find(CREATE)
        self.assertEqual(asked.path, '/v2/users/doctor%40clinic.example/meetings')
        body = asked.json
        self.assertEqual((body['topic'], body['type'], body['timezone'], body['duration']), ('Video visit', 2, 'UTC', 20))
        self.assertEqual(body['start_time'], visit.seen['scheduled_start'][:19] + 'Z')
        self.assertRegex(body['password'], '^[0-9a-z]{10}$')
        self.assertIn(visit.id, body['agenda'])
        settings = body['settings']
        for name in ('join_before_host', 'meeting_authentication', 'use_pmi', 'email_notification',
                     'auto_start_meeting_summary', 'auto_start_ai_companion_questions'):
            self.assertIs(settings[name], False, name)
        self.assertEqual((settings['waiting_room'], settings['mute_upon_entry'], settings['auto_recording'],
                          settings['continuous_meeting_chat']), (True, True, 'none', {'enable': False}))
        for word in (b'Husten', b'Patient', b'Kr'):
            self.assertNotIn(word, asked.body)

    def test_what_holds_is_read_back(self):
        self.set_up(encryption='e2ee')
        visit = self.ready()
        self.assertEqual(self.zoom.find(CREATE)[0].json['settings']['encryption_type'], 'e2ee')
        facts = json.loads(self.clinic.sql('SELECT facts FROM meetings')[0][0])
        self.assertEqual(facts['encryption_type'], 'enhanced_encryption')
        self.assertIs(facts['passcode'], True)
        self.assertIs(facts['waiting_room'], True)
        self.assertEqual(visit.show()['meeting_state'], 'ready')

    def test_the_link_is_sealed_and_that_of_the_host_nowhere(self):
        visit = self.ready()
        reply = self.assertStatus(self.clinic.get('doctor', visit.path + 'meeting_info/'), 200).json
        meeting = self.meeting(visit)
        self.assertEqual((reply['meeting_url'], reply['host_url'], reply['password']),
                         (meeting['join_url'], meeting['start_url'], meeting['password']))
        rows = repr([self.clinic.sql(f'SELECT * FROM {table}') for table, in
                     self.clinic.sql("SELECT name FROM sqlite_master WHERE type = 'table'")])
        self.assertNotIn('zak', rows)
        self.assertNotIn(meeting['join_url'], rows)
        self.assertNotIn('FAKE.ZAK', self.clinic.process.read_errors())

    def test_the_host_link_is_asked_for_each_time_and_for_the_doctor_alone(self):
        visit = self.ready(status='in_progress')
        self.meeting(visit)['start_url'] += '.again'
        self.assertTrue(self.clinic.read('doctor', visit.path + 'meeting_info/')['host_url'].endswith('.again'))
        before = len(self.zoom.asked)
        visit.assign('other', role='observer')
        for who in ('admin', 'other', visit.door):
            self.assertNotIn('host_url', self.clinic.read(who, visit.path + 'meeting_info/'))
        self.assertEqual(len(self.zoom.asked), before)

    def test_no_host_link_while_zoom_is_out(self):
        visit = self.ready()
        self.zoom.plan('GET /v2/meetings/', Said(503), Said(503))
        reply = self.assertStatus(self.clinic.get('doctor', visit.path + 'meeting_info/'), 503)
        self.assertIn('Zoom is out of order (503).', plain(reply.json['detail']))

    def test_nobody_joins_before_there_is_a_meeting(self):
        self.zoom.plan(CREATE, Said(400, {'code': 3161, 'message': 'Cannot host.'}))
        visit = self.visit()
        self.state(visit, 'failed')
        reply = self.assertStatus(self.clinic.get('doctor', visit.path + 'meeting_info/'), 409)
        self.assertIn('switch to another provider', reply.json['detail'])
        self.assertIsNone(visit.show()['meeting_url'])

    def test_one_host_for_all(self):
        self.set_up(host='host@clinic.example')
        self.ready()
        self.assertEqual(self.zoom.find(CREATE)[0].path, '/v2/users/host%40clinic.example/meetings')

    def test_reschedule_moves_the_meeting(self):
        visit = self.ready()
        number = self.meeting(visit)['id']
        start = in_minutes(90)
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': start})
        self.job(visit, 'meeting_update', 'done')
        self.assertEqual(self.meeting(visit)['start_time'], start)
        self.assertEqual(visit.show()['meeting_id'], str(number))
        self.assertEqual(len(self.zoom.find('PATCH /v2/meetings/')), 1)

    def test_a_meeting_that_is_gone_is_made_again(self):
        visit = self.ready()
        first = self.meeting(visit)['id']
        del self.zoom.meetings[first]
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(90)})
        self.until(lambda: visit.show()['meeting_id'], lambda seen: seen not in ('', str(first)))
        self.assertEqual(len(self.zoom.meetings), 1)

    def test_rescheduled_before_it_was_made(self):
        held = threading.Event()
        self.addCleanup(held.set)
        self.zoom.plan(CREATE, Said(500, held=held))
        visit = self.visit()
        self.zoom.wait(CREATE)
        start = in_minutes(120)
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': start})
        held.set()
        self.state(visit, 'ready')
        self.assertEqual([meeting['start_time'] for meeting in self.zoom.meetings.values()], [start])

    def test_cancel_and_delete_take_it_away(self):
        visit, other = self.ready(), self.ready(minutes=200)
        visit.must_act('receptionist', 'cancel')
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual(list(self.zoom.meetings), [self.meeting(other)['id']])
        self.assertStatus(self.clinic.delete('receptionist', other.path), 204)
        self.until(lambda: self.zoom.meetings, lambda left: not left)
        self.job(other, 'meeting_cancel', 'done')

    def test_cancelled_while_it_is_made(self):
        held = threading.Event()
        self.addCleanup(held.set)
        meeting = {'id': 99, 'uuid': 'x', 'join_url': 'https://zoom.us/j/99', 'host_email': 'doctor@clinic.example',
                   'status': 'waiting'}
        self.zoom.meetings[99] = meeting
        self.zoom.plan(CREATE, Said(201, meeting, held=held))
        visit = self.visit()
        self.zoom.wait(CREATE)
        visit.must_act('receptionist', 'cancel')
        held.set()
        self.until(lambda: self.zoom.meetings, lambda left: not left)

    def test_cancel_of_what_is_gone_or_under_way(self):
        visit, live = self.ready(), self.ready(minutes=200)
        del self.zoom.meetings[self.meeting(visit)['id']]
        self.zoom.start(self.meeting(live)['id'])
        visit.must_act('receptionist', 'cancel')
        live.must_act('receptionist', 'cancel')
        for one in (visit, live):
            self.job(one, 'meeting_cancel', 'done')
        self.assertEqual(self.zoom.meetings, {})

    def test_end_ends_it(self):
        visit = self.ready(status='in_progress')
        self.zoom.start(self.meeting(visit)['id'])
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')
        self.assertEqual(self.meeting(visit)['status'], 'waiting')

    def test_end_of_what_nobody_began(self):
        """Zoom refuses that in its own way; that it is not under way is what counts."""
        visit, gone = self.ready(status='in_progress'), self.ready(minutes=15, status='in_progress')
        del self.zoom.meetings[self.meeting(gone)['id']]
        for one in (visit, gone):
            one.must_act('doctor', 'end')
            self.job(one, 'meeting_end', 'done')

    def test_switching_there_and_back(self):
        visit = self.ready()
        first = self.meeting(visit)['id']
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        self.job(visit, 'meeting_cancel', 'done')
        self.assertEqual((self.zoom.meetings, visit.show()['meeting_state']), ({}, 'ready'))
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'zoom'})
        self.state(visit, 'ready')
        self.assertNotEqual(self.meeting(visit)['id'], first)
        self.assertEqual(len(self.zoom.meetings), 1)

    def test_another_doctor_is_another_host(self):
        visit = self.ready()
        first = self.meeting(visit)['id']
        self.assertStatus(self.clinic.patch('admin', visit.path, {'doctor_id': self.clinic.users['other']}), 200)
        self.until(lambda: list(self.zoom.meetings), lambda seen: len(seen) == 1 and seen != [first])
        self.assertEqual(self.zoom.meetings[next(iter(self.zoom.meetings))]['host_email'], 'other@clinic.example')

    def test_recording_waits_for_consent(self):
        self.set_up(cloud_recording='true')
        visit = self.ready(status='in_progress', recording_enabled=True)
        self.assertEqual(self.meeting(visit)['settings']['auto_recording'], 'none')
        body = {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'}
        visit.must_act('doctor', 'consents', body)
        visit.must_act(visit.door, 'consents', body)
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'cloud')
        visit.must_act(visit.door, 'consents', {**body, 'given': False})
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'none')


if __name__ == '__main__':
    main()
