"""What Jitsi's modules for Prosody take for a token, rule by rule and in their order (token/util.lib.lua,
luajwtjitsi.lib.lua and mod_token_verification.lua of jitsi-meet)."""

import base64
import hashlib
import hmac
import json
import re
import time


class Refused(Exception):
    pass


def need(good, why):
    if not good:
        raise Refused(why)


def decode(text):
    """base64url without padding."""
    need(re.fullmatch('[A-Za-z0-9_-]*', text) and len(text) % 4 != 1, 'Invalid token')
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


class Prosody:
    """With “keys”, which are public ones by the names of their files, tokens are to be signed with one of them (RS256)."""

    def __init__(self, app_id, secret, domain, checks_domain=True, keys=None):
        self.app_id, self.secret, self.domain, self.checks_domain, self.keys = app_id, secret, domain, checks_domain, keys

    def check_signature(self, header, token):
        if self.keys is None:
            text, _, signature = token.rpartition('.')
            good = decode(signature) == hmac.digest(self.secret.encode(), text.encode(), hashlib.sha256)
        else:
            try:
                self.keys[hashlib.sha256(header['kid'].encode()).hexdigest() + '.pem'].verify(token)
                good = True
            except AssertionError:
                good = False
        need(good, 'Invalid signature')

    def verify(self, token, now=None):
        """The claims of a token that lets somebody in."""
        now = time.time() if now is None else now
        need(token, 'token required')
        parts = token.split('.')
        need(len(parts) == 3, 'Invalid token')
        try:
            header, claims = (json.loads(decode(part)) for part in parts[:2])
        except ValueError:
            raise Refused('Invalid token') from None
        if self.keys is not None:
            need(header.get('kid'), "'kid' claim is missing")
            need(hashlib.sha256(header['kid'].encode()).hexdigest() + '.pem' in self.keys, 'could not obtain public key')
        need(header.get('typ') == 'JWT', 'Invalid typ')
        need(header.get('alg') == ('HS256' if self.keys is None else 'RS256'), 'Invalid or incorrect alg')
        self.check_signature(header, token)
        # There is no leeway, and what has no end lives for ever.
        for name, is_good in (('exp', lambda at: now < at), ('nbf', lambda at: now >= at)):
            if name in claims:
                need(isinstance(claims[name], (int, float)) and not isinstance(claims[name], bool), f'{name} must be number')
                need(is_good(claims[name]), f'Not acceptable by {name}')
        for name in ('iss', 'aud'):
            need(claims.get(name), f"'{name}' claim is missing")
            need(isinstance(claims[name], str) and claims[name] == self.app_id, f"invalid '{name}' claim")
        for name in ('room', 'sub'):
            need(claims.get(name), f'{name} claim is missing')
        return claims

    def enter(self, token, room, tenant='', now=None):
        """The claims with which somebody comes into a room, by the names in its address."""
        claims = self.verify(token, now)
        if claims['room'] != '*':
            need(claims['room'].lower() == room, 'Room and token mismatched')
        if self.checks_domain:
            need(claims['sub'] in ('*', tenant or self.domain), 'Room and token mismatched')
        return claims

    @staticmethod
    def is_moderator(claims):
        """By mod_token_affiliation."""
        user = claims.get('context', {}).get('user', {})
        return user.get('affiliation') in ('owner', 'moderator', 'teacher') or user.get('moderator') in (True, 'true')
