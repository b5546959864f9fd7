"""What a camera writes beside the picture, such as where it was taken, does not stay with the practice."""

import struct
import subprocess
import zlib

from clinic import main
from filed import FilingTest

PLACE, MAKER = b'52.5200N 13.4050E', b'Somebodys Camera'


def entry(tag, kind, count, value):
    return struct.pack('>HHI', tag, kind, count) + value


def make_exif(orientation):
    """As a phone writes it: how it was held, with what, where, and a small copy of the picture."""
    at = 8 + 2 + 4 * 12 + 4
    gps = at + len(MAKER)
    place = gps + 2 + 12 + 4
    main_directory = [
        entry(0x010f, 2, len(MAKER), struct.pack('>I', at)), entry(0x0112, 3, 1, struct.pack('>HH', orientation, 0)),
        entry(0x8769, 4, 1, struct.pack('>I', 0)), entry(0x8825, 4, 1, struct.pack('>I', gps)),
    ]
    return (b'MM\0*' + struct.pack('>I', 8) + struct.pack('>H', 4) + b''.join(main_directory) + bytes(4) + MAKER
            + struct.pack('>H', 1) + entry(0x001b, 7, len(PLACE), struct.pack('>I', place)) + bytes(4) + PLACE)


def convert(*arguments, content=b''):
    return subprocess.run(['convert', *arguments], input=content, capture_output=True, check=True).stdout


def make_jpeg(orientation):
    plain = convert('-size', '160x96', '-seed', '7', 'plasma:', '-strip', 'jpeg:-')
    segments = [(0xe1, b'Exif\0\0' + make_exif(orientation)), (0xe1, b'http://ns.adobe.com/xap/1.0/\0<x>' + PLACE + b'</x>'),
                (0xed, b'Photoshop 3.0\0' + PLACE), (0xfe, PLACE)]
    extra = b''.join(struct.pack('>BBH', 0xff, marker, len(content) + 2) + content for marker, content in segments)
    return plain[:2] + extra + plain[2:] + b'\0\0\0\x18ftypmp42 a film that lies behind it ' + PLACE


def make_png(orientation):
    plain = convert('-size', '160x96', '-seed', '7', 'plasma:', '-strip', 'png:-')

    def chunk(name, content):
        return struct.pack('>I', len(content)) + name + content + struct.pack('>I', zlib.crc32(name + content))

    return (plain[:33] + chunk(b'eXIf', make_exif(orientation)) + chunk(b'tEXt', b'Location\0' + PLACE)
            + chunk(b'iTXt', b'XML:com.adobe.xmp\0\0\0\0\0' + PLACE) + plain[33:] + PLACE)


def make_webp(orientation):
    plain = convert('-size', '160x96', '-seed', '7', 'plasma:', '-strip', '-quality', '80', 'webp:-')

    def chunk(name, content):
        return name + struct.pack('<I', len(content)) + content + bytes(len(content) % 2)

    flags = chunk(b'VP8X', bytes([0x0c, 0, 0, 0]) + struct.pack('<I', 159)[:3] + struct.pack('<I', 95)[:3])
    body = (b'WEBP' + flags + plain[12:] + chunk(b'EXIF', make_exif(orientation)) + chunk(b'XMP ', b'<x>' + PLACE + b'</x>'))
    return b'RIFF' + struct.pack('<I', len(body)) + body


def make_gif(xmp=b'<x>' + PLACE + b'</x>'):
    """Two pictures that are shown in turn; XMP lies as it is between blocks, with an end that each reader finds."""
    plain = convert('-size', '160x96', '-seed', '7', 'plasma:', 'plasma:', '-strip', '-loop', '0', 'gif:-')
    at = 13 + (3 << (plain[10] & 7) + 1 if plain[10] & 0x80 else 0)
    comment = b'\x21\xfe' + bytes([len(PLACE)]) + PLACE + b'\0'
    trailer = bytes([1, *range(255, -1, -1), 0])
    return (plain[:at] + comment + b'\x21\xff\x0bXMP DataXMP' + xmp + trailer + plain[at:] + PLACE)


def box(kind, *content):
    return struct.pack('>I4s', 8 + sum(map(len, content)), kind) + b''.join(content)


PICTURE = bytes(range(1, 200))


def make_heif(brand=b'heic', inside=False, version=1):
    """A picture, its Exif and its XMP as items; the last may lie in the box that holds them."""
    exif, xmp = bytes(4) + b'Exif\0\0' + make_exif(6), b'<x>' + PLACE + b'</x>'

    def entry(number, kind, *more):
        return box(b'infe', struct.pack('>IHH', 2 << 24, number, 0), kind, b'\0', *more)

    def place(number, method, offset, content):
        methods = struct.pack('>H', method) if version else b''
        return struct.pack('>H', number) + methods + struct.pack('>HHII', 0, 1, offset, len(content))

    def make(start):
        at = (start, start + len(PICTURE), start + len(PICTURE) + len(exif))
        items = box(b'iinf', struct.pack('>IH', 0, 3), entry(1, b'hvc1'), entry(2, b'Exif'),
                    entry(3, b'mime', b'application/rdf+xml\0'))
        places = box(b'iloc', struct.pack('>IBBH', version << 24, 0x44, 0, 3), place(1, 0, at[0], PICTURE),
                     place(2, 0, at[1], exif), place(3, int(inside), 0 if inside else at[2], xmp))
        return box(b'meta', bytes(4), items, places, *([box(b'idat', xmp)] if inside else []))

    head = box(b'ftyp', brand, bytes(4), b'mif1', brand)
    data = box(b'mdat', PICTURE, exif, *([] if inside else [xmp]))
    more = box(b'uuid', bytes(16), PLACE) + box(b'moov', box(b'udta', PLACE)) + box(b'free', PLACE)
    return head + make(len(head) + len(make(0)) + 8) + data + more


MAKERS = {'jpeg': make_jpeg, 'png': make_png, 'webp': make_webp}


class PictureTest(FilingTest):
    def keep(self, content, name):
        return self.media('doctor', self.give(self.visit.door, content, name)).raw

    def pixels(self, content, form):
        return convert(f'{form}:-', 'rgb:-', content=content)

    def test_whoever_did_not_hear_that_it_is_finished_says_so_again(self):
        content = make_jpeg(6)
        file = self.send(self.visit.door, content, 'Arm.jpg')
        self.assertEqual(self.assertStatus(self.finish(self.visit.door, file, content), 200).json, file)
        self.assertEqual(self.assertStatus(self.finish(self.visit.door, file, self.media(self.visit.door, file).raw), 200).json,
                         file)
        self.assertStatus(self.finish(self.visit.door, file, content + b'x'), 409)

    def test_only_the_picture_stays(self):
        for form, make in MAKERS.items():
            with self.subTest(form=form):
                sent = make(6)
                self.assertGreaterEqual(sent.count(PLACE), 2)
                kept = self.keep(sent, f'Knee.{form}')
                self.assertEqual(len(kept), len(sent))
                for secret in (PLACE, MAKER, b'ftyp', b'xmp', b'Photoshop'):
                    self.assertNotIn(secret, kept)
                self.assertEqual(self.pixels(kept, form), self.pixels(sent, form))
                told = convert(f'{form}:-', '-format', '%[EXIF:*]', 'info:-', content=kept).decode()
                self.assertEqual([line for line in told.split() if not line.startswith('exif:Orientation=')], [])
                self.assertIn(struct.pack('>HHIH', 0x0112, 3, 1, 6), kept)

    def test_moving_pictures(self):
        # Some of it is more than a block, and some of it leaves two bytes behind the blocks.
        for length in (3, 100, 254, 255, 256, 257, 258, 259, 600):
            sent = make_gif(PLACE + b'x' * length)
            kept = self.keep(sent, 'Knee.gif')
            self.assertEqual(len(kept), len(sent))
            self.assertNotIn(PLACE, kept)
            self.assertNotIn(b'XMP', kept)
            self.assertIn(b'NETSCAPE2.0', kept)
            self.assertEqual(self.pixels(kept, 'gif'), self.pixels(sent, 'gif'))
            self.assertEqual(convert('gif:-', '-format', '%c', 'info:-', content=kept).strip(), b'')

    def test_pictures_of_items(self):
        for options in ({}, {'brand': b'avif'}, {'inside': True}, {'version': 0}):
            with self.subTest(**options):
                sent = make_heif(**options)
                self.assertGreaterEqual(sent.count(PLACE), 5)
                kept = self.keep(sent, 'Knee.avif' if options.get('brand') else 'Knee.heic')
                self.assertEqual(len(kept), len(sent))
                for secret in (PLACE, MAKER, b'udta', b'uuid'):
                    self.assertNotIn(secret, kept)
                self.assertIn(PICTURE, kept)
                end = kept.index(PICTURE) + len(PICTURE)
                self.assertEqual(kept[:kept.index(b'idat') if options.get('inside') else end],
                                 sent[:sent.index(b'idat') if options.get('inside') else end])

    def test_pictures_of_items_that_others_make(self):
        for form in ('heic', 'avif'):
            with self.subTest(form=form):
                try:
                    sent = convert('-size', '160x96', '-seed', '7', 'plasma:', '-strip', f'{form}:-')
                except subprocess.CalledProcessError:
                    self.skipTest(f'{form} cannot be made here')
                self.assertEqual(self.keep(sent, f'Knee.{form}'), sent)

    def test_items_that_lead_nowhere(self):
        whole = make_heif()
        at = whole.index(b'iloc') + 4 + 8 + 16 + 8
        for name, content in {
            'cut': whole[:200], 'far': whole[:at] + b'\xff\xff\xff\xff' + whole[at + 4:],
            'no places': whole.replace(b'iloc', b'skip'),
        }.items():
            with self.subTest(name=name):
                file = self.create(self.visit.door, 'x.heic').json
                self.assertStatus(self.upload(self.visit.door, file, content), 200)
                self.assertStatus(self.finish(self.visit.door, file, content), 415)

    def test_how_it_was_held(self):
        for orientation in (0, 1, 8, 9):
            kept = self.keep(make_jpeg(orientation), 'Knee.jpg')
            said = struct.pack('>HHI', 0x0112, 3, 1) in kept
            self.assertEqual(said, 1 <= orientation <= 8)
            self.assertNotIn(PLACE, kept)

    def test_nothing_to_take_out(self):
        plain = convert('-size', '64x64', 'plasma:', '-strip', 'jpeg:-')
        self.assertEqual(self.keep(plain, 'Knee.jpg'), plain)

    def test_colours_stay(self):
        profile = b'ICC_PROFILE\0\1\1' + bytes(64)
        plain = convert('-size', '64x64', 'plasma:', '-strip', 'jpeg:-')
        sent = plain[:2] + struct.pack('>BBH', 0xff, 0xe2, len(profile) + 2) + profile + plain[2:]
        self.assertEqual(self.keep(sent, 'Knee.jpg'), sent)

    def test_what_is_no_picture_inside(self):
        """What cannot be looked through is not kept."""
        for form, make in MAKERS.items():
            whole = make(1)
            for name, content in {'cut': whole[:100], 'long': whole[:30] + b'\xff' * 6 + whole[30:60]}.items():
                with self.subTest(form=form, name=name):
                    file = self.create(self.visit.door, f'x.{form}').json
                    self.assertStatus(self.upload(self.visit.door, file, content), 200)
                    reply = self.assertStatus(self.finish(self.visit.door, file, content), 415)
                    self.assertEqual(reply.json['detail'], 'This picture is damaged.')
                    self.assertEqual(self.show(self.visit.door, file).json['state'], 'uploading')

    def test_the_server_finds_it_whole_afterwards(self):
        file = self.give(self.visit.door, make_jpeg(3), 'Knee.jpg')
        self.clinic.crash()
        self.assertNotIn(PLACE, self.media('doctor', file).raw)


if __name__ == '__main__':
    main()
