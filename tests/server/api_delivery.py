"""What others are told gets there: at least once, however often it fails and whatever happens to the server."""

import socket
import threading
import time

from clinic import main, microseconds, new_id, now
from receiver import Answer, Receiver
from webhooks import WebhookTest

DAY = 86400


class FailureTest(WebhookTest):
    def fail_once(self, *answers):
        endpoint = self.add()
        self.receiver.answers[:] = answers
        identity = self.ping(endpoint)
        return endpoint, self.settled(identity, 'failed')

    def test_tried_again(self):
        endpoint, seen = self.fail_once(Answer(500, b'Oh  no\n', Content_Type='text/plain'))
        self.assertEqual((seen['response_status'], seen['response_excerpt'], seen['last_error']),
                         (500, 'Oh  no', 'It answered 500.'))
        self.assertIsNotNone(self.show(endpoint)['failing_since'])
        # After five seconds, by itself.
        first, second = self.receiver.wait(2)
        self.assertEqual((first.id, first.body), (second.id, second.body))
        self.assertGreaterEqual(int(second.headers['webhook-timestamp']), int(first.headers['webhook-timestamp']) + 4)
        self.assertEqual(second.is_signed_with(endpoint['secret']), 0)
        seen = self.settled(seen['id'], 'done', 2)
        self.assertEqual((seen['response_status'], seen['response_excerpt'], seen['last_error']), (204, '', ''))
        self.assertIsNone(self.show(endpoint)['failing_since'])

    def test_no_answer_in_time(self):
        held = threading.Event()
        self.addCleanup(held.set)
        start = time.monotonic()
        _, seen = self.fail_once(Answer(held=held))
        self.assertGreater(time.monotonic() - start, 14)
        self.assertEqual((seen['last_error'], seen['response_status']), ('It did not answer in time.', None))

    def test_nobody_there(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            url = f'http://127.0.0.1:{taken.getsockname()[1]}/'
        seen = self.settled(self.ping(self.add(url)), 'failed')
        self.assertEqual(seen['last_error'], 'It cannot be reached.')

    def test_one_failure_blocks_nobody(self):
        endpoint = self.add(event_types='patient.*')
        self.receiver.answers.append(Answer(500))
        made = [self.add_patient() for _ in range(3)]
        self.assertEqual([message.data['id'] for message in self.receiver.wait(3)], made)
        self.until(lambda: [row['state'] for row in self.deliveries(endpoint, 'ordering=created_at')],
                   lambda states: states == ['failed', 'done', 'done'])
        self.assertEqual(len(self.deliveries(endpoint, 'state=failed')), 1)

    def test_a_slow_one_blocks_no_other(self):
        held, other = threading.Event(), Receiver()
        self.addCleanup(other.close)
        self.addCleanup(held.set)
        slow, quick = self.add(), self.add(other.url)
        self.receiver.answers[:] = [Answer(held=held)]
        self.ping(slow)
        self.receiver.wait(1)
        self.ping(slow)
        self.ping(quick)
        other.wait(1)
        self.assertEqual(len(self.receiver.messages), 1)
        held.set()
        self.receiver.wait(2)

    def test_retry_after(self):
        endpoint, seen = self.fail_once(Answer(503, Retry_After='900'))
        self.assertBetween(seen['id'], 880, 920)
        # Nor is it bothered with anything else that waits.
        held = threading.Event()
        self.receiver.answers[:] = [Answer(429, held=held, Retry_After='3000')]
        first = self.ping(endpoint)
        self.receiver.wait(2)
        second = self.ping(endpoint)
        held.set()
        self.settled(first, 'failed')
        self.settled(second, 'pending', 0)
        third = self.add_patient()
        (late,) = self.until(lambda: [row['id'] for row in self.deliveries(endpoint) if row['event_type'] == 'patient.created'],
                             bool)
        for identity in (first, second, seen['id'], late):
            self.assertBetween(identity, 2980, 3020)
        # Unless somebody wants it now.
        self.retry(late)
        self.assertEqual(self.receiver.wait(4)[-1].data['id'], third)

    def test_at_another_address_there_is_no_pause(self):
        endpoint, _ = self.fail_once(Answer(503, Retry_After='900'))
        made, other = self.add_patient(), Receiver()
        self.addCleanup(other.close)
        self.until(lambda: self.deliveries(endpoint), lambda rows: len(rows) == 2)
        self.assertEqual(len(self.receiver.messages), 1)
        self.assertStatus(self.clinic.call('admin', 'PATCH', f'webhook-endpoints/{endpoint["id"]}/', {'url': other.url},
                                           If_Match='*'), 200)
        self.assertEqual(other.wait(1)[0].data['id'], made)

    def assertBetween(self, identity, shortest, longest):
        at, = self.clinic.sql('SELECT next_at FROM webhook_deliveries_view WHERE id = ?', identity)[0]
        self.assertGreater(at / 1e6 - time.time(), shortest)
        self.assertLess(at / 1e6 - time.time(), longest)

    def test_redirects_are_not_followed(self):
        target = Receiver()
        self.addCleanup(target.close)
        for status in (301, 302, 307, 308):
            with self.subTest(status=status):
                _, seen = self.fail_once(Answer(status, Location=target.url))
                self.assertEqual(seen['response_status'], status)
        self.assertEqual((target.messages, target.n_gets), ([], 0))

    def test_a_giant_answer_is_not_read(self):
        endpoint = self.add()
        self.receiver.answers.append(Answer(200, b'x' * 100000000))
        self.settled(self.ping(endpoint), 'done')
        self.receiver.answers.append(Answer(500, b'x' * 100000000))
        seen = self.settled(self.ping(endpoint), 'failed')
        self.assertEqual(seen['response_excerpt'], 'x' * 200)
        self.assertLess(self.receiver.n_sent, 30000000)

    def test_what_is_answered_is_shown_as_text(self):
        _, seen = self.fail_once(Answer(500, b'\xff\x00\x1b[1m<b>\xc3\xa4'))
        self.assertEqual(seen['response_excerpt'], '\ufffd\ufffd [1m<b>ä')

    def test_gone_switches_off(self):
        endpoint = self.add()
        self.receiver.answers.append(Answer(410))
        seen = self.settled(self.ping(endpoint), 'dead')
        self.assertEqual(seen['response_status'], 410)
        shown = self.show(endpoint)
        self.assertEqual((shown['is_active'], shown['revision']), (False, 2))
        self.assertIn('410', shown['disabled_reason'])
        self.act(endpoint, 'test', status=409)
        # What happens meanwhile is told afterwards.
        patient = self.add_patient()
        shown = self.clinic.patch('admin', f'webhook-endpoints/{endpoint["id"]}/', {'is_active': True}).json
        self.assertEqual((shown['is_active'], shown['disabled_reason']), (True, ''))
        self.assertEqual(self.receiver.wait(2)[1].data['id'], patient)

    def switch(self, endpoint, is_active):
        path = f'webhook-endpoints/{endpoint["id"]}/'
        self.assertStatus(self.clinic.patch('admin', path, {'is_active': is_active}), 200)

    def make_due(self, identity, **members):
        for name, value in {'next_at': 1, **members}.items():
            self.clinic.sql(f'UPDATE jobs SET {name} = ? WHERE id = ?', value, identity)

    def test_what_waits_outlives_a_pause(self):
        endpoint, seen = self.fail_once(Answer(500))
        other = Receiver()
        self.addCleanup(other.close)
        self.switch(endpoint, False)
        self.make_due(seen['id'])
        # Whoever looks for what is due leaves it alone.
        self.settled(self.ping(self.add(other.url, event_types='patient.*')), 'done')
        self.assertEqual(self.delivery(seen['id'])['state'], 'failed')
        # Also where somebody wants it now.
        self.retry(seen['id'])
        self.assertEqual(self.settled(seen['id'], 'failed', 2)['last_error'], 'The endpoint is switched off.')
        self.make_due(seen['id'])
        self.switch(endpoint, True)
        self.settled(seen['id'], 'done', 3)
        self.assertEqual([message.id for message in self.receiver.messages], [seen['id']] * 2)

    def test_nothing_waits_longer_than_its_time(self):
        endpoint, seen = self.fail_once(Answer(500))
        self.switch(endpoint, False)
        self.make_due(seen['id'], deadline=1)
        self.switch(endpoint, True)
        self.settled(seen['id'], 'dead', 2)
        self.assertEqual(len(self.receiver.messages), 1)

    def test_five_days_switch_off(self):
        for age, active in ((5 * DAY - 60, True), (5 * DAY + 60, False)):
            with self.subTest(age=age):
                endpoint, seen = self.fail_once(Answer(500))
                self.clinic.sql('UPDATE webhook_endpoints SET failing_since = ? WHERE id = ?',
                                microseconds(now()) - age * 1000000, endpoint['id'])
                self.receiver.answers[:] = [Answer(500)]
                self.retry(seen['id'])
                self.settled(seen['id'], 'failed', 2)
                shown = self.show(endpoint)
                self.assertEqual(shown['is_active'], active)
                self.assertEqual('five days' in shown['disabled_reason'], not active)

    def test_dead_letter_and_replay(self):
        endpoint = self.add()
        self.receiver.answers[:] = [Answer(500)] * 8
        identity = self.ping(endpoint)
        for attempts in range(1, 8):
            self.settled(identity, 'failed', attempts)
            self.retry(identity)
        seen = self.settled(identity, 'dead', 8)
        self.assertEqual(seen['last_error'], 'It answered 500.')
        self.assertEqual(self.act(endpoint, 'replay', {'since': '2099-01-01T00:00:00Z'}), {'replayed': 0})
        self.assertEqual(self.act(endpoint, 'replay'), {'replayed': 1})
        messages = self.receiver.wait(9)
        self.assertEqual({(message.id, message.body) for message in messages}, {(identity, messages[0].body)})
        self.settled(identity, 'done', 1)
        # One that arrived may have been lost there.
        self.assertStatus(self.clinic.post('admin', f'webhook-deliveries/{identity}/replay/'), 200)
        self.assertEqual(self.receiver.wait(10)[9].id, identity)
        self.assertFault(self.clinic.post('admin', f'webhook-endpoints/{endpoint["id"]}/replay/', {'since': 'x'}), 'since')

    def test_deleted_while_it_waits(self):
        endpoint, seen = self.fail_once(Answer(500))
        self.assertStatus(self.clinic.delete('admin', f'webhook-endpoints/{endpoint["id"]}/'), 204)
        for path in (f'webhook-endpoints/{endpoint["id"]}/', f'webhook-deliveries/{seen["id"]}/', f'jobs/{seen["id"]}/'):
            self.assertStatus(self.clinic.get('admin', path), 404)

    def test_deleted_while_it_runs(self):
        held = threading.Event()
        endpoint = self.add()
        self.receiver.answers.append(Answer(500, held=held))
        self.ping(endpoint)
        self.receiver.wait(1)
        self.assertStatus(self.clinic.delete('admin', f'webhook-endpoints/{endpoint["id"]}/'), 204)
        held.set()
        self.ping(self.add())
        self.receiver.wait(2)
        self.assertEqual(self.clinic.sql('SELECT count (*) FROM jobs'), [(1,)])


class LossTest(WebhookTest):
    def test_killed_while_it_tells(self):
        held = threading.Event()
        self.addCleanup(held.set)
        endpoint = self.add(event_types='patient.*')
        self.receiver.answers.append(Answer(held=held))
        made = [self.add_patient() for _ in range(3)]
        self.receiver.wait(1)
        self.clinic.process.kill()
        self.start_again()
        messages = self.receiver.wait(4)
        self.assertEqual([message.data['id'] for message in messages[1:]], made)
        self.assertEqual(messages[0].id, messages[1].id)
        self.settled(messages[0].id, 'done', 2)
        self.assertEqual(len(self.deliveries(endpoint)), 3)

    def test_killed_before_it_was_written_down(self):
        """What is committed and not enqueued is behind the cursor still."""
        self.add(event_types='patient.*')
        patient = self.add_patient()
        self.settled(self.receiver.wait(1)[0].id, 'done')
        self.clinic.process.kill()
        seq, = self.clinic.sql('SELECT max (seq) + 1 FROM changes')[0]
        self.clinic.sql("UPDATE changes SET seq = ?, revision = 2 WHERE id = ?", seq, patient)
        self.start_again()
        message = self.receiver.wait(2)[1]
        self.assertEqual((message.type, message.data['id'], message.data['seq']), ('patient.updated', patient, seq))

    def test_killed_at_any_moment(self):
        self.add(event_types='patient.created')
        made = []
        for _ in range(5):
            made.append(self.add_patient())
            self.clinic.process.kill()
            self.start_again()
        self.until(lambda: {message.data['id'] for message in self.receiver.messages}, lambda seen: seen == set(made))

    def test_one_change_of_the_log_may_be_two_events(self):
        """The log has the latest change alone, and who was made meanwhile is new all the same."""
        endpoint = self.add(event_types='patient.*')
        self.clinic.sql('UPDATE webhook_endpoints SET is_active = 0')
        patient = self.add_patient()
        self.clinic.sql('UPDATE changes SET revision = 2 WHERE id = ?', patient)
        self.assertStatus(self.clinic.patch('admin', f'webhook-endpoints/{endpoint["id"]}/', {'is_active': True}), 200)
        self.assertEqual([message.type for message in self.receiver.wait(2)], ['patient.created', 'patient.updated'])

    def test_told_to_go(self):
        """It goes at once, and what it was at is kept and counts as not tried."""
        held = threading.Event()
        self.addCleanup(held.set)
        endpoint = self.add()
        self.receiver.answers.append(Answer(held=held))
        identity = self.ping(endpoint)
        self.receiver.wait(1)
        start = time.monotonic()
        self.clinic.process.terminate()
        self.assertLess(time.monotonic() - start, 8)
        self.assertEqual(self.clinic.sql('SELECT state, attempts FROM jobs WHERE id = ?', identity), [('pending', 0)])
        self.start_again()
        self.assertEqual([message.id for message in self.receiver.wait(2)], [identity, identity])
        self.settled(identity, 'done', 1)

    def test_many_changes_at_once(self):
        endpoint = self.add(event_types='patient.created')
        self.clinic.process.terminate()
        seq, = self.clinic.sql('SELECT max (seq) FROM changes')[0]
        for number in range(1, 451):
            self.clinic.sql("INSERT INTO changes (entity, id, seq, revision, kind, first_seq) "
                            "VALUES ('patients', ?1, ?2, 1, 'save', ?2)", new_id(), seq + number)
        self.start_again()
        self.until(lambda: self.show(endpoint)['cursor'], lambda cursor: cursor == seq + 450)
        seqs = [message.data['seq'] for message in self.receiver.wait(450)]
        self.assertEqual(seqs, list(range(seq + 1, seq + 451)))


if __name__ == '__main__':
    main()
