"""A clinic with an account at Zoom."""

import time

from clinic import ClinicTest
from fake_zoom import Zoom, sign

PATIENCE = 40
CREATE = 'POST /v2/users/'


class ZoomTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.zoom = Zoom()
        self.addCleanup(self.zoom.close)
        self.addCleanup(lambda: self.assertEqual(self.zoom.faults, []))
        self.set_up()

    def set_up(self, **members):
        reply = self.put(settings=self.zoom.settings(**members))
        return self.assertStatus(reply, 200).json

    def put(self, **body):
        return self.clinic.call('admin', 'PUT', 'video-providers/zoom/', body)

    def until(self, look, good):
        """What it looks like once it is good."""
        end = time.monotonic() + PATIENCE
        while not good(seen := look()):
            self.assertLess(time.monotonic(), end, seen)
        return seen

    def visit(self, **members):
        return self.clinic.visit(video_provider='zoom', **members)

    def ready(self, **members):
        """A visit that has its meeting."""
        visit = self.visit(**members)
        visit.seen = self.state(visit, 'ready')
        return visit

    def state(self, visit, state):
        return self.until(lambda: visit.show('receptionist'), lambda seen: seen['meeting_state'] == state)

    def meeting(self, visit):
        """What Zoom has of it."""
        return self.zoom.meetings[int(self.clinic.sql('SELECT meeting_id FROM consultations WHERE id = ?', visit.id)[0][0])]

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
            self.assertStatus(self.clinic.post('admin', f'jobs/{row["id"]}/retry/'), 200)
        return [row['id'] for row in rows]

    def settled(self, identity, state='done'):
        return self.until(lambda: self.clinic.read('admin', f'jobs/{identity}/'), lambda seen: seen['state'] == state)

    def post(self, body, headers=None, path='webhooks/zoom/'):
        return self.clinic.call(None, 'POST', path, body, **(sign(body) if headers is None else headers))

    def tell(self, body):
        """Posts an event and waits until it is worked on."""
        reply = self.assertStatus(self.post(body), 200)
        self.until(lambda: self.clinic.sql("SELECT count(*) FROM webhook_inbox WHERE content <> ''")[0][0],
                   lambda left: left == 0)
        return reply
