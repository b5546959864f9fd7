"""What is looked up of Zoom's meetings while they are held and when they are over: how they stand, who was there, and what
was recorded."""

import hashlib

from clinic import in_minutes, main, plain
from fake_zoom import encode, stamp
from fakes import Said
from zoom_clinic import ZoomTest


class AfterwardsTest(ZoomTest):
    def test_looked_up_at_the_start_and_at_the_end(self):
        visit = self.ready()
        due = sorted(job['next_at'] for job in self.jobs(visit, 'meeting_look'))
        self.assertEqual(len(due), 2)
        self.assertGreater(due[0], visit.seen['scheduled_start'])
        self.zoom.start(self.meeting(visit)['id'])
        self.hurry(visit, 'meeting_look')
        self.until(lambda: visit.show()['status'], lambda status: status == 'in_progress')

    def test_moved_over_there_is_moved_back(self):
        visit = self.ready()
        planned = self.meeting(visit)['start_time']
        self.meeting(visit)['start_time'] = stamp(86400)
        self.hurry(visit, 'meeting_look')
        self.until(lambda: self.meeting(visit)['start_time'], lambda start: start == planned)

    def test_what_should_have_begun_is_not_moved_back(self):
        """Zoom takes no start that is past: each look would ask for it anew, and for another look."""
        visit = self.ready()
        self.clinic.sql('UPDATE consultations SET scheduled_start = scheduled_start - ? WHERE id = ?', 3600 * 10**6, visit.id)
        looks = self.hurry(visit, 'meeting_look')
        for identity in looks:
            self.settled(identity)
        self.assertEqual(self.jobs(visit, 'meeting_update'), [])
        self.assertEqual(len(self.jobs(visit, 'meeting_look')), len(looks))

    def test_taken_away_over_there_is_made_again(self):
        visit = self.ready()
        first = self.meeting(visit)['id']
        del self.zoom.meetings[first]
        self.hurry(visit, 'meeting_look')
        self.until(lambda: list(self.zoom.meetings), lambda seen: len(seen) == 1 and seen != [first])
        self.state(visit, 'ready')

    def test_attendance(self):
        """The UUID has slashes that Zoom wants encoded twice."""
        visit = self.ready(status='in_progress')
        uuid = '/abc//d=='
        self.clinic.sql('UPDATE meetings SET instance = ?', uuid)
        self.zoom.participants[uuid] = [
            {'id': '', 'name': 'Zoë Ŧest', 'user_id': '1', 'user_email': '', 'join_time': stamp(-600),
             'leave_time': stamp(-60), 'duration': 540, 'status': 'in_meeting'},
            {'id': 'h', 'name': 'Doctor', 'user_id': '2', 'user_email': 'doctor@clinic.example', 'join_time': stamp(-700),
             'leave_time': stamp(-50), 'duration': 650, 'status': 'in_meeting'},
            {'id': '', 'name': 'Waited', 'user_id': '3', 'user_email': '', 'join_time': stamp(-700),
             'leave_time': stamp(-50), 'duration': 0, 'status': 'in_waiting_room'}]
        visit.must_act('doctor', 'end')
        for _ in range(2):
            self.hurry(visit, 'meeting_attendance')
            self.job(visit, 'meeting_attendance', 'done')
            rows = self.clinic.read('doctor', visit.path + 'attendance/')
            self.assertEqual([(row['name'], row['is_host']) for row in rows], [('Doctor', True), ('Zoë Ŧest', False)])
        self.assertIn(encode(uuid), self.zoom.find('GET /v2/past_meetings')[0].path)
        self.assertStatus(self.clinic.get('receptionist', visit.path + 'attendance/'), 403)

    def test_attendance_of_more_than_a_page(self):
        visit = self.ready(status='in_progress')
        uuid, self.zoom.page = self.meeting(visit)['uuid'], 2
        self.clinic.sql('UPDATE meetings SET instance = ?', uuid)
        self.zoom.participants[uuid] = [
            {'id': '', 'name': f'Person {number}', 'user_id': str(number), 'user_email': '', 'join_time': stamp(-600 + number),
             'leave_time': stamp(-60), 'duration': 540, 'status': 'in_meeting'} for number in range(5)]
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_attendance')
        self.job(visit, 'meeting_attendance', 'done')
        rows = self.clinic.read('doctor', visit.path + 'attendance/')
        self.assertEqual([row['name'] for row in rows], [f'Person {number}' for number in range(5)])
        self.assertEqual(len(self.zoom.find('GET /v2/past_meetings')), 3)

    def recorded(self, content):
        self.set_up(cloud_recording='true')
        visit = self.ready(status='in_progress', recording_enabled=True)
        for who in ('doctor', visit.door):
            visit.must_act(who, 'consents', {'kind': 'recording', 'given': True, 'text_version': '1', 'language': 'de'})
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'cloud')
        self.zoom.record(self.meeting(visit)['uuid'], 'rec/0001==', content)
        return visit

    def test_a_recording_is_fetched_sealed_and_deleted_there(self):
        content = hashlib.sha256(b'film').digest() * 70000
        visit = self.recorded(content)
        # A meeting that nobody began is deleted when its visit ends.
        uuid = self.meeting(visit)['uuid']
        self.zoom.recordings[uuid][0]['download_url'] = self.zoom.url + '/rec/x/film'
        self.zoom.files['film'] = content
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        self.job(visit, 'meeting_discard', 'done')
        row, = self.clinic.read('doctor', 'recordings/')['results']
        self.assertEqual((row['state'], row['provider'], row['size'], row['media_type'], row['sha256']),
                         ('ready', 'zoom', len(content), 'video/mp4', hashlib.sha256(content).hexdigest()))
        media = self.clinic.get('doctor', f'recordings/{row["id"]}/media/')
        self.assertEqual((media.raw, media.headers['Content-Type']), (content, 'video/mp4'))
        with open(f'{self.clinic.data}/recordings/{row["id"]}', 'rb') as sealed:
            self.assertNotIn(content[:64], sealed.read())
        asked = self.zoom.find('GET /files/')[0]
        self.assertEqual(self.zoom.recordings[uuid], [])
        self.assertIn('authorization', asked.headers)

    def test_the_credentials_stay_with_their_host(self):
        other = type(self.zoom)()
        self.addCleanup(other.close)
        other.files['film'] = b'film'
        self.zoom.download_url = other.url
        visit = self.recorded(b'film')
        self.zoom.recordings[self.meeting(visit)['uuid']][0]['download_url'] = self.zoom.url + '/rec/x/film'
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        self.job(visit, 'meeting_fetch', 'done')
        self.assertNotIn('authorization', other.find('GET /files/film')[0].headers)
        self.assertIn('authorization', self.zoom.find('GET /rec/')[0].headers)

    def test_a_download_that_is_cut_short_is_no_recording(self):
        visit = self.recorded(b'film')
        file = self.zoom.recordings[self.meeting(visit)['uuid']][0]
        file.update(download_url=self.zoom.url + '/rec/x/film', file_size=9)
        self.zoom.files['film'] = b'film'
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        job = self.job(visit, 'meeting_fetch', 'failed')
        self.assertEqual(plain(job['last_error']), "Of the recording's 9 bytes 4 came.")
        row, = self.clinic.read('doctor', 'recordings/')['results']
        self.assertEqual(row['state'], 'uploading')
        self.zoom.files['film'] = b'film film'
        self.hurry(visit, 'meeting_fetch')
        self.job(visit, 'meeting_fetch', 'done')
        self.assertEqual(self.clinic.get('doctor', f'recordings/{row["id"]}/media/').raw, b'film film')

    def test_a_download_that_is_refused_for_a_moment_is_tried_again(self):
        visit = self.recorded(b'film')
        self.zoom.recordings[self.meeting(visit)['uuid']][0]['download_url'] = self.zoom.url + '/rec/x/film'
        self.zoom.files['film'] = b'film'
        self.zoom.plan('GET /files/', Said(503), Said(429, None, Retry_After='3600'))
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        self.until(lambda: self.jobs(visit, 'meeting_fetch'), lambda seen: seen and '429' in seen[0]['last_error'])
        self.assertGreater(self.job(visit, 'meeting_fetch', 'failed')['next_at'], in_minutes(50))
        self.hurry(visit, 'meeting_fetch')
        self.job(visit, 'meeting_discard', 'done')
        row, = self.clinic.read('doctor', 'recordings/')['results']
        self.assertEqual(row['state'], 'ready')

    def test_an_admin_fetches_what_was_given_up(self):
        visit = self.recorded(b'film')
        self.zoom.recordings[self.meeting(visit)['uuid']][0]['download_url'] = self.zoom.url + '/rec/x/film'
        self.zoom.files['film'] = b'film'
        self.zoom.plan('GET /files/', Said(403, {'message': 'No.'}))
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        self.job(visit, 'meeting_fetch', 'dead')
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['results'][0]['state'], 'failed')
        self.hurry(visit, 'meeting_fetch')
        self.job(visit, 'meeting_discard', 'done')
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['results'][0]['state'], 'ready')

    def test_a_consent_after_the_end_holds_nothing_up(self):
        visit = self.recorded(b'film')
        self.zoom.start(self.meeting(visit)['id'])
        visit.must_act('doctor', 'end')
        self.job(visit, 'meeting_end', 'done')
        visit.must_act(visit.door, 'consents', {'kind': 'recording', 'given': True, 'text_version': '1', 'language': 'de'})
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'recording_enabled': False}), 200)
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'recording_enabled': True}), 200)
        for kind in ('meeting_attendance', 'meeting_recordings'):
            for identity in self.hurry(visit, kind):
                self.settled(identity)
        self.assertEqual(len(self.zoom.find('GET /v2/past_meetings')), 1)
        self.assertEqual(len(self.zoom.find('GET /v2/meetings/[^/]*/recordings')), 1)

    def test_what_may_not_be_recorded_is_not_fetched(self):
        visit = self.ready(status='in_progress')
        self.zoom.record(self.meeting(visit)['uuid'], 'rec', b'film')
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_recordings')
        self.job(visit, 'meeting_recordings', 'done')
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['count'], 0)


if __name__ == '__main__':
    main()
