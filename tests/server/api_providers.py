"""Accounts with video providers, as admins set them up: secrets go in and never come out, and all of it holds at once."""

from clinic import main, plain
from fake_zoom import SCOPES, SECRET, WEBHOOK_SECRET
from zoom_clinic import ZoomTest


class SetUpTest(ZoomTest):
    def show(self, who='admin', name='zoom'):
        return self.clinic.read(who, f'video-providers/{name}/')

    def fields(self):
        return {field['name']: field for field in self.show()['fields']}

    def test_list_tells_who_can_be_used(self):
        rows = self.clinic.read('doctor', 'video-providers/')
        self.assertEqual(list(rows), ['builtin', 'jitsi', 'zoom', 'google_meet'])
        self.assertEqual([name for name, row in rows.items() if row['available'] and row['healthy']], ['builtin', 'zoom'])
        for row in rows.values():
            self.assertEqual(row['available'], row['reason'] is None)
            self.assertEqual(row['healthy'], row['health_reason'] is None)
        self.assertIn('names and network addresses of those who join', rows['zoom']['sees'])

    def test_admins_alone_see_how_it_is_set_up(self):
        self.assertIn('fields', self.show())
        self.assertNotIn('fields', self.show('doctor'))
        self.assertNotIn('webhook_url', self.show('doctor'))

    def test_every_field_is_explained(self):
        for field in self.show()['fields']:
            self.assertTrue(field['label'] and field['help'].endswith('.'), field)
        self.assertTrue(self.show()['webhook_url'].endswith('/telemedicine/api/webhooks/zoom/'))

    def test_secrets_are_write_only_and_sealed(self):
        fields = self.fields()
        for name in ('client_secret', 'webhook_secret'):
            self.assertEqual((fields[name]['is_set'], fields[name]['value'], fields[name]['is_secret']), (True, None, True))
        self.assertEqual(fields['client_id']['value'], 'fakeClient')
        for text in (repr(self.clinic.sql('SELECT * FROM providers')), repr(self.clinic.sql('SELECT * FROM audit_log')),
                     self.clinic.get('admin', 'video-providers/zoom/').raw.decode(), self.clinic.process.read_errors()):
            self.assertNotIn(SECRET, text)
            self.assertNotIn(WEBHOOK_SECRET, text)

    def test_what_is_left_out_stays(self):
        self.assertStatus(self.put(settings={'topic': 'Visit'}), 200)
        fields = self.fields()
        self.assertEqual((fields['topic']['value'], fields['client_secret']['is_set']), ('Visit', True))
        self.assertStatus(self.put(settings={'topic': ''}), 200)
        self.assertEqual((self.fields()['topic']['is_set'], self.fields()['topic']['default']), (False, 'Consultation'))

    def test_faults_are_named(self):
        for name, value in (('host', 'nobody'), ('server', 'http://example.org'), ('server', 'https://zoom.us.evil.example'),
                            ('server', 'https://127.0.0.1@evil.example'), ('server', 'http://192.168.0.1'),
                            ('waiting_room', 'perhaps'), ('encryption', 'none'), ('topic', 'x' * 101), ('colour', 'blue')):
            with self.subTest(name=name, value=value):
                self.assertFault(self.put(settings={name: value}), name)
        self.assertEqual(self.fields()['server']['value'], self.zoom.url)
        self.assertFault(self.put(settings={'topic': 'x', 'host': 'nobody'}), 'host')
        self.assertFalse(self.fields()['topic']['is_set'])

    def test_it_cannot_be_used_until_all_is_there(self):
        self.assertStatus(self.put(settings={'client_secret': '', 'account_id': ''}), 200)
        shown = self.show('doctor')
        self.assertEqual((shown['available'], shown['healthy']), (False, False))
        self.assertIn('Account ID is needed.', plain(shown['reason']))
        reply = self.clinic.post('doctor', 'consultations/', {
            'patient_id': self.clinic.patients['patient'], 'scheduled_start': '2035-01-01T10:00:00Z',
            'video_provider': 'zoom'})
        self.assertFault(reply, 'video_provider')

    def test_switched_off(self):
        self.assertStatus(self.put(is_enabled=False), 200)
        self.assertEqual(self.show('doctor')['reason'], 'It is switched off.')
        self.assertStatus(self.put(is_enabled=True), 200)
        self.assertTrue(self.show('doctor')['available'])

    def test_it_holds_after_a_restart(self):
        self.clinic.crash()
        self.assertTrue(self.show('doctor')['available'])
        visit = self.visit()
        self.state(visit, 'ready')

    def test_the_revision_is_heeded(self):
        self.assertStatus(self.clinic.call('admin', 'PUT', 'video-providers/zoom/', {'is_enabled': True},
                                           If_Match='"7"'), 412)
        self.assertStatus(self.clinic.call('admin', 'PUT', 'video-providers/zoom/', {'is_enabled': True},
                                           If_Match=f'"{self.show()["revision"]}"'), 200)

    def test_those_of_the_configuration_are_not_set_up_here(self):
        self.assertStatus(self.clinic.call('admin', 'PUT', 'video-providers/builtin/', {'is_enabled': False}), 409)
        self.assertStatus(self.clinic.call('admin', 'PUT', 'video-providers/skype/', {'is_enabled': False}), 404)

    def try_it(self, name='zoom'):
        reply = self.assertStatus(self.clinic.post('admin', f'video-providers/{name}/test/'), 200)
        return reply.json['passed'], reply.json['note']

    def test_test(self):
        good, note = self.try_it()
        self.assertTrue(good, note)
        self.assertIn('has all its scopes', note)
        shown = self.show()
        self.assertEqual((shown['test_passed'], shown['test_note']), (True, note))
        self.put(settings={'topic': 'Visit'})
        self.assertNotIn('tested_at', self.show())

    def test_test_tells_what_is_wrong(self):
        self.zoom.scopes = SCOPES.replace('meeting:delete:meeting:admin ', '')
        self.assertEqual(plain(self.try_it()[1]), 'Zoom knows the app, but it lacks scopes. Add to it: '
                                                  'meeting:delete:meeting:admin.')
        self.zoom.scopes = 'meeting:write:admin meeting:read:admin'
        self.assertTrue(self.try_it()[0])
        # What is recorded must be listed, deleted and stopped, too.
        self.set_up(cloud_recording='true')
        self.assertIn('Add to it: cloud_recording:read:list_recording_files:admin, '
                      'cloud_recording:delete:recording_file:admin.', plain(self.try_it()[1]))
        self.zoom.scopes += ' recording:read:admin recording:write:admin'
        self.assertTrue(self.try_it()[0])
        self.set_up(host='nobody@clinic.example')
        self.assertIn('Zoom has no such host', self.try_it()[1])
        self.set_up(account_id='WRONG')
        self.assertIn('check the account ID', self.try_it()[1])
        self.set_up(client_secret='wrong', account_id='AAAAAABBBB')
        self.assertEqual(self.try_it(), (False, 'Zoom does not know this client ID with this client secret.'))
        self.zoom.secret = 'wrong'
        self.set_up(client_secret='wrong', host='')
        self.assertTrue(self.try_it()[0])

    def test_test_of_one_that_is_down(self):
        self.zoom.close()
        good, note = self.try_it()
        self.assertFalse(good)
        self.assertIn('Zoom: It cannot be reached', plain(note))

    def test_test_of_the_others(self):
        self.assertEqual(self.try_it('builtin'), (True, 'It needs nobody else to work.'))
        self.assertFalse(self.try_it('google_meet')[0])


if __name__ == '__main__':
    main()
