"""Zoom, as far as we use it: the same paths, status codes, empty answers, error bodies and ids that are numbers here and
texts there."""

import base64
import hashlib
import hmac
import itertools
import json
import time
import urllib.parse

from fakes import Fake, Said

ACCOUNT, CLIENT, SECRET, WEBHOOK_SECRET = 'AAAAAABBBB', 'fakeClient', 'fakeSecret', 'test_secret_token_01'
SCOPES = ('meeting:write:meeting:admin meeting:read:meeting:admin meeting:read:list_meetings:admin '
          'meeting:update:meeting:admin meeting:delete:meeting:admin meeting:update:status:admin '
          'meeting:read:list_past_participants:admin cloud_recording:read:list_recording_files:admin '
          'cloud_recording:delete:recording_file:admin meeting:update:in_meeting_controls:admin')
HOSTS = ('doctor@clinic.example', 'other@clinic.example', 'host@clinic.example')


def encode(uuid):
    once = urllib.parse.quote(uuid, safe='')
    return urllib.parse.quote(once, safe='') if uuid.startswith('/') or '//' in uuid else once


class Zoom(Fake):
    def __init__(self):
        super().__init__()
        self.numbers, self.meetings, self.tokens = itertools.count(81234567890), {}, set()
        self.scopes, self.secret, self.token_life = SCOPES, SECRET, 3600
        self.participants, self.recordings, self.files = {}, {}, {}
        self.download_url, self.page = self.url, 300

    # What clinics set up, and what tests do over there.

    def settings(self, **members):
        return {'account_id': ACCOUNT, 'client_id': CLIENT, 'client_secret': SECRET, 'webhook_secret': WEBHOOK_SECRET,
                'server': self.url, **members}

    def revoke_tokens(self):
        self.tokens.clear()

    def start(self, number, uuid=None):
        meeting = self.meetings[int(number)]
        meeting.update(status='started', uuid=uuid or meeting['uuid'])
        return meeting

    # The server.

    def answer(self, asked):
        if asked.path == '/oauth/token':
            return self.give_token(asked)
        if asked.path.startswith('/files/'):
            return self.give_file(asked)
        if asked.headers.get('authorization', '').removeprefix('Bearer ') not in self.tokens:
            return Said(401, {'code': 124, 'message': 'Invalid access token.'})
        if asked.path.startswith('/rec/'):
            return Said(302, Location=f'{self.download_url}/files/{asked.path.rsplit("/", 1)[1]}')
        parts = asked.path.removeprefix('/v2/').split('/')
        return getattr(self, 'on_' + parts[0])(asked, *parts[1:])

    def give_token(self, asked):
        form = dict(urllib.parse.parse_qsl(asked.body.decode()))
        basic = 'Basic ' + base64.b64encode(f'{CLIENT}:{self.secret}'.encode()).decode()
        if asked.headers.get('authorization') != basic:
            return Said(400, {'reason': 'Invalid client_id or client_secret', 'error': 'invalid_client'})
        if form != {'grant_type': 'account_credentials', 'account_id': ACCOUNT}:
            return Said(400, {'reason': 'Bad request', 'error': 'invalid_request'})
        token = f'fake.s2s.{len(self.find("POST /oauth"))}'
        self.tokens.add(token)
        return Said(200, {'access_token': token, 'token_type': 'bearer', 'expires_in': self.token_life,
                          'scope': self.scopes, 'api_url': self.url})

    def give_file(self, asked):
        return Said(200, self.files[asked.path.rsplit('/', 1)[1]], Content_Type='video/mp4')

    def pages(self, asked, member, rows):
        """As many as self.page at a time; the token is where to go on."""
        start = int(dict(urllib.parse.parse_qsl(asked.query)).get('next_page_token') or 0)
        more = str(start + self.page) if start + self.page < len(rows) else ''
        return Said(200, {'page_count': 1, 'page_size': self.page, 'total_records': len(rows), 'next_page_token': more,
                          member: rows[start:start + self.page]})

    @staticmethod
    def missing(number):
        return Said(404, {'code': 3001, 'message': f'Meeting does not exist: {number}.'})

    def on_users(self, asked, user, what):
        host = urllib.parse.unquote(user)
        if host not in HOSTS:
            return Said(404, {'code': 1001, 'message': f'User does not exist: {host}.'})
        if asked.method == 'GET':
            found = [{name: m.get(name) for name in ('id', 'uuid', 'topic', 'agenda')}
                     for m in self.meetings.values() if m['host_email'] == host]
            return self.pages(asked, 'meetings', found)
        number = next(self.numbers)
        body = asked.json
        self.meetings[number] = {
            'id': number, 'uuid': base64.b64encode(f'uuid-{number}'.encode()).decode(), 'host_id': 'hTESThostTEST001',
            'host_email': host, 'status': 'waiting', 'created_at': '2026-10-30T10:00:00Z',
            'join_url': f'https://example.zoom.us/j/{number}?pwd=Encrypted{number}',
            'start_url': f'https://example.zoom.us/s/{number}?zak=FAKE.ZAK.{number}', 'pre_schedule': False, **body,
            # An account's own rules come before what is asked for.
            'settings': {**body['settings'], 'encryption_type': 'enhanced_encryption'}}
        return Said(201, self.meetings[number])

    def on_meetings(self, asked, key, *rest):
        if rest and rest[0] == 'recordings':
            return self.on_recordings(asked, key, *rest[1:])
        meeting = self.meetings.get(int(key))
        if meeting is None:
            return self.missing(key)
        if rest == ('status',):
            if meeting['status'] != 'started':
                return Said(400, {'code': 3000, 'message': 'Meeting is not in progress.'})
            meeting['status'] = 'waiting'
            return Said(204)
        if asked.method == 'PATCH':
            change = asked.json
            # A start in the past is passed over.
            if change.get('start_time', '') < stamp():
                change.pop('start_time', None)
            meeting['settings'].update(change.pop('settings', {}))
            meeting.update(change)
            return Said(204)
        if asked.method == 'DELETE':
            if meeting['status'] == 'started':
                return Said(400, {'code': 3002, 'message': 'Sorry, you cannot delete this meeting since it is in progress.'})
            del self.meetings[int(key)]
            return Said(204)
        return Said(200, meeting)

    def on_live_meetings(self, asked, key, what):
        """The state of what is recorded, which is not its setting."""
        meeting = self.meetings.get(int(key))
        if meeting is None or meeting['status'] != 'started':
            return self.missing(key)
        if asked.json == {'method': 'recording.stop'} and meeting.pop('is_recording', False):
            return Said(202)
        return Said(400, {'code': 3000, 'message': 'Not possible now.'})

    def on_past_meetings(self, asked, key, what):
        """The path as it came must be that of a UUID we know, twice encoded where that is due."""
        found = next((people for uuid, people in self.participants.items() if encode(uuid) == key), None)
        if found is None:
            return self.missing(key)
        return self.pages(asked, 'participants', found)

    def on_recordings(self, asked, key, identity=None):
        uuid, files = next(((uuid, files) for uuid, files in self.recordings.items() if encode(uuid) == key), (None, None))
        if not files:
            return Said(404, {'code': 3301, 'message': 'There is no recording for this meeting.'})
        if asked.method == 'DELETE':
            self.recordings[uuid] = [file for file in files if file['id'] != urllib.parse.unquote(identity)]
            return Said(204)
        return Said(200, {'uuid': uuid, 'recording_count': len(files), 'recording_files': files})

    def record(self, uuid, identity, content):
        self.files[identity] = content
        self.recordings.setdefault(uuid, []).append({
            'id': identity, 'meeting_id': uuid, 'recording_start': '2026-11-02T00:00:10Z',
            'recording_end': '2026-11-02T00:30:00Z', 'file_type': 'MP4', 'file_extension': 'MP4',
            'file_size': len(content), 'play_url': 'https://example.zoom.us/rec/play/FAKE',
            'download_url': f'{self.url}/rec/webhook_download/{identity}', 'status': 'completed',
            'recording_type': 'shared_screen_with_speaker_view'})


# What Zoom posts.

def sign(body, timestamp=None, secret=WEBHOOK_SECRET):
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    mac = hmac.new(secret.encode(), b'v0:' + timestamp.encode() + b':' + body, hashlib.sha256).hexdigest()
    return {'Content-Type': 'application/json; charset=utf-8', 'user-agent': 'Zoom Marketplace/1.0a',
            'x-zm-request-timestamp': timestamp, 'x-zm-signature': 'v0=' + mac, 'x-zm-trackingid': f'WEB_{time.time_ns()}'}


def stamp(offset=0):
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + offset))


def event(name, meeting, offset=0, participant=None, as_number=False, uuid=None, **members):
    """The body; ids are texts in events of the meeting itself, and numbers in those of its recordings and changes."""
    number = meeting['id']
    inner = {'id': number if as_number else str(number), 'uuid': uuid or meeting['uuid'], 'host_id': meeting['host_id'],
             'topic': meeting['topic'], 'type': 2, 'start_time': meeting['start_time'], 'timezone': 'UTC', 'duration': 30,
             **members}
    if participant is not None:
        inner['participant'] = participant
    return json.dumps({'event': name, 'event_ts': int((time.time() + offset) * 1000),
                       'payload': {'account_id': ACCOUNT, 'object': inner}}, ensure_ascii=False).encode()


def person(user_id='16778240', name='Zoë Ŧest', identity='', **times):
    return {'user_id': user_id, 'user_name': name, 'id': identity, 'email': '', 'registrant_id': '',
            'participant_uuid': '11111111-2222-3333-4444-555555555555', 'participant_user_id': '', 'customer_key': '',
            **times}
