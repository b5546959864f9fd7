"""Google, as far as we use it: tokens for a service account that acts for the people of a domain, spaces of Meet and what
was held in them, a calendar whose meetings come after its events, and the keys that pushes are signed with."""

import base64
import hashlib
import itertools
import json
import re
import string
import time
import urllib.parse

from fakes import Fake, Said
from rsa import Key, encode

ACCOUNT, CLIENT_ID = 'clinic@fake-project.iam.gserviceaccount.com', '100000000000000000007'
PUSHER, AUDIENCE = 'push@fake-project.iam.gserviceaccount.com', 'https://clinic.example/push'
TOPIC = 'projects/fake-project/topics/meet-events'
SCOPE = 'https://www.googleapis.com/auth/'
SPACES, EVENTS = {SCOPE + 'meetings.space.created'}, {SCOPE + 'calendar.events.owned', SCOPE + 'meetings.space.readonly'}
PEOPLE = ('doctor@clinic.example', 'other@clinic.example', 'host@clinic.example')
USER_CLIENT, USER_SECRET = '1000-fake.apps.googleusercontent.com', 'GOCSPX-fake-secret'
# Made once, since that is slow.
KEY, FIRST, SECOND = Key('fake-key-1'), Key('google-1'), Key('google-2')


def refusal(code, status, message='No.'):
    """As the newer interfaces say it."""
    return Said(code, {'error': {'code': code, 'message': message, 'status': status}})


def fault(code, reason, message='No.', **headers):
    """As the calendar says it."""
    return Said(code, {'error': {'errors': [{'domain': 'global', 'reason': reason, 'message': message}], 'code': code,
                                 'message': message}}, **headers)


class Google(Fake):
    def __init__(self):
        super().__init__()
        self.numbers, self.tokens, self.delegated = itertools.count(1), {}, SPACES | EVENTS
        self.spaces, self.events, self.records, self.subscriptions = {}, {}, [], {}
        self.keys, self.max_age = [FIRST], 3600
        # How often an event is looked at until its meeting is there; whether there is any, and how large the pages are.
        self.pending, self.is_meet_on, self.page = 0, True, 1
        # What people permit by signing in: codes that were given out, and what they became.
        self.codes, self.grants = {}, {}
        # Channels by id; what changed in the calendar of each, in order; and how long a channel lives.
        self.channels, self.stopped, self.log, self.life_s = {}, [], [], 7 * 86400

    def settings(self, **members):
        return {'service_account': json.dumps({
            'type': 'service_account', 'project_id': 'fake-project', 'private_key_id': KEY.kid, 'private_key': KEY.pem,
            'client_email': ACCOUNT, 'client_id': CLIENT_ID, 'token_uri': 'https://evil.example/token'}),
            'server': self.url, **members}

    def start(self, space, record='conferenceRecords/fake-conf-0001'):
        self.spaces[space]['activeConference'] = {'conferenceRecord': record}
        self.records.append({'name': record, 'space': space, 'code': self.spaces[space]['meetingCode'], 'people': []})
        return self.records[-1]

    def answer(self, asked):
        if asked.path == '/token':
            return self.give_token(asked)
        if asked.path == '/revoke':
            token = dict(urllib.parse.parse_qsl(asked.body.decode()))['token']
            return Said(200, {}) if self.grants.pop(token, None) else Said(400, {'error': 'invalid_token'})
        if asked.path == '/oauth2/v3/certs':
            return Said(200, {'keys': [key.jwk for key in self.keys]}, Cache_Control=f'public, max-age={self.max_age}')
        asked.subject = self.tokens.get(asked.headers.get('authorization', '').removeprefix('Bearer '))
        if asked.subject is None:
            return refusal(401, 'UNAUTHENTICATED')
        for pattern, answer in (('/v2/spaces$', self.on_spaces), ('/v2/(spaces/[^/:]+)(:?.*)$', self.on_space),
                                ('/v2/conferenceRecords$', self.on_records), ('/v2/(conferenceRecords/.+)$', self.on_record),
                                ('/v1/subscriptions$', self.on_subscriptions),
                                ('/calendar/v3/channels/stop$', self.on_stop),
                                ('/calendar/v3/calendars/([^/]+)/events/?(.*)$', self.on_events)):
            if match := re.match(pattern, asked.path):
                return answer(asked, *match.groups())
        return refusal(404, 'NOT_FOUND')

    def give_token(self, asked):
        form = dict(urllib.parse.parse_qsl(asked.body.decode()))
        if form['grant_type'] in ('authorization_code', 'refresh_token'):
            return self.give_personal_token(form)
        assert form['grant_type'] == 'urn:ietf:params:oauth:grant-type:jwt-bearer', form
        try:
            header, claims = KEY.verify(form['assertion'])
        except AssertionError:
            return Said(400, {'error': 'invalid_grant', 'error_description': 'Invalid JWT Signature.'})
        assert header == {'alg': 'RS256', 'typ': 'JWT', 'kid': KEY.kid}, header
        assert (claims['iss'], claims['aud']) == (ACCOUNT, 'https://oauth2.googleapis.com/token'), claims
        if not claims['iat'] <= time.time() + 5 or not time.time() < claims['exp'] <= claims['iat'] + 3600:
            return Said(400, {'error': 'invalid_grant', 'error_description': 'Invalid JWT: must be a short-lived token.'})
        if 'sub' in claims and not set(claims['scope'].split()) <= self.delegated:
            return Said(401, {'error': 'unauthorized_client', 'error_description': 'Client is unauthorized.'})
        if claims.get('sub', PEOPLE[0]) not in PEOPLE:
            return Said(400, {'error': 'invalid_grant', 'error_description': 'Invalid email or User ID'})
        token = f'fake.google.{next(self.numbers)}'
        self.tokens[token] = claims.get('sub', ACCOUNT)
        return Said(200, {'access_token': token, 'token_type': 'Bearer', 'expires_in': 3599})

    # Somebody who signs in.

    def consent(self, url, who='host@clinic.example', without=''):
        """What a browser does with the address; the code that comes back. “without”: a box that is unticked."""
        address = urllib.parse.urlsplit(url)
        query = dict(urllib.parse.parse_qsl(address.query))
        assert f'{address.scheme}://{address.netloc}' in (self.url, 'https://accounts.google.com'), url
        assert address.path == '/o/oauth2/v2/auth' and query['response_type'] == 'code', url
        assert query['code_challenge_method'] == 'S256' and (query['access_type'], query['prompt']) == ('offline', 'consent')
        assert query['client_id'] == USER_CLIENT and len(query['state']) >= 22, url
        code = f'4/fake-code-{next(self.numbers)}'
        scopes = [scope for scope in query['scope'].split() if not without or without not in scope]
        self.codes[code] = {'who': who, 'scope': ' '.join(scopes), 'challenge': query['code_challenge'],
                            'redirect': query['redirect_uri']}
        return code

    def give_personal_token(self, form):
        if (form['client_id'], form['client_secret']) != (USER_CLIENT, USER_SECRET):
            return Said(401, {'error': 'invalid_client', 'error_description': 'The OAuth client was not found.'})
        token = f'fake.google.{next(self.numbers)}'
        answer = {'access_token': token, 'token_type': 'Bearer', 'expires_in': 3599}
        if form['grant_type'] == 'refresh_token':
            grant = self.grants.get(form['refresh_token'])
            if grant is None:
                return Said(400, {'error': 'invalid_grant', 'error_description': 'Token has been expired or revoked.'})
            self.tokens[token] = grant['who']
            return Said(200, {**answer, 'scope': grant['scope']})
        grant = self.codes.pop(form['code'], None)
        challenge = encode(hashlib.sha256(form['code_verifier'].encode()).digest())
        if grant is None or grant['challenge'] != challenge or grant['redirect'] != form['redirect_uri']:
            return Said(400, {'error': 'invalid_grant', 'error_description': 'Bad Request'})
        refresh = f'1//fake-refresh-{next(self.numbers)}'
        self.grants[refresh], self.tokens[token] = grant, grant['who']
        identity = FIRST.sign({'iss': 'https://accounts.google.com', 'aud': USER_CLIENT, 'email': grant['who'],
                               'email_verified': True, 'sub': '1', 'iat': int(time.time()), 'exp': int(time.time()) + 3600})
        return Said(200, {**answer, 'refresh_token': refresh, 'scope': grant['scope'], 'id_token': identity})

    # Meet.

    def make_space(self, owner, config=None):
        number = next(self.numbers)
        code = ''.join(string.ascii_lowercase[int(digit)] for digit in f'{number:010}')
        code = f'{code[:3]}-{code[3:7]}-{code[7:]}'
        name = f'spaces/FaKe_SpAcE-{number}'
        self.spaces[name] = {'name': name, 'meetingUri': f'https://meet.google.com/{code}', 'meetingCode': code,
                             'config': config or {}, 'owner': owner}
        return self.spaces[name]

    @staticmethod
    def show(space):
        return Said(200, {name: value for name, value in space.items() if name != 'owner'})

    def on_spaces(self, asked):
        return self.show(self.make_space(asked.subject, asked.json['config']))

    def on_space(self, asked, name, act):
        by_code = next((space for space in self.spaces.values() if 'spaces/' + space['meetingCode'] == name), None)
        space = self.spaces.get(name) or (by_code if asked.method == 'GET' else None)
        if space is None:
            return refusal(404, 'NOT_FOUND')
        if space['owner'] != asked.subject:
            return refusal(403, 'PERMISSION_DENIED')
        if act == ':endActiveConference':
            if 'activeConference' not in space:
                return refusal(400, 'FAILED_PRECONDITION', 'There is no active conference.')
            del space['activeConference']
            return Said(200, {})
        if asked.method == 'PATCH':
            for path in dict(urllib.parse.parse_qsl(asked.query))['updateMask'].split(','):
                space['config'][path.removeprefix('config.')] = asked.json['config'][path.removeprefix('config.')]
        return self.show(space)

    def pages(self, asked, member, rows):
        query = dict(urllib.parse.parse_qsl(asked.query))
        start = int(query.get('pageToken') or 0)
        more = {'nextPageToken': str(start + self.page)} if start + self.page < len(rows) else {}
        return Said(200, {member: rows[start:start + self.page], **more})

    def on_records(self, asked):
        wanted = dict(urllib.parse.parse_qsl(asked.query)).get('filter', '')
        rows = [record for record in self.records
                if wanted in ('', f'space.name="{record["space"]}"', f'space.meeting_code="{record["code"]}"')]
        return self.pages(asked, 'conferenceRecords', [{'name': row['name'], 'space': row['space']} for row in rows])

    def on_record(self, asked, path):
        """A person is (number, how they came, name, stays), a stay (from, to)."""
        record = next(record for record in self.records if path.startswith(record['name']))
        rest = path.removeprefix(record['name'] + '/').split('/')
        if rest == ['participants']:
            return self.pages(asked, 'participants', [
                {'name': f'{record["name"]}/participants/{number}', how: {'displayName': name}}
                for number, how, name, stays in record['people']])
        stays = next(person[3] for person in record['people'] if person[0] == rest[1])
        return self.pages(asked, 'participantSessions', [
            {'name': f'{record["name"]}/participants/{rest[1]}/participantSessions/{number}', 'startTime': start,
             **({'endTime': end} if end else {})} for number, (start, end) in enumerate(stays)])

    def on_subscriptions(self, asked):
        body = asked.json
        key = asked.subject, body['targetResource']
        assert body['payloadOptions'] == {'includeResource': False} and body['ttl'] == '0s', body
        if key in self.subscriptions:
            return refusal(409, 'ALREADY_EXISTS')
        self.subscriptions[key] = body
        return Said(200, {'name': 'operations/fake', 'done': True, 'response': {'name': 'subscriptions/fake'}})

    # The calendar.

    def on_events(self, asked, calendar, identity):
        query = dict(urllib.parse.parse_qsl(asked.query))
        key = asked.subject, identity
        if identity == 'watch':
            return self.watch(asked)
        if asked.method == 'GET' and not identity and 'maxResults' not in query:
            return self.list_changes(asked, query)
        if asked.method == 'POST':
            return self.insert(asked, query)
        if not identity:
            return Said(200, {'items': []})
        event = self.events.get(key)
        if event is None:
            return fault(404, 'notFound')
        if asked.method == 'DELETE':
            assert query['sendUpdates'] == 'none', query
            if event['status'] == 'cancelled':
                return fault(410, 'deleted')
            event['status'] = 'cancelled'
            return Said(204)
        if asked.method == 'PATCH':
            assert query == {'conferenceDataVersion': '1', 'sendUpdates': 'none'}, query
            event.update(asked.json)
        elif event['left'] > 0:
            event['left'] -= 1
            if event['left'] == 0:
                self.conclude(event)
        return Said(200, event)

    def insert(self, asked, query):
        body = asked.json
        key = asked.subject, body['id']
        assert query == {'conferenceDataVersion': '1', 'sendUpdates': 'none'}, query
        assert re.fullmatch('[a-v0-9]{5,1024}', body['id']) and 'attendees' not in body, body
        if key in self.events:
            return fault(409, 'duplicate')
        event = self.events[key] = {**body, 'kind': 'calendar#event', 'owner': asked.subject, 'left': self.pending}
        event['conferenceData']['createRequest']['status'] = {'statusCode': 'pending'}
        if self.pending == 0:
            self.conclude(event)
        return Said(200, event)

    def watch(self, asked):
        body = asked.json
        assert body['type'] == 'web_hook' and len(body['id']) <= 64 and len(body['token']) <= 256, body
        if body['id'] in self.channels:
            return fault(400, 'channelIdNotUnique')
        self.channels[body['id']] = {**body, 'resourceId': f'resource-of-{asked.subject}', 'owner': asked.subject}
        return Said(200, {'kind': 'api#channel', 'id': body['id'], 'resourceId': f'resource-of-{asked.subject}',
                          'resourceUri': 'https://www.googleapis.com/calendar/v3/calendars/primary/events?alt=json',
                          'token': body['token'], 'expiration': str(int((time.time() + self.life_s) * 1000))})

    def on_stop(self, asked):
        channel = self.channels.get(asked.json['id'])
        if channel is None or channel['resourceId'] != asked.json['resourceId']:
            return fault(404, 'notFound')
        self.stopped.append(self.channels.pop(asked.json['id'])['id'])
        return Said(204)

    def list_changes(self, asked, query):
        """A sync token is how many changes there were; one that begins with “old” is of too long ago."""
        assert ('syncToken' in query) != ('timeMin' in query), query
        if query.get('syncToken', '').startswith('old'):
            return fault(410, 'fullSyncRequired')
        rows = [key[1] for key in self.events if key[0] == asked.subject] if 'timeMin' in query \
            else [event for owner, event in self.log[int(query['syncToken']):] if owner == asked.subject]
        start = int(query.get('pageToken') or 0)
        items = [{'id': identity, 'status': 'confirmed'} for identity in rows[start:start + self.page]]
        if start + self.page < len(rows):
            return Said(200, {'items': items, 'nextPageToken': str(start + self.page)})
        return Said(200, {'items': items, 'nextSyncToken': str(len(self.log))})

    def conclude(self, event):
        request = event['conferenceData']['createRequest']
        request['status'] = {'statusCode': 'success' if self.is_meet_on else 'failure'}
        if self.is_meet_on:
            space = self.make_space(event['owner'])
            event['hangoutLink'] = space['meetingUri']
            event['conferenceData'].update(conferenceId=space['meetingCode'])


# What Pub/Sub pushes.

def push(kind, space, data, identity='fake-event-1', at=None):
    stamp = at or time.strftime('%Y-%m-%dT%H:%M:%S.123456Z', time.gmtime())
    return json.dumps({'message': {
        'attributes': {'ce-id': identity, 'ce-source': '//workspaceevents.googleapis.com/subscriptions/fake-sub',
                       'ce-specversion': '1.0', 'ce-subject': f'//meet.googleapis.com/{space}', 'ce-time': stamp,
                       'ce-type': f'google.workspace.meet.{kind}', 'ce-datacontenttype': 'application/json'},
        'data': base64.b64encode(json.dumps(data).encode()).decode(), 'messageId': '1000', 'message_id': '1000'},
        'subscription': 'projects/fake-project/subscriptions/meet-push', 'deliveryAttempt': 1}).encode()


def bearer(key=FIRST, header=None, **claims):
    now = int(time.time())
    token = key.sign({'aud': AUDIENCE, 'azp': '1', 'email': PUSHER, 'email_verified': True, 'exp': now + 3600, 'iat': now,
                      'iss': 'https://accounts.google.com', 'sub': '1', **claims}, **(header or {}))
    return {'Content-Type': 'application/json', 'Authorization': f'Bearer {token}'}
