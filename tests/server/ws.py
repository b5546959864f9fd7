"""A WebSocket client that does just what it is told (RFC 6455)."""

import base64
import json
import os
import select
import socket
import struct
import time

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATIENCE = 10


class Refused(Exception):
    """The server answered the handshake otherwise than with 101."""

    def __init__(self, status, headers, body):
        super().__init__(f'{status} {body!r}')
        self.status = status
        self.headers = headers
        self.body = body


class Closed(Exception):
    """The end of the connection; code is None where there was no close frame."""

    def __init__(self, code, reason=''):
        super().__init__(f'{code} {reason}')
        self.code = code
        self.reason = reason


class WebSocket:
    def __init__(self, host, port, path, headers=None, context=None):
        self.seen = []
        self.buffer = b''
        self.socket = socket.create_connection((host, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname=host)
        lines = [f'GET {path} HTTP/1.1', f'Host: {host}:{port}', 'Upgrade: websocket', 'Connection: Upgrade',
                 f'Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}', 'Sec-WebSocket-Version: 13']
        lines += [f'{name}: {value}' for name, value in (headers or {}).items()]
        self.socket.sendall('\r\n'.join(lines + ['', '']).encode())
        self._read_answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut()

    def _fill(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self.socket], [], [], left)[0]:
            raise TimeoutError(f'nothing came; so far: {[frame.get("type") for frame in self.seen]}')
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b''
        if not data:
            raise Closed(None)
        self.buffer += data

    def _take(self, length, deadline):
        while len(self.buffer) < length:
            self._fill(deadline)
        data, self.buffer = self.buffer[:length], self.buffer[length:]
        return data

    def _read_answer(self):
        deadline = time.monotonic() + PATIENCE
        while b'\r\n\r\n' not in self.buffer:
            self._fill(deadline)
        head, self.buffer = self.buffer.split(b'\r\n\r\n', 1)
        lines = head.decode('latin-1').split('\r\n')
        status = int(lines[0].split(' ')[1])
        headers = {name.lower(): value.strip() for name, value in (line.split(':', 1) for line in lines[1:])}
        if status == 101:
            return
        body = self._take(int(headers.get('content-length', 0)), deadline)
        self.socket.close()
        raise Refused(status, headers, body)

    def send_raw(self, opcode, payload, final=True):
        mask = os.urandom(4)
        length = len(payload)
        if length < 126:
            head = struct.pack('!BB', opcode | (final << 7), 0x80 | length)
        else:
            head = struct.pack('!BBH', opcode | (final << 7), 0x80 | 126, length) if length < 65536 \
                else struct.pack('!BBQ', opcode | (final << 7), 0x80 | 127, length)
        pad = (mask * (length // 4 + 1))[:length]
        masked = (int.from_bytes(payload, 'big') ^ int.from_bytes(pad, 'big')).to_bytes(length, 'big')
        self.socket.sendall(head + mask + masked)

    def send(self, type, **members):
        self.send_raw(TEXT, json.dumps({'type': type, **members}).encode())

    def _read_message(self, deadline):
        """The next text; answers pings, and raises Closed at the end."""
        while True:
            first, second = self._take(2, deadline)
            length = second & 127
            if length == 126:
                length = struct.unpack('!H', self._take(2, deadline))[0]
            elif length == 127:
                length = struct.unpack('!Q', self._take(8, deadline))[0]
            payload = self._take(length, deadline)
            opcode = first & 15
            if opcode == PING:
                self.send_raw(PONG, payload)
            elif opcode == CLOSE:
                self.socket.close()
                code = struct.unpack('!H', payload[:2])[0] if len(payload) >= 2 else None
                raise Closed(code, payload[2:].decode())
            elif opcode == TEXT:
                return payload

    def receive(self, patience=PATIENCE):
        """The next frame as a dict."""
        frame = json.loads(self._read_message(time.monotonic() + patience).decode())
        self.seen.append(frame)
        return frame

    def wait(self, type, patience=PATIENCE, **members):
        """The next frame of that type with those members; what comes before it is in “seen”."""
        deadline = time.monotonic() + patience
        while True:
            frame = self.receive(max(deadline - time.monotonic(), 0))
            if frame['type'] == type and all(frame.get(name) == value for name, value in members.items()):
                return frame

    def ask(self, type, **members):
        """Sends a frame and answers what the server answers it, “ack” or “error”."""
        ref = base64.b64encode(os.urandom(9)).decode()
        self.send(type, ref=ref, **members)
        while True:
            frame = self.receive()
            if frame['type'] in ('ack', 'error') and frame.get('ref') == ref:
                return frame

    def settle(self):
        """Reads all that was sent before now; answers what it has seen in all."""
        self.send('resume', after=1 << 60)
        self.wait('resumed', after=1 << 60)
        return [frame for frame in self.seen if frame['type'] != 'resumed']

    def types(self):
        return [frame['type'] for frame in self.settle()]

    def wait_closed(self, patience=PATIENCE):
        """Reads to the end and answers the close code."""
        deadline = time.monotonic() + patience
        try:
            while True:
                self.receive(max(deadline - time.monotonic(), 0))
        except Closed as end:
            return end.code

    def cut(self):
        """Ends the connection as a lost network does."""
        self.socket.close()
