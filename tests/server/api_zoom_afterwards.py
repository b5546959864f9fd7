"""What is looked up of Zoom's meetings while they are held and when they are over: how they stand, who was there, and what
was recorded."""

import hashlib
import os

from clinic import in_minutes, main, microseconds, new_id, now, plain
from fake_zoom import encode, event, stamp
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

    def test_attendance_of_one_host_for_all(self):
        self.set_up(host='host@clinic.example')
        visit = self.ready(status='in_progress')
        uuid = self.meeting(visit)['uuid']
        self.clinic.sql('UPDATE meetings SET instance = ?', uuid)
        self.zoom.participants[uuid] = [
            {'id': 'x', 'name': name, 'user_id': name, 'user_email': address, 'join_time': stamp(-600),
             'leave_time': stamp(-60), 'duration': 540, 'status': 'in_meeting'}
            for name, address in (('A', ''), ('H', 'Host@clinic.example'))]
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_attendance')
        self.job(visit, 'meeting_attendance', 'done')
        rows = self.clinic.read('doctor', visit.path + 'attendance/')
        self.assertEqual([(row['name'], row['is_host']) for row in rows], [('A', False), ('H', True)])

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
            visit.must_act(who, 'consents', {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'})
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
        visit.must_act(visit.door, 'consents', {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'})
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'recording_enabled': False}), 200)
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'recording_enabled': True}), 200)
        for kind in ('meeting_attendance', 'meeting_recordings'):
            for identity in self.hurry(visit, kind):
                self.settled(identity)
        self.assertEqual(len(self.zoom.find('GET /v2/past_meetings')), 1)
        self.assertEqual(len(self.zoom.find('GET /v2/meetings/[^/]*/recordings')), 1)

    def look_for_recordings(self, visit):
        for identity in self.hurry(visit, 'meeting_recordings'):
            self.settled(identity)

    def test_recordings_that_come_later_are_found_without_a_webhook(self):
        visit = self.recorded(b'film')
        uuid = self.meeting(visit)['uuid']
        later = self.zoom.recordings.pop(uuid)
        later[0].update(download_url=self.zoom.url + '/rec/x/film', status='processing')
        self.zoom.files['film'] = b'film'
        visit.must_act('doctor', 'end')
        waits = []
        for minutes in (9, 59):
            self.look_for_recordings(visit)
            due = self.job(visit, 'meeting_recordings', 'pending')['next_at']
            self.assertGreater(due, in_minutes(minutes))
            waits.append(due)
        self.assertEqual(waits, sorted(waits))
        # Some of it is there, and some is not.
        self.zoom.recordings[uuid] = later
        self.look_for_recordings(visit)
        self.assertGreater(self.job(visit, 'meeting_recordings', 'pending')['next_at'], in_minutes(5 * 60))
        later[0]['status'] = 'completed'
        self.look_for_recordings(visit)
        self.job(visit, 'meeting_discard', 'done')
        self.assertEqual([row['state'] for row in self.clinic.read('doctor', 'recordings/')['results']], ['ready'])
        self.assertEqual({job['state'] for job in self.jobs(visit, 'meeting_recordings')}, {'done'})

    def test_it_is_not_looked_for_recordings_for_ever(self):
        visit = self.recorded(b'film')
        self.zoom.recordings.clear()
        visit.must_act('doctor', 'end')
        for _ in range(5):
            self.look_for_recordings(visit)
        self.assertEqual([job['state'] for job in self.jobs(visit, 'meeting_recordings')], ['done'] * 5)

    def test_what_may_not_be_recorded_is_deleted_and_not_fetched(self):
        """Also what was written of it, such as a transcript."""
        visit = self.ready(status='in_progress')
        uuid = self.meeting(visit)['uuid']
        self.zoom.record(uuid, 'rec/0001==', b'film')
        self.zoom.record(uuid, 'words', b'words')
        self.zoom.recordings[uuid][1]['file_type'] = 'TRANSCRIPT'
        visit.must_act('doctor', 'end')
        self.look_for_recordings(visit)
        self.until(lambda: self.zoom.recordings[uuid], lambda left: not left)
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['count'], 0)
        self.assertEqual(self.jobs(visit, 'meeting_fetch'), [])

    def test_whoever_withdraws_their_consent_is_recorded_no_more(self):
        visit = self.recorded(b'film')
        uuid = self.meeting(visit)['uuid']
        self.zoom.start(self.meeting(visit)['id'])['is_recording'] = True
        # Whatever Zoom says to the rest.
        self.zoom.plan('PATCH /v2/meetings/', Said(400, {'code': 300, 'message': 'Validation Failed.'}))
        visit.must_act(visit.door, 'consents', {'kind': 'recording', 'given': False, 'text_version': '2026-11', 'language': 'de'})
        self.until(lambda: self.meeting(visit).get('is_recording'), lambda seen: seen is None)
        self.job(visit, 'meeting_update', 'dead')
        # Nothing is recorded now, which Zoom calls an error.
        visit.must_act('doctor', 'consents', {'kind': 'recording', 'given': False, 'text_version': '2026-11', 'language': 'de'})
        self.zoom.wait('PATCH /v2/live_meetings/', 2)
        self.job(visit, 'meeting_update', 'done')
        visit.must_act('doctor', 'end')
        self.look_for_recordings(visit)
        self.until(lambda: self.zoom.recordings[uuid], lambda left: not left)
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['count'], 0)

    def refuse(self, visit, who):
        visit.must_act(who, 'consents', {'kind': 'recording', 'given': False, 'text_version': '2026-11', 'language': 'de'})

    def refused_outside(self, visit):
        """The token of a companion who said no before they ever came in."""
        token, seat, time = visit.open_door('guest'), new_id(), microseconds(now())
        door, = self.clinic.sql("SELECT id FROM doors WHERE role = 'guest' AND consultation_id = ?", visit.id)[0]
        self.clinic.sql('INSERT INTO participants (id, revision, consultation_id, door_id, name, role, created_at) '
                        "VALUES (?, 1, ?, ?, 'Guest', 'guest', ?)", seat, visit.id, door, time)
        self.clinic.sql('INSERT INTO consents (id, revision, consultation_id, participant_id, recorded_by, role, kind, given, '
                        "state, text_version, language, created_at) VALUES (?, 1, ?, ?, ?, 'guest', 'recording', 0, "
                        "'declined', '1', 'de', ?)", new_id(), visit.id, seat, door, time)
        return token

    def fetched(self, visit, ended=60):
        self.zoom.recordings[self.meeting(visit)['uuid']][0].update(
            download_url=self.zoom.url + '/rec/x/film', recording_start=stamp(-1800), recording_end=stamp(ended))
        self.zoom.files['film'] = b'film'
        visit.must_act('doctor', 'end')

    def test_a_companion_who_never_came_decides_nothing(self):
        self.set_up(cloud_recording='true')
        visit = self.ready(recording_enabled=True)
        self.refused_outside(visit)
        visit.reach('in_progress')
        for who in ('doctor', visit.door):
            visit.must_act(who, 'consents', {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'})
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'cloud')
        self.zoom.record(self.meeting(visit)['uuid'], 'rec/0001==', b'film')
        self.fetched(visit)
        self.look_for_recordings(visit)
        self.job(visit, 'meeting_discard', 'done')
        self.assertEqual([row['state'] for row in self.clinic.read('doctor', 'recordings/')['results']], ['ready'])

    def test_a_companion_who_came_and_says_no_is_not_recorded(self):
        visit = self.recorded(b'film')
        uuid = self.meeting(visit)['uuid']
        self.refuse(visit, visit.bring())
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'none')
        self.fetched(visit)
        self.look_for_recordings(visit)
        self.until(lambda: self.zoom.recordings[uuid], lambda left: not left)
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['count'], 0)

    def test_a_companion_who_said_no_and_comes_in_after_all_is_not_recorded(self):
        visit = self.recorded(b'film')
        token = self.refused_outside(visit)
        visit.must_act(token, 'join_waiting')
        visit.must_act('doctor', 'let_in', {'participant_id': visit.seat('guest')['id']})
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'none')

    def test_a_companion_who_said_no_and_waits_with_the_patient_is_not_recorded(self):
        self.set_up(cloud_recording='true')
        visit = self.ready(recording_enabled=True)
        token = self.refused_outside(visit)
        visit.must_act(visit.door, 'consents', {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'})
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'cloud')
        visit.must_act(token, 'join_waiting')
        self.until(lambda: self.meeting(visit)['settings']['auto_recording'], lambda seen: seen == 'none')

    def test_a_consent_that_is_withdrawn_after_the_end_deletes_nothing_there(self):
        """All had agreed to what was recorded. It is ours to say who may see it from now on."""
        visit = self.recorded(b'film')
        self.fetched(visit)
        self.refuse(visit, visit.door)
        self.look_for_recordings(visit)
        self.job(visit, 'meeting_fetch', 'done')
        row, = self.clinic.read('doctor', 'recordings/')['results']
        self.assertEqual((row['state'], row['shared_with_patient']), ('ready', False))
        self.assertEqual(self.clinic.read('admin', 'recordings/')['count'], 0)

    def test_a_consent_that_is_withdrawn_after_the_recording_deletes_nothing_there(self):
        """The visit goes on, and what was recorded before was allowed."""
        visit = self.recorded(b'film')
        agreed, = self.clinic.sql('SELECT max(created_at) FROM consents WHERE consultation_id = ?', visit.id)[0]
        # Zoom says it in whole seconds.
        self.until(lambda: microseconds(now()), lambda time: time > agreed + 2 * 10**6)
        self.refuse(visit, visit.door)
        self.fetched(visit, ended=-1)
        self.look_for_recordings(visit)
        self.job(visit, 'meeting_fetch', 'done')

    def test_a_recording_that_may_not_be_stopped_is_told(self):
        visit = self.recorded(b'film')
        self.zoom.start(self.meeting(visit)['id'])
        self.zoom.plan('PATCH /v2/live_meetings/', Said(400, {'code': 4711, 'message': 'meeting:update:in_meeting_controls'}))
        visit.must_act(visit.door, 'consents', {'kind': 'recording', 'given': False, 'text_version': '2026-11', 'language': 'de'})
        self.assertIn('lacks a scope', self.job(visit, 'meeting_update', 'dead')['last_error'])

    def test_what_is_deleted_before_it_was_fetched_is_deleted_there(self):
        for state in ('failed', 'dead'):
            with self.subTest(state=state):
                visit = self.recorded(b'film')
                uuid = self.meeting(visit)['uuid']
                identity = f'rec-{state}'
                self.zoom.recordings[uuid][0]['id'] = identity
                self.zoom.plan('GET /rec/', Said(403 if state == 'dead' else 503))
                visit.must_act('doctor', 'end')
                self.look_for_recordings(visit)
                self.job(visit, 'meeting_fetch', state)
                row = self.clinic.read('doctor', f'recordings/?consultation_id={visit.id}')['results'][0]
                self.assertStatus(self.clinic.delete('doctor', f'recordings/{row["id"]}/'), 204)
                self.until(lambda: self.zoom.recordings[uuid], lambda left: not left)

    def cut_short(self):
        """A visit whose recording never comes whole, though some of it reached the disk."""
        content = bytes(3 << 20)
        visit = self.recorded(content)
        file = self.zoom.recordings[self.meeting(visit)['uuid']][0]
        file.update(download_url=self.zoom.url + '/rec/x/film', file_size=len(content) + 1)
        self.zoom.files['film'] = content
        visit.must_act('doctor', 'end')
        self.look_for_recordings(visit)
        self.until(lambda: self.jobs(visit, 'meeting_fetch'), lambda seen: seen and 'bytes' in plain(seen[0]['last_error']))
        row, = self.clinic.read('doctor', 'recordings/')['results']
        return visit, row, f'{self.clinic.data}/recordings/{row["id"]}'

    def test_what_came_of_a_download_that_failed_leaves_the_disk(self):
        _, row, path = self.cut_short()
        self.until(lambda: os.path.exists(path), lambda there: not there)
        self.assertStatus(self.clinic.get('doctor', f'recordings/{row["id"]}/media/'), 409)

    def test_what_came_before_the_server_crashed_goes_with_its_recording(self):
        """Nobody noted then that it is there."""
        _, row, path = self.cut_short()
        self.clinic.process.terminate()
        with open(path, 'wb') as file:
            file.write(b'sealed')
        self.clinic.sql("UPDATE jobs SET state = 'dead' WHERE kind = 'meeting_fetch'")
        self.clinic.start_again()
        self.assertStatus(self.clinic.delete('doctor', f'recordings/{row["id"]}/'), 204)
        self.until(lambda: os.path.exists(path), lambda there: not there)

    def given_up(self, visit, error):
        """The download, so that a check could try it again."""
        self.assertEqual(plain(self.job(visit, 'meeting_fetch', 'dead')['last_error']), error)
        self.backdate(visit, 'meeting_fetch', 2, 1)
        self.assertEqual(self.clinic.read('doctor', 'recordings/')['results'][0]['state'], 'failed')

    def test_a_recording_that_is_too_large_is_not_fetched_again_and_again(self):
        conf = f'{self.clinic.data}/server.conf'
        with open(conf, 'w', encoding='utf-8') as file:
            file.write('[recordings]\nmax-size-mb=1\n')
        self.clinic.restart('--config', conf)
        visit = self.recorded(bytes(3 << 20))
        self.zoom.recordings[self.meeting(visit)['uuid']][0]['download_url'] = self.zoom.url + '/rec/x/rec/0001=='
        self.zoom.files['0001=='] = bytes(3 << 20)
        visit.must_act('doctor', 'end')
        self.look_for_recordings(visit)
        self.given_up(visit, 'The recording is larger than the clinic keeps.')
        self.assertLeftAlone(visit, 'meeting_fetch')
        self.assertEqual(len(self.zoom.find('GET /files/')), 1)
        self.hurry(visit, 'meeting_fetch')
        self.zoom.wait('GET /files/', 2)
        self.given_up(visit, 'The recording is larger than the clinic keeps.')
        self.assertLeftAlone(visit, 'meeting_fetch')

    def test_a_recording_that_is_gone_is_looked_for_when_the_settings_change(self):
        """It may be another account that it is gone from."""
        visit = self.recorded(b'film')
        uuid = self.meeting(visit)['uuid']
        self.zoom.recordings[uuid][0]['download_url'] = self.zoom.url + '/rec/x/film'
        self.zoom.files['film'] = b'film'
        self.zoom.plan('GET /files/', Said(503, None, Retry_After='3600'))
        visit.must_act('doctor', 'end')
        self.look_for_recordings(visit)
        self.job(visit, 'meeting_fetch', 'failed')
        kept = self.zoom.recordings.pop(uuid)
        self.hurry(visit, 'meeting_fetch')
        self.given_up(visit, 'Zoom has this recording no more.')
        self.assertLeftAlone(visit, 'meeting_fetch')
        self.zoom.recordings[uuid] = kept
        self.set_up(cloud_recording='true')
        self.job(visit, 'meeting_discard', 'done')

    def test_without_recording_no_permission_for_it_is_missed(self):
        for records in ('false', 'true'):
            with self.subTest(records=records):
                self.set_up(cloud_recording=records)
                visit = self.ready(status='in_progress')
                self.zoom.plan('GET /v2/meetings/[^/]*/recordings', Said(400, {'code': 4711, 'message': 'No scope.'}))
                visit.must_act('doctor', 'end')
                self.hurry(visit, 'meeting_recordings')
                self.job(visit, 'meeting_recordings', 'dead' if records == 'true' else 'done')

    def test_what_was_given_up_is_forgotten_in_the_end(self):
        """Whoever is tried again and again has no age."""
        visit = self.ready(status='in_progress')
        self.zoom.plan('GET /v2/past_meetings/', Said(400, {'code': 4711, 'message': 'No scope.'}))
        visit.must_act('doctor', 'end')
        self.hurry(visit, 'meeting_attendance')
        self.job(visit, 'meeting_attendance', 'dead')
        self.backdate(visit, 'meeting_attendance', 91, 60)
        self.assertLeftAlone(visit, 'meeting_attendance')
        self.backdate(visit, 'meeting_attendance', 89, 60)
        self.check()
        self.job(visit, 'meeting_attendance', 'done')

    def test_who_leaves_zoom_takes_what_was_recorded_along(self):
        visit = self.recorded(b'film')
        meeting = dict(self.zoom.start(self.meeting(visit)['id']))
        uuid = meeting['uuid']
        self.zoom.recordings[uuid][0]['download_url'] = self.zoom.url + '/rec/x/film'
        self.zoom.files['film'] = b'film'
        self.zoom.participants[uuid] = [
            {'id': '', 'name': 'Zoë Ŧest', 'user_id': '1', 'user_email': '', 'join_time': stamp(-600),
             'leave_time': stamp(-60), 'duration': 540, 'status': 'in_meeting'}]
        self.tell(event('meeting.started', meeting))
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        self.job(visit, 'meeting_cancel', 'done')
        for kind in ('meeting_attendance', 'meeting_recordings'):
            self.hurry(visit, kind)
            self.job(visit, kind, 'done')
        self.job(visit, 'meeting_discard', 'done')
        row, = self.clinic.read('doctor', 'recordings/')['results']
        self.assertEqual((row['state'], row['provider']), ('ready', 'zoom'))
        self.assertEqual(self.zoom.recordings[uuid], [])
        self.assertEqual([row['name'] for row in self.clinic.read('doctor', visit.path + 'attendance/')], ['Zoë Ŧest'])


if __name__ == '__main__':
    main()
