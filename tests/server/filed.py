"""What tests of files share: a visit, and the way of a file into its conversation."""

import hashlib
import os

from clinic import ClinicTest
from recorded import BLOCK, PIECE, PIECE_TYPE, make_film


def make_photo(length):
    """A JPEG for whoever looks at its parts: one scan, of which nobody can tell what it shows."""
    return b'\xff\xd8\xff\xda\0\2' + make_film(length).replace(b'\xff', b'\xfe') + b'\xff\xd9'


PHOTO = make_photo(3 * BLOCK + 1000)


class FilingTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress')

    def create(self, who, name='Knee.jpg', visit=None, **members):
        return (visit or self.visit).act(who, 'files', {'name': name, **members})

    def upload(self, who, file, content, offset=0, **headers):
        return self.clinic.call(who, 'PATCH', f'files/{file["id"]}/upload/', content, **{
            'Content-Type': PIECE_TYPE, 'Upload-Offset': str(offset), 'Upload-Complete': '?1', **headers})

    def finish(self, who, file, content):
        return self.clinic.post(who, f'files/{file["id"]}/finish/', {'sha256': hashlib.sha256(content).hexdigest()})

    def send(self, who, content=PHOTO, name='Knee.jpg', visit=None, **members):
        """All of it, up to the message."""
        file = self.assertStatus(self.create(who, name, visit, **members), 201).json
        for offset in range(0, len(content), PIECE):
            last = offset + PIECE >= len(content)
            reply = self.upload(who, file, content[offset:offset + PIECE], offset, Upload_Complete='?1' if last else '?0')
            self.assertStatus(reply, 200)
        return self.assertStatus(self.finish(who, file, content), 200).json

    def say(self, who, file, text='', **members):
        return self.visit.act(who, 'send_message', {'message': text, 'file_id': file['id'], **members})

    def give(self, who, content=PHOTO, name='Knee.jpg', **members):
        """The same with the message."""
        file = self.send(who, content, name)
        self.assertStatus(self.say(who, file, **members), 201)
        return file

    def media(self, who, file, **headers):
        return self.clinic.get(who, f'files/{file["id"]}/media/', **headers)

    def show(self, who, file):
        return self.clinic.get(who, f'files/{file["id"]}/')

    def path_of(self, file):
        return os.path.join(self.clinic.data, 'files', file['id'])

