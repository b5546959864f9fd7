"""What an admin changes while the clinic is open, and what that does at once."""

import os
import tempfile

from clinic import ClinicTest, main, microseconds, new_id, now

MINUTE = 60 * 1000000


class SettingsTest(ClinicTest):
    def show(self):
        return self.clinic.read('admin', 'settings/')['settings']

    def change(self, **members):
        return self.clinic.patch('admin', 'settings/', members)

    def must_change(self, **members):
        return self.assertStatus(self.change(**members), 200).json['settings']

    def test_where_each_comes_from(self):
        self.must_change(recall_seconds=None)
        for name, setting in self.show().items():
            with self.subTest(name=name):
                self.assertEqual(setting['value'], setting['default'])
                self.assertIn(setting['source'], ('default', 'configuration'))
                self.assertTrue(setting['label'])
                self.assertIn(setting['type'], ('text', 'integer', 'word'))
        self.assertEqual((self.show()['session_idle_minutes']['value'], self.show()['session_life_hours']['value']),
                         (12 * 60, 30 * 24))
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'ausculta.conf')
            with open(path, 'w', encoding='utf-8') as file:
                file.write('[clinic]\nname=Praxis Kaya\nphone=030 123\ntime-zone=Asia/Tokyo\n')
            self.clinic.restart('--config', path)
            shown = self.show()
            self.assertEqual((shown['clinic_name']['value'], shown['clinic_name']['source']), ('Praxis Kaya', 'configuration'))
            self.assertEqual(shown['time_zone']['value'], 'Asia/Tokyo')
            changed = self.must_change(clinic_name='Praxis am Markt')
            self.assertEqual((changed['clinic_name']['value'], changed['clinic_name']['default'],
                              changed['clinic_name']['source']), ('Praxis am Markt', 'Praxis Kaya', 'database'))
            self.clinic.restart('--config', path)
            self.assertEqual(self.show()['clinic_name']['value'], 'Praxis am Markt')
            self.assertEqual(self.must_change(clinic_name=None)['clinic_name']['value'], 'Praxis Kaya')

    def test_all_or_nothing(self):
        before = self.show()
        for members, fields in (
                ({'clinic_name': ''}, ['clinic_name']), ({'clinic_name': 'x' * 121}, ['clinic_name']),
                ({'clinic_name': 5}, ['clinic_name']), ({'clinic_name': ['x']}, ['clinic_name']),
                ({'time_zone': 'Moon/Base'}, ['time_zone']), ({'languages': 'German'}, ['languages']),
                ({'default_video_provider': 'phone'}, ['default_video_provider']),
                ({'session_idle_minutes': 4}, ['session_idle_minutes']),
                ({'session_idle_minutes': 10081}, ['session_idle_minutes']),
                ({'session_life_hours': '5'}, ['session_life_hours']), ({'password_min_length': 7}, ['password_min_length']),
                ({'cancel_notice_hours': 1.5}, ['cancel_notice_hours']), ({'colour': 'red'}, ['colour']),
                ({'clinic_phone': '030', 'colour': 'red', 'languages': 1}, ['colour']),
                ({'clinic_phone': '030', 'time_zone': '', 'languages': 1}, ['languages', 'time_zone'])):
            with self.subTest(members=str(members)[:60]):
                reply = self.assertStatus(self.change(**members), 422)
                self.assertEqual(sorted(reply.json['fields']), fields)
        self.assertEqual(self.show(), before)

    def test_revisions(self):
        first = f'"{self.clinic.read("admin", "settings/")["revision"]}"'
        changed = self.clinic.patch('admin', 'settings/', {'clinic_phone': '1'}, If_Match=first)
        self.assertStatus(changed, 200)
        self.assertNotEqual(f'"{changed.json["revision"]}"', first)
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'clinic_phone': '2'}, If_Match=first), 412)
        self.assertEqual(self.show()['clinic_phone']['value'], '1')

    def test_changes_are_noted(self):
        self.must_change(clinic_phone='030 555')
        entry = self.clinic.read('admin', 'audit/?page_size=50')['results']
        self.assertIn(('settings', 'update'), [(row['entity'], row['action']) for row in entry])

    def test_patients_read_it_at_once(self):
        visit = self.clinic.visit()
        self.must_change(clinic_name='Praxis am Markt', clinic_phone='030 555', clinic_address='Markt 1', languages='de,tr',
                         waiting_room_text='Please have your card at hand.')
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['clinic'], {
            'name': 'Praxis am Markt', 'phone': '030 555', 'address': 'Markt 1', 'languages': 'de,tr',
            'waiting_room_text': 'Please have your card at hand.'})

    def test_the_zone_and_the_provider_are_the_usual_ones(self):
        self.must_change(time_zone='Asia/Kolkata', default_video_provider='builtin')
        made = self.clinic.post('receptionist', 'bookings/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
            'appointment_date': '2035-01-08', 'appointment_time': '10:00'}).json
        self.assertEqual((made['time_zone'], made['starts_at'], made['preferred_video_provider']),
                         ('Asia/Kolkata', '2035-01-08T04:30:00Z', 'builtin'))
        self.assertEqual(self.clinic.visit().show()['time_zone'], 'Asia/Kolkata')
        self.must_change(default_video_provider='jitsi')
        made = self.clinic.book(minutes=900)
        self.assertEqual(made['preferred_video_provider'], 'jitsi')
        # It is not set up here, and says so instead of making something else.
        reply = self.clinic.post('receptionist', 'consultations/', {
            'doctor_id': self.clinic.users['doctor'], 'patient_id': self.clinic.patients['patient'],
            'scheduled_start': '2035-01-08T10:00:00Z'})
        self.assertFault(reply, 'video_provider')

    def age(self, who, used, made=0):
        """Lets a sign-in have been used, and made, so many minutes ago."""
        moment = microseconds(now())
        self.clinic.authorization(who)
        self.clinic.sql('UPDATE sessions SET last_used_at = ?, created_at = ? WHERE user_id = ?', moment - used * MINUTE,
                        moment - made * MINUTE, self.clinic.users[who])

    def test_unused_sign_ins_end(self):
        for idle, used, status in ((None, 719, 200), (None, 721, 401), (30, 29, 200), (30, 31, 401), (1440, 1439, 200)):
            with self.subTest(idle=idle, used=used):
                self.must_change(session_idle_minutes=idle)
                self.clinic.tokens.pop('doctor', None)
                self.age('doctor', used)
                self.assertStatus(self.clinic.get('doctor', '/accounts/api/me/'), status)

    def test_who_is_there_stays(self):
        """However short the time is, use is noted within it."""
        self.must_change(session_idle_minutes=5)
        for used in (2, 3, 4):
            self.age('doctor', used)
            self.assertStatus(self.clinic.get('doctor', '/accounts/api/me/'), 200)
            self.clinic.read(None, '/health/ready/')
            last = self.clinic.sql('SELECT last_used_at FROM sessions WHERE user_id = ?', self.clinic.users['doctor'])[0][0]
            self.assertGreater(last, microseconds(now()) - MINUTE)

    def test_old_sign_ins_end(self):
        for life, made, status in ((None, 719 * 60, 200), (None, 721 * 60, 401), (8, 7 * 60, 200), (8, 9 * 60, 401)):
            with self.subTest(life=life, made=made):
                self.must_change(session_life_hours=life)
                self.clinic.tokens.pop('doctor', None)
                self.age('doctor', 0, made)
                self.clinic.sql('UPDATE sessions SET expires_at = ?', microseconds(now()) + 10 ** 15)
                self.assertStatus(self.clinic.get('doctor', '/accounts/api/me/'), status)
        self.must_change(session_life_hours=1)
        reply = self.clinic.request('POST', '/accounts/api/login/', {'email': 'nurse@clinic.example',
                                                                     'password': 'demo-password-1'})
        self.assertIn('Max-Age=3600', reply.headers['Set-Cookie'])

    def test_passwords(self):
        body = {'email': 'new@clinic.example', 'first_name': 'New', 'last_name': 'Nurse', 'role': 'nurse',
                'password': 'quite twelve'}
        self.must_change(password_min_length=13)
        self.assertFault(self.clinic.post('admin', 'users/', {**body, 'id': new_id()}), 'password')
        self.must_change(password_min_length=12)
        self.assertStatus(self.clinic.post('admin', 'users/', body), 201)


if __name__ == '__main__':
    main()
