"""Jitsi as a Service, as far as we use it: rooms that are closed by command, and webhooks that are signed with the whole text
of a secret."""

import base64
import hmac
import json
import time

from fakes import Fake, Said
from rsa import Key

APP, WEBHOOK_SECRET = 'vpaas-magic-cookie-00000000000000000000000000000000', 'whsec_0123456789abcdef0123456789abcdef'
COMMANDS = 'POST /v1/_jaas/conference-commands/v1/meeting$'
FEATURES = {'livestreaming', 'recording', 'transcription', 'inbound-call', 'outbound-call', 'sip-inbound-call',
            'sip-outbound-call'}
# Made once, since that is slow.
KEY, OTHER = Key(f'{APP}/4f4910'), Key(f'{APP}/4f4910')


class Refused(Exception):
    pass


def verify(token, now=None):
    """The claims of a token that is good over there."""
    now = time.time() if now is None else now
    try:
        header, claims = KEY.verify(token)
    except AssertionError:
        raise Refused('signature') from None
    good = {'header': header == {'alg': 'RS256', 'typ': 'JWT', 'kid': KEY.kid}, 'aud': claims.get('aud') == 'jitsi',
            'iss': claims.get('iss') == 'chat', 'sub': claims.get('sub') == APP,
            'times': claims['nbf'] <= now < claims['exp']}
    for name, is_good in good.items():
        if not is_good:
            raise Refused(name)
    return claims


def enter(token, room, now=None):
    """The claims with which somebody comes into a room, by its name after the app id."""
    claims = verify(token, now)
    if claims['room'] not in (room, '*'):
        raise Refused('room')
    if not FEATURES <= set(claims['context']['features']):
        raise Refused('features')
    return claims


class Jaas(Fake):
    def __init__(self):
        super().__init__()
        self.destroyed, self.rooms = [], set()

    def settings(self, **members):
        return {'kind': 'jaas', 'app_id': APP, 'key_id': '4f4910', 'private_key': KEY.pem, 'webhook_secret': WEBHOOK_SECRET,
                'server': self.url, **members}

    def answer(self, asked):
        try:
            claims = verify(asked.headers.get('authorization', '').removeprefix('Bearer '))
        except (Refused, ValueError):
            return Said(401, {'message': 'Unauthorized'})
        if claims.get('admin') is not True:
            return Said(403, {'message': 'Forbidden'})
        assert asked.path == '/v1/_jaas/conference-commands/v1/meeting' and asked.json['action'] == 'DESTROY', asked
        room, _, domain = asked.json['payload']['conferenceFullName'].partition('@')
        assert domain == f'conference.{APP}.8x8.vc', domain
        self.destroyed.append(room)
        return Said(200) if room in self.rooms else Said(404, {'message': 'Not found'})


def event(kind, room, key='11111111-2222-3333-4444-555555555555', at=None, session='session-1', **data):
    return json.dumps({
        'idempotencyKey': key, 'customerId': '0' * 32, 'appId': APP, 'eventType': kind, 'sessionId': session,
        'timestamp': int((time.time() if at is None else at) * 1000), 'fqn': f'{APP}/{room}',
        'data': {'conference': f'{room}@conference.{APP}.8x8.vc', 'isBreakout': False, **data}}).encode()


def person(identity='', name='', moderator='false', number=1):
    """The moderator is a text in some of its messages, and a boolean in others."""
    return {'moderator': moderator, 'name': name, 'group': APP, 'email': '', 'id': identity, 'avatar': '',
            'participantJid': f'f0e1d2c3-{number}@8x8.vc', 'participantId': f'f0e1d2c3-{number}'}


def sign(body, at=None, secret=WEBHOOK_SECRET):
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.digest(secret.encode(), stamp.encode() + b'.' + body, 'sha256')
    return {'Content-Type': 'application/json',
            'X-Jaas-Signature': f't={stamp},v1={base64.b64encode(digest).decode()}'}
