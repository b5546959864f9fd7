"""A clinic with a service account at Google."""

from fake_google import Google
from remote_clinic import RemoteTest


class GoogleTest(RemoteTest):
    provider = 'google_meet'

    def setUp(self):
        super().setUp()
        self.google = Google()
        self.addCleanup(self.google.close)
        self.addCleanup(lambda: self.assertEqual(self.google.faults, []))
        self.set_up()

    def set_up(self, **members):
        return self.assertStatus(self.put(settings=self.google.settings(**members)), 200).json

    def space(self, visit):
        return self.google.spaces[self.meeting_id(visit)]

    def try_out(self):
        """What the button “Test” says."""
        return self.assertStatus(self.clinic.post('admin', 'video-providers/google_meet/test/'), 200).json

    def post(self, body, headers, path='webhooks/google-meet/'):
        return self.clinic.call(None, 'POST', path, body, **headers)

    def tell(self, body, headers):
        reply = self.assertStatus(self.post(body, headers), 200)
        self.worked()
        return reply
