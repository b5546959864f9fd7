"""Others are told what happens: signed, in order, and only what they may be told; and nobody is led astray."""

import os
import time

from certificate import make_certificate
from clinic import Template, main, microseconds, now
from receiver import Receiver
from webhooks import OPEN, WebhookTest

DAY = 86400
CONSENT = {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'}


class MessageTest(WebhookTest):
    def test_what_is_told(self):
        endpoint = self.add()
        visit = self.clinic.visit()
        message = self.receiver.wait(1)[0]
        self.assertEqual(message.type, 'consultation.created')
        self.assertEqual(set(message.json), {'type', 'timestamp', 'data'})
        self.assertEqual(set(message.data), {'entity', 'id', 'revision', 'seq', 'consultation_id'})
        self.assertEqual((message.data['entity'], message.data['id'], message.data['consultation_id']),
                         ('consultations', visit.id, visit.id))
        self.assertEqual(message.path, '/hook')
        self.assertEqual(message.headers['content-type'], 'application/json')
        self.assertEqual(self.settled(message.id, 'done')['response_status'], 204)
        self.assertLessEqual(message.data['seq'], self.show(endpoint)['cursor'])

    def test_created_updated_deleted(self):
        self.add(event_types='availability.*')
        body = {'doctor_id': self.clinic.users['doctor'], 'kind': 'leave', 'first_date': '2035-01-01',
                'last_date': '2035-01-02'}
        leave = self.assertStatus(self.clinic.post('admin', 'availability/', body), 201).json
        self.receiver.wait(1)
        self.assertStatus(self.clinic.patch('admin', f'availability/{leave["id"]}/', {'last_date': '2035-01-03'}), 200)
        self.receiver.wait(2)
        self.assertStatus(self.clinic.delete('admin', f'availability/{leave["id"]}/'), 204)
        seen = [(m.type, m.data['id'], m.data['revision']) for m in self.receiver.wait(3)]
        self.assertEqual(seen, [('availability.created', leave['id'], 1), ('availability.updated', leave['id'], 2),
                                ('availability.deleted', leave['id'], 2)])

    def test_nothing_of_anybody_is_in_it(self):
        self.add()
        self.add_patient('Geheimer')
        visit = self.clinic.visit(status='in_progress', reason='Husten')
        visit.say('doctor', 'vertraulich')
        for message in self.receiver.wait(8):
            self.assertLessEqual(set(message.data), {'entity', 'id', 'revision', 'seq', 'consultation_id'})
            for word in (b'Geheimer', b'Ada', b'Husten', b'vertraulich', b'Patient', b'Kr'):
                self.assertNotIn(word, message.body)

    def test_messages_name_their_visit(self):
        self.add(event_types='message.created participant.*')
        visit = self.clinic.visit(status='in_progress')
        visit.say('doctor', 'Hello')
        for message in self.receiver.wait(3):
            self.assertEqual(message.data['consultation_id'], visit.id)

    def test_recordings_consents_and_files(self):
        self.add(event_types='recording.* consent.* file.created')
        visit = self.clinic.visit(status='in_progress', recording_enabled=True)
        made = [('consent.created', visit.must_act(who, 'consents', CONSENT)['id']) for who in ('doctor', visit.door)]
        recording = visit.must_act('doctor', 'recording')
        made.append(('recording.created', recording['id']))
        made.append(('file.created', visit.must_act('doctor', 'files', {'name': 'Plan.pdf'})['id']))
        messages = self.receiver.wait(4)
        self.assertEqual([(message.type, message.data['id']) for message in messages], made)
        self.assertEqual({message.data['consultation_id'] for message in messages}, {visit.id})
        self.assertStatus(self.clinic.post('doctor', f'recordings/{recording["id"]}/stop/'), 200)
        self.assertEqual(self.receiver.wait(5)[-1].type, 'recording.updated')

    def test_filter(self):
        self.add(event_types='booking.created')
        self.add_patient()
        booking = self.clinic.book()
        message, = self.receiver.wait(1)
        self.assertEqual((message.type, message.data['id']), ('booking.created', booking['id']))
        self.assertEqual(len(self.receiver.messages), 1)

    def test_order(self):
        self.add(event_types='patient.*')
        made = [self.add_patient() for _ in range(12)]
        messages = self.receiver.wait(12)
        self.assertEqual([message.data['id'] for message in messages], made)
        seqs = [message.data['seq'] for message in messages]
        self.assertEqual(seqs, sorted(set(seqs)))

    def test_only_what_happens_from_now_on(self):
        self.add_patient()
        self.add(event_types='patient.*')
        later = self.add_patient()
        self.assertEqual(self.receiver.wait(1)[0].data['id'], later)

    def test_from_the_first_moment(self):
        """While nobody listened the log was not looked at."""
        for count in range(1, 26):
            endpoint = self.add(event_types='patient.*')
            patient = self.add_patient()
            self.assertEqual(self.receiver.wait(count)[-1].data['id'], patient)
            self.assertStatus(self.clinic.delete('admin', f'webhook-endpoints/{endpoint["id"]}/'), 204)

    def test_two_endpoints(self):
        other = Receiver()
        self.addCleanup(other.close)
        mine, theirs = self.add(event_types='patient.*'), self.add(other.url, event_types='patient.created')
        patient = self.add_patient()
        for receiver, endpoint, stranger in ((self.receiver, mine, theirs), (other, theirs, mine)):
            message, = receiver.wait(1)
            self.assertEqual(message.data['id'], patient)
            self.assertEqual(message.is_signed_with(endpoint['secret']), 0)
            self.assertIsNone(message.is_signed_with(stranger['secret']))


class SecretTest(WebhookTest):
    def test_signature(self):
        endpoint = self.add()
        self.assertRegex(endpoint['secret'], r'^whsec_[A-Za-z0-9+/]{43}=$')
        identity = self.ping(endpoint)
        message, = self.receiver.wait(1)
        self.assertEqual((message.type, message.id, message.data['id']), ('webhook.ping', identity, endpoint['id']))
        self.assertEqual(message.is_signed_with(endpoint['secret']), 0)
        self.assertLess(message.age, 60)
        message.body += b' '
        self.assertIsNone(message.is_signed_with(endpoint['secret']))

    def test_rotation(self):
        endpoint = self.add()
        rotated = self.act(endpoint, 'rotate_secret')
        self.assertNotEqual(rotated['secret'], endpoint['secret'])
        self.ping(endpoint)
        message = self.receiver.wait(1)[0]
        self.assertEqual((message.is_signed_with(rotated['secret']), message.is_signed_with(endpoint['secret'])), (0, 1))
        until, = self.clinic.sql('SELECT previous_until FROM webhook_endpoints')[0]
        self.assertAlmostEqual(until / 1e6, time.time() + DAY, delta=60)
        self.clinic.sql('UPDATE webhook_endpoints SET previous_until = ?', microseconds(now()) - 1)
        self.ping(endpoint)
        message = self.receiver.wait(2)[1]
        self.assertEqual(message.is_signed_with(rotated['secret']), 0)
        self.assertNotIn(' ', message.headers['webhook-signature'])

    def test_twice_in_a_day(self):
        """As after a double click, or an answer that was lost: whoever listens still has the first."""
        endpoint = self.add()
        until = self.act(endpoint, 'rotate_secret')['previous_until']
        rotated = self.act(endpoint, 'rotate_secret')
        self.assertEqual(rotated['previous_until'], until)
        self.ping(endpoint)
        message = self.receiver.wait(1)[0]
        self.assertEqual([message.is_signed_with(told['secret']) for told in (rotated, endpoint)], [0, 1])

    def test_secrets_are_told_once_and_kept_sealed(self):
        endpoint = self.add(description='Mine')
        reply = self.clinic.post('admin', f'webhook-endpoints/{endpoint["id"]}/rotate_secret/', Idempotency_Key='again')
        rotated = self.assertStatus(reply, 200).json
        self.ping(endpoint)
        self.receiver.wait(1)
        secrets = [one['secret'].removeprefix('whsec_') for one in (endpoint, rotated)]
        seen = [self.clinic.get('admin', path).raw for path in (
            'webhook-endpoints/', f'webhook-endpoints/{endpoint["id"]}/', 'jobs/', 'audit/?page_size=200',
            f'webhook-endpoints/{endpoint["id"]}/deliveries/')]
        changed = self.clinic.patch('admin', f'webhook-endpoints/{endpoint["id"]}/', {'description': 'Yours'})
        seen.append(self.assertStatus(changed, 200).raw)
        for suffix in ('', '-wal'):
            with open(Template.database_in(self.clinic.data) + suffix, 'rb') as file:
                seen.append(file.read())
        seen.append(self.clinic.process.read_errors().encode())
        for raw in seen:
            for secret in secrets:
                self.assertNotIn(secret.encode(), raw)
        self.assertNotIn('secret', self.show(endpoint))

    def test_secrets_are_not_for_clients_to_write(self):
        for member in ('secret', 'previous_secret', 'cursor', 'disabled_reason'):
            with self.subTest(member=member):
                reply = self.clinic.post('admin', 'webhook-endpoints/', {'url': self.receiver.url, member: 'x'})
                self.assertFault(reply, member)


class ClosedTest(WebhookTest):
    """Where the clinic has opened no network of its own."""

    environment = None

    def test_addresses(self):
        for url in ('http://127.0.0.1:8080/', 'http://example.org/', 'https://127.0.0.1/', 'https://localhost/',
                    'https://10.1.2.3/', 'https://172.16.0.1/', 'https://192.168.1.1/', 'https://169.254.169.254/latest/',
                    'https://100.64.0.1/', 'https://0.0.0.0/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/',
                    'https://[fe80::1]/', 'https://[fd00::1]/', 'https://2130706433/', 'https://0x7f.1/',
                    'https://0177.0.0.1/', 'https://224.0.0.1/', 'https://example.org:22/', 'https://a:b@example.org/',
                    'https://example.org/#part', 'ftp://example.org/', 'file:///etc/passwd', 'example.org', '', 'https://'):
            with self.subTest(url=url):
                self.assertFault(self.clinic.post('admin', 'webhook-endpoints/', {'url': url}), 'url')
        for url in ('https://example.org/', 'https://example.org:8443/a?b=c', 'https://93.184.216.34/'):
            with self.subTest(url=url):
                endpoint = self.add(url, event_types='message.*')
                reply = self.clinic.patch('admin', f'webhook-endpoints/{endpoint["id"]}/', {'url': 'https://[::1]/'})
                self.assertFault(reply, 'url')

    def test_an_endpoint_from_before_it_was_closed(self):
        self.environment = OPEN
        self.clinic.restart(environment=OPEN)
        endpoint = self.add()
        self.clinic.restart()
        identity = self.ping(endpoint)
        seen = self.settled(identity, 'dead')
        self.assertIn('127.0.0.1', seen['last_error'])
        self.assertIn('allow-networks', seen['last_error'])
        self.assertEqual(self.receiver.messages, [])
        self.clinic.restart(environment=OPEN)
        self.assertEqual(self.act(endpoint, 'replay'), {'replayed': 1})
        self.assertEqual(self.receiver.wait(1)[0].id, identity)

    def test_a_name_may_lead_elsewhere_tomorrow(self):
        """For a moment the DNS may say anything; what is to be told is not lost by that."""
        seen = self.settled(self.ping(self.add('https://here.localhost/')), 'failed')
        self.assertIn('allow-networks', seen['last_error'])


class ProxyTest(WebhookTest):
    environment = {**OPEN, **{name: 'http://127.0.0.1:1' for name in ('http_proxy', 'https_proxy', 'all_proxy', 'ALL_PROXY')}}

    def test_the_environment_names_no_proxy(self):
        self.settled(self.ping(self.add()), 'done')


class CertificateTest(WebhookTest):
    def setUp(self):
        super().setUp()
        self.certificate = os.path.join(self.clinic.data, 'receiver.pem')
        make_certificate(self.certificate + '.crt', self.certificate, 'Receiver')
        with open(self.certificate, 'a', encoding='ascii') as file, open(self.certificate + '.crt', encoding='ascii') as own:
            file.write(own.read())
        self.safe = Receiver(self.certificate)
        self.addCleanup(self.safe.close)

    def test_whom_to_trust(self):
        seen = self.settled(self.ping(self.add(self.safe.url)), 'failed')
        self.assertEqual(seen['last_error'], 'Its certificate is not to be trusted.')
        self.assertEqual(self.safe.messages, [])
        self.environment = {**OPEN, 'AUSCULTA_WEBHOOKS_CA_FILE': self.certificate + '.crt'}
        self.clinic.restart(environment=self.environment)
        self.retry(seen['id'])
        self.assertEqual(self.safe.wait(1)[0].id, seen['id'])


class EndpointTest(WebhookTest):
    def test_life(self):
        endpoint = self.add(description='Our own', event_types='booking.created consultation.*')
        path = f'webhook-endpoints/{endpoint["id"]}/'
        self.assertEqual(set(self.show(endpoint)), {
            'id', 'revision', 'url', 'description', 'event_types', 'is_active', 'disabled_reason', 'previous_until',
            'cursor', 'failing_since', 'created_at', 'updated_at'})
        self.assertEqual(self.clinic.read('admin', 'webhook-endpoints/')['count'], 1)
        changed = self.clinic.patch('admin', path, {'description': 'Theirs'}, If_Match='"1"')
        self.assertEqual(self.assertStatus(changed, 200).json['description'], 'Theirs')
        self.assertStatus(self.clinic.patch('admin', path, {'description': 'Ours'}, If_Match='"1"'), 412)
        self.assertStatus(self.clinic.delete('admin', path, If_Match='"1"'), 412)
        self.assertStatus(self.clinic.delete('admin', path), 204)
        self.assertStatus(self.clinic.get('admin', path), 404)

    def test_events_are_known(self):
        for words in ('nothing.created', 'patient', 'patient.lost', 'pat*', 'booking.created, patient.*'):
            with self.subTest(words=words):
                reply = self.clinic.post('admin', 'webhook-endpoints/', {'url': self.receiver.url, 'event_types': words})
                self.assertFault(reply, 'event_types')

    def test_one_switched_off_is_told_nothing(self):
        endpoint = self.add(event_types='patient.*', is_active=False)
        self.add_patient()
        other = self.add(event_types='patient.*')
        patient = self.add_patient()
        self.assertEqual(self.receiver.wait(1)[0].data['id'], patient)
        self.assertEqual((len(self.deliveries(endpoint)), len(self.deliveries(other))), (0, 1))

    def test_jobs_show_them_as_well(self):
        identity = self.ping(self.add())
        self.settled(identity, 'done')
        job = self.clinic.read('admin', f'jobs/{identity}/')
        self.assertEqual((job['kind'], job['state']), ('webhook', 'done'))
        self.assertEqual(self.clinic.read('admin', 'jobs/?kind=webhook&state=done')['count'], 1)

    def test_a_bad_setting_is_refused(self):
        self.clinic.process.terminate()
        for value in ('everything', '10.0.0.0/40'):
            with self.subTest(value=value), self.assertRaisesRegex(AssertionError, 'must be networks'):
                self.clinic.start_again(environment={'AUSCULTA_WEBHOOKS_ALLOW_NETWORKS': value})
        self.start_again()


if __name__ == '__main__':
    main()
