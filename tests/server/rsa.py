"""RS256 as the standards say it (RFC 8017 §8.2, RFC 7515), over keys that openssl makes."""

import base64
import hashlib
import json
import subprocess

PREFIX = bytes.fromhex('3031300d060960864801650304020105000420')


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def decode(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def read_integers(der):
    """All integers of a DER text, those within others too."""
    found, at = [], 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7f
            length, at = int.from_bytes(der[at:at + count], 'big'), at + count
        content, at = der[at:at + length], at + length
        if tag == 2:
            found.append(int.from_bytes(content, 'big'))
        elif tag in (0x30, 4):
            found += read_integers(content)
    return found


def make_text(data, size):
    digest = PREFIX + hashlib.sha256(data).digest()
    return int.from_bytes(b'\0\1' + b'\xff' * (size - len(digest) - 3) + b'\0' + digest, 'big')


class Key:
    def __init__(self, kid, bits=2048):
        made = subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-pkeyopt', f'rsa_keygen_bits:{bits}'],
                              capture_output=True, check=True, text=True)
        self.kid, self.pem = kid, made.stdout
        body = ''.join(line for line in self.pem.splitlines() if '-' not in line)
        # The versions of the outer and the inner text are integers as well.
        _, _, self.n, self.e, self.d = read_integers(base64.b64decode(body))[:5]
        self.size = (self.n.bit_length() + 7) // 8

    @property
    def jwk(self):
        return {'kty': 'RSA', 'use': 'sig', 'alg': 'RS256', 'kid': self.kid, 'n': encode(self.n.to_bytes(self.size, 'big')),
                'e': encode(self.e.to_bytes(3, 'big'))}

    def sign(self, claims, **header):
        head = {'alg': 'RS256', 'typ': 'JWT', 'kid': self.kid, **header}
        text = '.'.join(encode(json.dumps(part).encode()) for part in (head, claims))
        value = pow(make_text(text.encode(), self.size), self.d, self.n)
        return f'{text}.{encode(value.to_bytes(self.size, "big"))}'

    def verify(self, token):
        """Header and claims."""
        text, _, signature = token.rpartition('.')
        value = pow(int.from_bytes(decode(signature), 'big'), self.e, self.n)
        assert value == make_text(text.encode(), self.size), 'The signature is wrong.'
        return tuple(json.loads(decode(part)) for part in text.split('.'))
