"""Google tells of changes in calendars: channels are opened, known by what they were opened with, renewed and closed, and what
changed is read from where it was read before."""

import json

from clinic import main
from google_clinic import GoogleTest

OWNER = 'doctor@clinic.example'
WATCH, LIST, STOP = 'POST /calendar/v3/calendars/primary/events/watch', 'GET .*/events\\?(timeMin|syncToken)', 'POST .*/channels/stop'


class ChannelTest(GoogleTest):
    def set_up(self, **members):
        return super().set_up(**{'kind': 'calendar', 'calendar_push': 'true', **members})

    def open(self, **members):
        """A visit, and the channel that came with it."""
        visit = self.ready(**members)
        self.google.wait(LIST)
        self.idle()
        return visit, list(self.google.channels.values())[-1]

    def idle(self):
        self.until(lambda: self.clinic.sql("SELECT kind FROM jobs WHERE kind LIKE 'channel%' AND state <> 'done' AND next_at <= "
                                           "(SELECT max (updated_at) FROM jobs)"), lambda left: left == [])

    def headers(self, channel, number=10, state='exists', **more):
        return {'X-Goog-Channel-ID': channel['id'], 'X-Goog-Channel-Token': channel['token'],
                'X-Goog-Resource-ID': channel['resourceId'], 'X-Goog-Resource-State': state,
                'X-Goog-Message-Number': str(number), 'X-Goog-Resource-URI': 'https://www.googleapis.com/calendar', **more}

    def tell(self, channel, number=10, status=200, **more):
        reply = self.clinic.call(None, 'POST', 'webhooks/google-meet/', None, **self.headers(channel, number, **more))
        self.assertStatus(reply, status)
        self.worked()
        return reply

    def due(self, kind):
        """Does now what is to be done later."""
        identity = self.clinic.sql("SELECT id FROM jobs WHERE kind = ? AND state = 'pending' ORDER BY next_at DESC", kind)[0][0]
        self.assertStatus(self.clinic.post('admin', f'jobs/{identity}/retry/'), 200)
        self.settled(identity)
        self.idle()


class OpenTest(ChannelTest):
    def test_one_for_everybody_who_holds_meetings(self):
        _, channel = self.open()
        self.assertEqual((channel['owner'], channel['params']), (OWNER, {'ttl': '604800'}))
        self.assertTrue(channel['address'].endswith('/telemedicine/api/webhooks/google-meet/'))
        self.open(minutes=90)
        self.assertEqual(len(self.google.find(WATCH)), 1)
        self.ready(doctor='other')
        self.google.wait(WATCH, 2)
        self.assertNotIn(channel['token'], repr([self.clinic.sql(f'SELECT * FROM {table}') for table in
                                                 ('calendar_channels', 'jobs', 'audit_log')]))

    def test_none_where_nobody_wants_it(self):
        self.set_up(calendar_push='false')
        self.ready()
        self.idle()
        self.assertEqual((self.google.find(WATCH), self.clinic.sql('SELECT * FROM calendar_channels')), ([], []))

    def test_one_that_cannot_be_opened_keeps_no_visit_waiting(self):
        self.google.plan(WATCH, *[self.refusal()] * 2)
        visit = self.ready()
        self.assertEqual(visit.show()['meeting_state'], 'ready')
        self.until(lambda: self.clinic.sql("SELECT state FROM jobs WHERE kind = 'channel_watch'"),
                   lambda rows: rows == [('dead',)])
        self.assertEqual(self.clinic.sql('SELECT * FROM calendar_channels'), [])

    @staticmethod
    def refusal():
        from fake_google import fault
        return fault(400, 'push.webhookUrlNotHttps')


class KnowTest(ChannelTest):
    def test_who_is_not_google_is_turned_away(self):
        _, channel = self.open()
        other = {**channel, 'id': '3f0e7d1a-0000-4000-8000-000000000001'}
        for name, headers in {
                'unknown': self.headers(other), 'no token': {key: value for key, value in self.headers(channel).items()
                                                             if 'Token' not in key},
                'another token': self.headers({**channel, 'token': channel['token'][:-1]}),
                'another resource': self.headers({**channel, 'resourceId': 'x'})}.items():
            with self.subTest(name):
                self.assertStatus(self.clinic.call(None, 'POST', 'webhooks/google-meet/', None, **headers), 401)
        self.clinic.sql('UPDATE calendar_channels SET expires_at = 1')
        self.assertStatus(self.clinic.call(None, 'POST', 'webhooks/google-meet/', None, **self.headers(channel)), 401)
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])

    def test_it_may_post_before_it_answers(self):
        visit = self.ready()
        self.google.wait(WATCH)
        self.idle()
        channel = list(self.google.channels.values())[0]
        self.clinic.sql("UPDATE calendar_channels SET resource_id = ''")
        self.tell(channel, 1, state='sync')
        self.assertEqual(self.clinic.sql('SELECT count(*) FROM webhook_inbox'), [(0,)])
        self.assertEqual(visit.show()['meeting_state'], 'ready')


class ReadTest(ChannelTest):
    def change(self, visit, **members):
        key = OWNER, self.meeting_id(visit)
        self.google.events[key].update(members)
        self.google.log.append(key)

    def looks(self, visit):
        return len(self.google.find(f'GET .*/events/{self.meeting_id(visit)}'))

    def test_what_was_moved_over_there_is_put_back(self):
        visit, channel = self.open()
        other = self.ready(minutes=200)
        before = self.looks(other)
        self.change(visit, start={'dateTime': '2035-01-01T10:00:00Z', 'timeZone': 'UTC'})
        self.tell(channel)
        self.google.wait(f'PATCH .*/events/{self.meeting_id(visit)}')
        self.assertEqual(self.looks(other), before)

    def test_what_was_deleted_over_there_is_made_again(self):
        visit, channel = self.open()
        old = self.meeting_id(visit)
        self.change(visit, status='cancelled')
        self.tell(channel, state='not_exists')
        self.until(lambda: self.meeting_id(visit), lambda new: new not in ('', old))
        self.state(visit, 'ready')

    def test_the_same_news_is_read_once_and_from_where_it_was_read(self):
        visit, channel = self.open()
        self.change(visit)
        self.tell(channel, 7)
        self.google.wait(LIST, 2)
        self.tell(channel, 7)
        self.idle()
        lists = self.google.find(LIST)
        self.assertEqual([('syncToken' in asked.query) for asked in lists], [False, True])
        self.tell(channel, 9)
        self.assertIn('syncToken=1', self.google.wait(LIST, 3)[2].query)

    def test_more_than_a_page(self):
        visit, channel = self.open()
        for _ in range(3):
            self.change(visit)
        self.tell(channel)
        self.google.wait(LIST, 4)
        self.idle()
        self.assertEqual(self.clinic.sql('SELECT cursor FROM calendar_cursors'), [('3',)])

    def test_too_long_ago(self):
        visit, channel = self.open()
        self.clinic.sql("UPDATE calendar_cursors SET cursor = 'old'")
        self.change(visit)
        self.tell(channel)
        self.google.wait(LIST, 3)
        self.idle()
        self.assertEqual(self.clinic.sql('SELECT cursor FROM calendar_cursors'), [('1',)])

    def test_it_is_read_every_day_as_well(self):
        self.open()
        self.due('channel_list')
        self.assertEqual(len(self.google.find(LIST)), 2)


class RenewTest(ChannelTest):
    def test_before_it_ends_there_is_another(self):
        _, first = self.open()
        rows = self.clinic.sql("SELECT next_at, (SELECT expires_at FROM calendar_channels) FROM jobs WHERE kind = 'channel_watch' "
                               "AND state = 'pending'")
        self.assertEqual(rows[0][1] - rows[0][0], 86400 * 1000000)
        self.due('channel_watch')
        self.google.wait(STOP)
        self.idle()
        self.assertEqual((self.google.stopped, len(self.google.channels)), ([first['id']], 1))
        second = list(self.google.channels.values())[0]
        self.assertNotEqual(first['token'], second['token'])
        self.tell(first, status=401)
        self.tell(second)

    def test_not_where_nobody_holds_meetings_any_more(self):
        visit, _ = self.open()
        self.clinic.edit('consultations', visit.id, 'UPDATE consultations SET scheduled_start = 1000000 WHERE id = ?1')
        self.due('channel_watch')
        self.assertEqual(len(self.google.find(WATCH)), 1)

    def test_one_that_is_gone_is_closed(self):
        self.open()
        self.google.channels.clear()
        self.due('channel_watch')
        self.google.wait(STOP)
        self.idle()
        self.assertEqual(len(self.clinic.sql('SELECT id FROM calendar_channels')), 1)
        self.assertEqual(json.dumps(self.google.stopped), '[]')


if __name__ == '__main__':
    main()
