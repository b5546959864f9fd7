"""A clinic with an account at Zoom."""

from fake_zoom import Zoom, sign
from remote_clinic import PATIENCE, RemoteTest

CREATE = 'POST /v2/users/'

__all__ = ['CREATE', 'PATIENCE', 'ZoomTest']


class ZoomTest(RemoteTest):
    provider = 'zoom'

    def setUp(self):
        super().setUp()
        self.zoom = Zoom()
        self.addCleanup(self.zoom.close)
        self.addCleanup(lambda: self.assertEqual(self.zoom.faults, []))
        self.set_up()

    def set_up(self, **members):
        return self.assertStatus(self.put(settings=self.zoom.settings(**members)), 200).json

    def meeting(self, visit):
        """What Zoom has of it."""
        return self.zoom.meetings[int(self.meeting_id(visit))]

    def post(self, body, headers=None, path='webhooks/zoom/'):
        return self.clinic.call(None, 'POST', path, body, **(sign(body) if headers is None else headers))

    def tell(self, body):
        """Posts an event and waits until it is worked on."""
        reply = self.assertStatus(self.post(body), 200)
        self.worked()
        return reply
