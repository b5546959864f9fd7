"""A visit that everybody in it agrees to record, and what its doctor's desktop does with the recording."""

import hashlib
import os
import random

from clinic import ClinicTest, new_id

BLOCK = 64 * 1024
PIECE = 1024 * 1024
YES = {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'}
NO = {**YES, 'given': False}
PIECE_TYPE = 'application/offset+octet-stream'


def make_film(length):
    """Bytes that are the same each time, and nowhere like each other."""
    return random.Random(length).randbytes(length)


class RecordedTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.make_visit()

    def make_visit(self, **members):
        visit = self.clinic.visit(status='in_progress', recording_enabled=True, **members)
        for who in ('doctor', visit.door):
            visit.must_act(who, 'consents', YES)
        return visit

    def start(self, visit=None, **members):
        return (visit or self.visit).must_act('doctor', 'recording', members)

    def upload(self, recording, content, offset=0, who='doctor', **headers):
        return self.clinic.call(who, 'PATCH', f'recordings/{recording["id"]}/upload/', content, **{
            'Content-Type': PIECE_TYPE, 'Upload-Offset': str(offset), **headers})

    def send(self, recording, film, offset=0):
        """The rest of a film, as the desktop sends it."""
        while True:
            piece = film[offset:offset + PIECE]
            last = offset + len(piece) == len(film)
            reply = self.upload(recording, piece, offset, Recorded_Until='0',
                                Upload_Complete='?1' if last else '?0')
            self.assertStatus(reply, 200)
            self.assertEqual(reply.json['offset'], offset + len(piece))
            offset = reply.json['offset']
            if last:
                return

    def finish(self, recording, film, **members):
        body = {'sha256': hashlib.sha256(film).hexdigest(), 'duration_seconds': 0, **members}
        return self.clinic.post('doctor', f'recordings/{recording["id"]}/finish/', body)

    def record(self, film, visit=None):
        """All of it, from the button to the file."""
        recording = self.start(visit)
        self.send(recording, film)
        return self.assertStatus(self.finish(recording, film), 200).json

    def share(self, recording):
        self.assertStatus(self.clinic.patch('doctor', f'recordings/{recording["id"]}/',
                                            {'shared_with_patient': True}), 200)

    def show(self, recording, who='doctor'):
        return self.clinic.get(who, f'recordings/{recording["id"]}/')

    def path_of(self, recording):
        return os.path.join(self.clinic.data, 'recordings', recording['id'])

    def gate(self, who='doctor', visit=None):
        return self.clinic.read(who, (visit or self.visit).path + 'recording/')

    def codes(self, **arguments):
        return [reason['code'] for reason in self.gate(**arguments)['reasons']]


__all__ = ['BLOCK', 'NO', 'PIECE', 'PIECE_TYPE', 'RecordedTest', 'YES', 'make_film', 'new_id']
