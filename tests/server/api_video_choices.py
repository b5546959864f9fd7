"""Which provider a visit is held with: what is said of each, looked at ahead, proposed where one is down, and changed with
everybody following."""

import threading
import time

from clinic import in_minutes, main, plain
from fake_google import Google
from fakes import Said
from zoom_clinic import CREATE, ZoomTest

LINK = 1.0


class ChoiceTest(ZoomTest):
    def shown(self, name='zoom'):
        return self.clinic.read('doctor', 'video-providers/')[name]

    def checks(self, why):
        rows = self.clinic.sql("SELECT id, key, state FROM jobs WHERE kind = 'provider_check' ORDER BY created_at, id")
        return [(identity, state) for identity, key, state in rows if key.startswith(f'zoom:{why}:')]

    def check(self, why):
        """Does now what was to be done later."""
        identity = self.until(lambda: self.checks(why), bool)[-1][0]
        self.assertIn(self.clinic.post('admin', f'jobs/{identity}/retry/').status, (200, 409))
        self.settled(identity)

    def choices(self, visit, who='doctor'):
        return self.clinic.read(who, visit.path + 'video_choices/')

    def add_jitsi(self):
        reply = self.clinic.call('admin', 'PUT', 'video-providers/jitsi/', {'settings': {
            'base_url': 'https://meet.example.org', 'app_id': 'clinic', 'app_secret': 'x' * 32}})
        self.assertStatus(reply, 200)

    def break_zoom(self):
        """Its credentials are refused from now on."""
        self.zoom.secret = 'another'
        self.zoom.revoke_tokens()
        self.assertFalse(self.clinic.post('admin', 'video-providers/zoom/test/').json['passed'])


class HealthTest(ChoiceTest):
    def test_what_a_check_found_holds_until_another_finds_otherwise(self):
        self.break_zoom()
        self.assertEqual((self.shown()['available'], self.shown()['healthy']), (True, False))
        self.clinic.crash()
        self.assertIn('client', self.shown()['health_reason'])
        self.assertEqual(self.shown('builtin')['healthy'], True)
        self.zoom.secret = 'fakeSecret'
        self.assertTrue(self.clinic.post('admin', 'video-providers/zoom/test/').json['passed'])
        self.assertEqual((self.shown()['healthy'], self.shown()['health_reason']), (True, None))

    def test_everything_is_looked_at_every_hour(self):
        self.zoom.secret = 'another'
        self.clinic.restart()
        identity = self.until(lambda: self.checks('hour'), bool)[0][0]
        self.settled(identity)
        self.assertFalse(self.shown()['healthy'])
        # A second start within the hour asks for nothing more.
        self.clinic.restart()
        self.assertEqual(len(self.checks('hour')), 1)
        # What is ill is looked at again before the hour is over.
        self.zoom.secret = 'fakeSecret'
        self.check('again')
        self.assertTrue(self.shown()['healthy'])

    def test_what_each_sees_is_said(self):
        for name, row in self.clinic.read('doctor', 'video-providers/').items():
            self.assertGreater(len(row['sees']), 80, name)


class SizeTest(ChoiceTest):
    def test_how_many_more_can_be_invited(self):
        visit = self.clinic.visit()
        self.assertEqual(self.choices(visit)['guests_left'], 2)
        for left in (1, 0):
            reply = self.clinic.post('doctor', visit.path + 'doors/', {'role': 'guest', 'name': 'Ayse'})
            self.assertEqual(reply.status, 201)
            self.assertEqual(self.choices(visit)['guests_left'], left)
        self.add_jitsi()
        self.assertStatus(self.clinic.post('doctor', visit.path + 'switch_provider/', {'video_provider': 'jitsi'}), 200)
        self.assertIsNone(self.choices(visit)['guests_left'])


class AdviceTest(ChoiceTest):
    def test_ten_minutes_before_a_visit(self):
        visit = self.visit(minutes=30)
        start = visit.show()['scheduled_start']
        rows = self.clinic.read('admin', 'jobs/?kind=provider_check')['results']
        self.assertEqual(rows[0]['state'], 'pending')
        self.assertRegex(rows[0]['next_at'], '^20')
        self.assertEqual(self.clinic.sql("SELECT count(*) FROM jobs WHERE kind = 'provider_check' AND next_at = "
                                         "(SELECT scheduled_start - 600000000 FROM consultations)"), [(1,)], start)
        # As if it were later.
        self.clinic.edit('consultations', visit.id, 'UPDATE consultations SET scheduled_start = scheduled_start - 1200000000 '
                                                    'WHERE id = ?1')
        self.zoom.secret = 'another'
        self.zoom.revoke_tokens()
        with self.clinic.listen('doctor') as doctor, visit.enter(visit.door) as patient:
            self.check('visit')
            heard = doctor.wait('provider_trouble')
            self.assertNotIn('provider_trouble', patient.types())
        self.assertEqual((heard['consultation_id'], heard['video_provider'], heard['proposal']), (visit.id, 'zoom', 'builtin'))
        self.assertIn('client', heard['reason'])

    def test_all_is_well(self):
        visit = self.visit()
        seen = self.choices(visit)
        self.assertEqual((seen['video_provider'], seen['reason'], seen['proposal']), ('zoom', None, None))
        self.assertEqual([(row['name'], row['is_current'], row['available']) for row in seen['choices']],
                         [('builtin', False, True), ('jitsi', False, False), ('zoom', True, True), ('google_meet', False, False)])
        self.assertEqual(self.choices(self.clinic.visit(minutes=60))['proposal'], None)

    def test_the_built_in_call_is_the_last_resort(self):
        visit = self.visit()
        self.break_zoom()
        self.assertEqual(self.choices(visit)['proposal'], 'builtin')
        self.add_jitsi()
        self.assertEqual(self.choices(visit)['proposal'], 'jitsi')
        self.assertEqual(self.choices(visit, 'receptionist')['proposal'], 'jitsi')
        # What the clinic usually takes cannot be had either.
        self.clinic.patch('admin', 'settings/', {'default_video_provider': 'google_meet'})
        self.assertEqual(self.choices(visit)['proposal'], 'jitsi')

    def test_what_the_clinic_usually_takes_comes_first(self):
        google = Google()
        self.addCleanup(google.close)
        self.assertStatus(self.clinic.call('admin', 'PUT', 'video-providers/google_meet/', {'settings': google.settings()}), 200)
        self.add_jitsi()
        visit = self.visit()
        self.break_zoom()
        for usual, proposal in (('builtin', 'jitsi'), ('google_meet', 'google_meet'), ('jitsi', 'jitsi'), ('zoom', 'jitsi')):
            self.assertStatus(self.clinic.patch('admin', 'settings/', {'default_video_provider': usual}), 200)
            self.assertEqual(self.choices(visit)['proposal'], proposal, usual)

    def test_whoever_begins_hears_at_once(self):
        visit = self.visit(status='waiting')
        self.break_zoom()
        with visit.enter('doctor') as doctor:
            visit.must_act('doctor', 'start')
            self.assertEqual(doctor.wait('provider_trouble')['proposal'], 'builtin')
        # Nothing is decided for anybody.
        self.assertEqual(visit.show()['video_provider'], 'zoom')

    def test_a_meeting_that_cannot_be_had(self):
        self.zoom.plan(CREATE, Said(400, {'code': 300, 'message': 'No.'}))
        with self.clinic.listen('doctor') as doctor:
            visit = self.visit()
            heard = doctor.wait('provider_trouble')
        self.assertEqual((heard['consultation_id'], plain(heard['reason']), heard['proposal']),
                         (visit.id, 'Zoom gave no meeting.', 'builtin'))
        self.assertEqual(plain(self.choices(visit)['reason']), 'Zoom gave no meeting.')


class RecoveryTest(ChoiceTest):
    """Who was told of trouble hears when it is over, however that turns out; who was not hears nothing."""

    def assertRecovered(self, act):
        visit = self.visit(minutes=5)
        with self.clinic.listen('doctor') as doctor:
            self.break_zoom()
            self.assertEqual(doctor.wait('provider_trouble')['video_provider'], 'zoom')
            self.zoom.secret = 'fakeSecret'
            act()
            heard = doctor.wait('provider_recovered')
        self.assertEqual((heard['consultation_id'], heard['video_provider']), (visit.id, 'zoom'))
        # The meeting that could not be had meanwhile is on its way.
        self.until(lambda: self.choices(visit)['reason'], lambda reason: reason is None)

    def test_an_admin_tests_it(self):
        self.assertRecovered(lambda: self.assertTrue(self.clinic.post('admin', 'video-providers/zoom/test/').json['passed']))

    def test_it_is_looked_at_again(self):
        self.assertRecovered(lambda: self.check('again'))

    def test_it_is_set_up_anew(self):
        self.assertRecovered(lambda: self.set_up(topic='Visit'))

    def test_all_was_well(self):
        self.visit(minutes=5)
        with self.clinic.listen('doctor') as doctor:
            self.assertTrue(self.clinic.post('admin', 'video-providers/zoom/test/').json['passed'])
            self.set_up(topic='Visit')
            self.break_zoom()
            doctor.wait('provider_trouble')
            self.assertNotIn('provider_recovered', doctor.types())


class SwitchTest(ChoiceTest):
    def test_everybody_follows_within_a_second_on_the_same_link(self):
        visit = self.ready(status='in_progress')
        door = self.clinic.read(visit.door, 'doors/current/')
        heard = {}

        def follow(name, socket):
            socket.wait('provider_switched')
            heard[name] = self.clinic.read(name, visit.path + 'meeting_info/')['provider'], time.monotonic()

        with visit.enter(visit.door) as patient, visit.enter('doctor') as doctor:
            for provider in ('builtin', 'jitsi'):
                self.add_jitsi()
                threads = [threading.Thread(target=follow, args=pair) for pair in ((visit.door, patient), ('doctor', doctor))]
                for thread in threads:
                    thread.start()
                began = time.monotonic()
                visit.must_act('doctor', 'switch_provider', {'video_provider': provider})
                for thread in threads:
                    thread.join()
                for name in (visit.door, 'doctor'):
                    self.assertEqual(heard[name][0], provider)
                    self.assertLess(heard[name][1] - began, LINK, name)
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['consultation_id'], door['consultation_id'])
        # Whoever still goes to the old place finds it gone.
        self.job(visit, 'meeting_cancel', 'done')

    def test_back_again(self):
        visit = self.ready()
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'builtin'})
        visit.must_act('doctor', 'switch_provider', {'video_provider': 'zoom'})
        self.state(visit, 'ready')
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(90)})
        self.assertEqual(len(self.checks('visit')), 1)


if __name__ == '__main__':
    main()
