"""A clinic that tells somebody what happens."""

import time

from clinic import ClinicTest
from receiver import Receiver

PATIENCE = 40
OPEN = {'AUSCULTA_WEBHOOKS_ALLOW_NETWORKS': '127.0.0.0/8'}


class WebhookTest(ClinicTest):
    environment = OPEN

    def setUp(self):
        super().setUp()
        self.clinic.restart(environment=self.environment)
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def start_again(self):
        self.clinic.start_again(environment=self.environment)

    def add(self, url=None, **members):
        reply = self.clinic.post('admin', 'webhook-endpoints/', {'url': url or self.receiver.url + '/hook', **members})
        self.assertStatus(reply, 201)
        return reply.json

    def show(self, endpoint):
        return self.clinic.read('admin', f'webhook-endpoints/{endpoint["id"]}/')

    def act(self, endpoint, act, body=None, status=200):
        return self.assertStatus(self.clinic.post('admin', f'webhook-endpoints/{endpoint["id"]}/{act}/', body), status).json

    def ping(self, endpoint):
        return self.act(endpoint, 'test', status=202)['id']

    def deliveries(self, endpoint, query=''):
        return self.clinic.read('admin', f'webhook-endpoints/{endpoint["id"]}/deliveries/?{query}')['results']

    def delivery(self, identity):
        return self.clinic.read('admin', f'webhook-deliveries/{identity}/')

    def until(self, look, good):
        """What it looks like once it is good."""
        end = time.monotonic() + PATIENCE
        while not good(seen := look()):
            self.assertLess(time.monotonic(), end, seen)
        return seen

    def settled(self, identity, state, attempts=1):
        return self.until(lambda: self.delivery(identity),
                          lambda seen: (seen['state'], seen['attempts']) == (state, attempts))

    def retry(self, identity):
        self.assertStatus(self.clinic.post('admin', f'jobs/{identity}/retry/'), 200)

    def add_patient(self, name='Somebody'):
        reply = self.clinic.post('doctor', 'patients/', {'given_name': 'Ada', 'family_name': name})
        return self.assertStatus(reply, 201).json['id']
