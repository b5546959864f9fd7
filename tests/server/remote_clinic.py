"""A clinic whose meetings are held elsewhere, and how its work over there is awaited."""

import time

from clinic import ClinicTest, microseconds, new_id, now

PATIENCE = 40


class RemoteTest(ClinicTest):
    provider = None

    def put(self, **body):
        return self.clinic.call('admin', 'PUT', f'video-providers/{self.provider}/', body)

    def until(self, look, good):
        """What it looks like once it is good."""
        end = time.monotonic() + PATIENCE
        while not good(seen := look()):
            self.assertLess(time.monotonic(), end, seen)
        return seen

    def visit(self, **members):
        return self.clinic.visit(video_provider=self.provider, **members)

    def ready(self, **members):
        """A visit that has its meeting."""
        visit = self.visit(**members)
        visit.seen = self.state(visit, 'ready')
        return visit

    def state(self, visit, state):
        return self.until(lambda: visit.show('receptionist'), lambda seen: seen['meeting_state'] == state)

    def meeting_id(self, visit):
        return self.clinic.sql('SELECT meeting_id FROM consultations WHERE id = ?', visit.id)[0][0]

    def jobs(self, visit, kind=None):
        rows = self.clinic.read('admin', f'jobs/?consultation_id={visit.id}&page_size=100')['results']
        return [row for row in rows if kind in (None, row['kind'])]

    def job(self, visit, kind, state):
        """The newest of a kind, once it stands so."""
        rows = self.until(lambda: self.jobs(visit, kind), lambda seen: seen and seen[0]['state'] == state)
        return rows[0]

    def hurry(self, visit, kind):
        """What is to be done later is due now."""
        rows = [row for row in self.jobs(visit, kind) if row['state'] in ('pending', 'failed', 'dead')]
        for row in rows:
            # What was done meanwhile is as good.
            self.assertIn(self.clinic.post('admin', f'jobs/{row["id"]}/retry/').status, (200, 409))
        return [row['id'] for row in rows]

    def settled(self, identity, state='done'):
        return self.until(lambda: self.clinic.read('admin', f'jobs/{identity}/'), lambda seen: seen['state'] == state)

    def check(self):
        """The provider is looked at, as it is each hour, and is well."""
        identity, time = new_id(), microseconds(now())
        self.clinic.sql('INSERT INTO jobs (id, revision, kind, key, lane, payload, state, next_at, created_at, updated_at) '
                        "VALUES (?1, 1, 'provider_check', ?1, ?2, ?3, 'dead', ?4, ?4, ?4)",
                        identity, self.provider, f'{{"provider":"{self.provider}"}}', time)
        self.assertStatus(self.clinic.post('admin', f'jobs/{identity}/retry/'), 200)
        self.settled(identity)
        self.assertEqual(self.clinic.read('admin', f'video-providers/{self.provider}/')['healthy'], True)

    def backdate(self, visit, kind, created, updated):
        """Jobs were written down, and changed last, so many days ago."""
        self.clinic.sql('UPDATE jobs SET created_at = ?, updated_at = ? WHERE consultation_id = ? AND kind = ?',
                        *(microseconds(now()) - int(days * 86400 * 10**6) for days in (created, updated)), visit.id, kind)

    def assertLeftAlone(self, visit, kind):
        """A check tries what was given up no more."""
        before = self.jobs(visit, kind)
        self.assertEqual([job['state'] for job in before], ['dead'])
        self.check()
        self.assertEqual(self.jobs(visit, kind), before)

    def worked(self):
        """Waits until all that was posted is worked on."""
        self.until(lambda: self.clinic.sql("SELECT count(*) FROM webhook_inbox WHERE content <> ''")[0][0],
                   lambda left: left == 0)
