"""Many who mean harm at once, while somebody else works."""

import asyncio
import itertools
import os
import random
import re
import resource
import selectors
import socket
import struct
import threading
import time

from clinic import API, ClinicTest, main

SEED = 20261128
N_MALFORMED = 10000
AT_ONCE = 32
N_SLOW = 900
N_SOCKETS = 1000
N_STALLED = 100
PATIENCE = 20
MIB = 1 << 20
# Said of what is no request: by HTTP itself, or because it is none of ours.
REFUSALS = {*range(400, 500), 501, 505}


def allow_descriptors(count):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


class Machine:
    """What the server takes of it."""

    def __init__(self, process):
        self.folder = f'/proc/{process.process.pid}'

    def descriptors(self):
        return len(os.listdir(f'{self.folder}/fd'))

    def await_descriptors(self, count):
        deadline = time.monotonic() + PATIENCE
        while (now := self.descriptors()) > count:
            if time.monotonic() > deadline:
                raise AssertionError(f'{now} descriptors are open, {count} were before')
            time.sleep(0.02)

    def await_more_descriptors(self, count):
        """The kernel lets connections in before the server has taken them."""
        deadline = time.monotonic() + PATIENCE
        while (now := self.descriptors()) <= count:
            if time.monotonic() > deadline:
                raise AssertionError(f'{now} descriptors are open, which should be more than {count}')
            time.sleep(0.02)

    def resident(self):
        with open(f'{self.folder}/statm', encoding='ascii') as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def is_sanitized(self):
        """Its memory says nothing then."""
        with open(f'{self.folder}/maps', encoding='ascii', errors='replace') as file:
            return 'libasan' in file.read()


class Grammar:
    """Requests that are wrong, each in one or two ways, the same ones each time."""

    def __init__(self, token):
        self.chance = random.Random(SEED)
        self.token = token

    def noise(self, length):
        return bytes(self.chance.randrange(256) for _ in range(self.chance.randrange(1, length)))

    def request_line(self):
        method, target, version = b'GET', API.encode() + b'patients/', b'HTTP/1.1'
        return self.chance.choice((
            lambda: b'GET' + b' ' * 2 + target + b' ' + version, lambda: method + b' ' + target,
            lambda: b'\0' + method + b' ' + target + b' ' + version, lambda: method + b'\t' + target + b' ' + version,
            lambda: method + b' ' + target + b' HTTP/' + self.chance.choice((b'0.9', b'2.0', b'1.2', b'11', b'1.1 ', b'x')),
            lambda: self.chance.choice((b'CONNECT a:80', b'TRACE /', b'G\xc3\xa4T /', b'GET http://a/', b'GET *', b'GET #')) +
            b' ' + version,
            lambda: method + b' /' + b'x' * self.chance.choice((17000, 70000)) + b' ' + version,
            lambda: method + b' /\xff\xfe ' + version, lambda: method + b' /a\0b ' + version,
            lambda: method + b' /%' + self.chance.choice((b'00', b'ff', b'2e%2e%2f', b'zz', b'', b'c0%af')) + b' ' + version,
            lambda: method + b' ' + target + b'?' + self.chance.choice((
                b'page=%ff', b'page=-1', b'page_size=99999999999999999999', b'ordering=%00', b'page=1%0d%0aX:y')) +
            b' ' + version,
            lambda: self.noise(200)))()

    def header(self):
        return self.chance.choice((
            lambda: b'Host: b', lambda: b'X : y', lambda: b' folded', lambda: b'\tfolded', lambda: b'no colon', lambda: b': x',
            lambda: b'X: a\rb', lambda: b'X: a\nY: b', lambda: b'X: \0', lambda: b'X\xff: y', lambda: b'X: ' + b'y' * 40000,
            lambda: b'\r\n'.join([b'X: y'] * 150), lambda: b'Authorization: Token x\r\nAuthorization: Token y',
            lambda: b'Expect: 200-ok', lambda: b'If-Match: 1\r\nIf-Match: 2', lambda: b'X-' + self.noise(20) + b'\n: y'))()

    def framing(self):
        smuggled = b'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n'
        numbers = (b'+3', b'-1', b'3 3', b'3,3', b'0x3', b'1e3', b'3;', b'', b'99999999999', b'18446744073709551616', b'9' * 50)
        return self.chance.choice((
            lambda: (b'Content-Length: ' + self.chance.choice(numbers), b'abc' + smuggled),
            lambda: (b'Content-Length: 3\r\nContent-Length: ' + self.chance.choice((b'3', b'40')), b'abc' + smuggled),
            lambda: (b'Content-Length: 3\r\nTransfer-Encoding: chunked', b'0\r\n\r\n' + smuggled),
            lambda: (b'Transfer-Encoding: ' + self.chance.choice((b'gzip, chunked', b'identity', b'xchunked', b'chunked,')),
                     b'0\r\n\r\n' + smuggled),
            lambda: (b'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', b'0\r\n\r\n' + smuggled),
            lambda: (b'Transfer-Encoding: chunked', self.chance.choice((
                b'-1\r\n', b'+3\r\nabc\r\n', b'3;x=y\r\nabc\r\n', b'3\nabc\r\n', b'3\r\nabcd\r\n', b'fffffffff\r\n', b'x\r\n',
                b'ffffffff\r\nabc', b'3\r\nabc', b'0\r\nX: y\r\n\r\n', b'\r\n', self.noise(100))) + smuggled)))()

    def body(self):
        return self.chance.choice((
            lambda: b'[' * 100000, lambda: b'{"a":' * 70 + b'1' + b'}' * 70, lambda: b'{"given_name":"\xff\xfe"}',
            lambda: b'{"given_name":"\\u0000"}', lambda: b'{"given_name":"\\ud800"}', lambda: b'{"a":1e999}',
            lambda: b'{"revision":123456789012345678901234567890}', lambda: b'{"given_name":"' + b'x' * 60000 + b'"}',
            lambda: b'{"given_name":"A","given_name":1}', lambda: b'\xef\xbb\xbf{}', lambda: b'{}{}', lambda: b'{"a":}',
            lambda: b'{"x":1,' * 3, lambda: b'null', lambda: b'\0', lambda: self.noise(300)))()

    def make(self):
        host, who = b'Host: a', b'Authorization: Token ' + self.token
        kind = self.chance.randrange(4)
        if kind == 0:
            lines, body = [self.request_line(), host, who], b''
        elif kind == 1:
            lines, body = [b'GET ' + API.encode() + b'patients/ HTTP/1.1', host, self.header(), who], b''
        elif kind == 2:
            header, body = self.framing()
            lines = [b'POST ' + API.encode() + b'patients/ HTTP/1.1', host, who, b'Content-Type: application/json', header]
        else:
            body = self.body()
            lines = [b'POST ' + API.encode() + b'patients/ HTTP/1.1', host, who, b'Content-Type: application/json',
                     b'Content-Length: %d' % len(body)]
        return self.chance.choice((b'\r\n',) * 9 + (b'\n',)).join(lines + [b'', b'']) + body


class MalformedTest(ClinicTest):
    async def ask(self, request):
        reader, writer = await asyncio.open_connection(self.clinic.process.host, self.clinic.process.port)
        try:
            writer.write(request)
            writer.write_eof()
            return await asyncio.wait_for(reader.read(), PATIENCE)
        except ConnectionError:
            return b''
        finally:
            writer.close()

    async def ask_all(self, requests):
        wrong = []

        async def work():
            for request in requests:
                answer = await self.ask(request)
                statuses = [int(status) for status in re.findall(rb'^HTTP/1\.[01] (\d+)', answer, re.M)]
                if len(statuses) > 1 or not REFUSALS.issuperset(statuses):
                    wrong.append((request[:300], answer[:300]))

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return wrong

    def test_ten_thousand(self):
        """None does harm: each is refused or the connection closed, and no second request comes out of one."""
        grammar = Grammar(self.clinic.sign_in('doctor').encode())
        machine = Machine(self.clinic.process)
        self.assertEqual(asyncio.run(self.ask_all(iter([grammar.make() for _ in range(1000)]))), [])
        before = machine.resident()
        self.assertEqual(asyncio.run(self.ask_all(iter([grammar.make() for _ in range(N_MALFORMED - 1000)]))), [])
        self.assertEqual(self.clinic.read('doctor', 'patients/')['count'], 2)
        # Its own connection, and readers that may open a file of the database later than others.
        machine.await_descriptors(self.descriptors + 2)
        if not machine.is_sanitized():
            self.assertLess(machine.resident() - before, 8 * MIB)

    def setUp(self):
        super().setUp()
        self.clinic.read(None, '/health/ready')
        self.descriptors = Machine(self.clinic.process).descriptors()


class SlowTest(ClinicTest):
    def connect(self, number):
        connection = socket.create_connection((self.clinic.process.host, self.clinic.process.port))
        if number % 2:
            connection.sendall(b'POST ' + API.encode() + b'patients/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
                               b'Content-Length: 10000\r\n\r\n{')
        else:
            connection.sendall(b'GET / HTTP/1.1\r\nHost: a\r\nX: ')
        return connection

    def drip(self, connections, stop):
        """A byte a second on each, to the end of each."""
        while not stop.wait(1):
            for connection in connections:
                try:
                    connection.send(b'x', socket.MSG_DONTWAIT)
                except OSError:
                    pass

    def await_ends(self, connections):
        """Each is told 408 or just closed, in the time that the limits give."""
        selector = selectors.DefaultSelector()
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
        deadline = time.monotonic() + PATIENCE
        while selector.get_map():
            self.assertLess(time.monotonic(), deadline, f'{len(selector.get_map())} are still there')
            for key, _ in selector.select(1):
                try:
                    answer = key.fileobj.recv(4096)
                except ConnectionResetError:
                    answer = b''
                if not answer:
                    selector.unregister(key.fileobj)
                else:
                    self.assertRegex(answer, b'^HTTP/1.1 408 ')
        selector.close()

    def measure(self, visit):
        """How long nine of ten reads take at most: other work on the machine slows them down as well."""
        times = []
        for _ in range(200):
            start = time.monotonic()
            visit.show()
            times.append(time.monotonic() - start)
        return sorted(times)[len(times) * 9 // 10]

    def test_nine_hundred(self):
        allow_descriptors(4096)
        machine = Machine(self.clinic.process)
        visit = self.clinic.visit()
        before, stop = machine.descriptors(), threading.Event()
        alone = self.measure(visit)
        connections = [self.connect(number) for number in range(N_SLOW)]
        dripping = threading.Thread(target=self.drip, args=(connections, stop))
        dripping.start()
        try:
            # The first may have been shown out before the last is in.
            machine.await_more_descriptors(before + N_SLOW // 2)
            self.assertLess(self.measure(visit), max(0.1, 10 * alone))
            self.await_ends(connections)
        finally:
            stop.set()
            dripping.join()
            for connection in connections:
                connection.close()
        machine.await_descriptors(before + 2)
        self.assertEqual(visit.show()['status'], 'scheduled')


class Listener:
    """One of many on one thread: what its socket brought, as numbers of messages in their order."""

    def __init__(self, web_socket):
        self.socket = web_socket.socket
        self.buffer = web_socket.buffer
        self.numbers = []
        self.socket.setblocking(False)

    def fileno(self):
        return self.socket.fileno()

    def read(self):
        """Whether it is still open."""
        data = self.socket.recv(1 << 18)
        self.buffer += data
        while (frame := self.take()) is not None:
            if found := re.search(rb'"message":"number (\d+) ', frame):
                self.numbers.append(int(found[1]))
        return bool(data)

    def take(self):
        if len(self.buffer) < 4:
            return None
        length, at = self.buffer[1] & 127, 2
        if length == 126:
            length, at = struct.unpack('!H', self.buffer[2:4])[0], 4
        if len(self.buffer) < at + length:
            return None
        frame, self.buffer = self.buffer[at:at + length], self.buffer[at + length:]
        return frame


class CrowdTest(ClinicTest):
    def enter(self, number):
        listener = self.clinic.listen('doctor')
        if number < N_STALLED:
            listener.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return listener

    def count_sockets(self):
        text = self.clinic.get(None, '/metrics').raw.decode()
        return int(re.search(r'^ausculta_sockets (\d+)', text, re.M)[1])

    def read_all(self, listeners, count):
        """Until each has heard so many messages."""
        selector = selectors.DefaultSelector()
        for listener in listeners:
            selector.register(listener, selectors.EVENT_READ)
        deadline = time.monotonic() + PATIENCE
        while any(len(listener.numbers) < count for listener in listeners):
            self.assertLess(time.monotonic(), deadline)
            for key, _ in selector.select(1):
                self.assertTrue(key.fileobj.read(), 'A good one was cut')
        selector.close()

    def test_stalled_among_many(self):
        """Whoever does not read is cut; all others hear everything in order, and the server keeps no heap of it."""
        allow_descriptors(4096)
        machine = Machine(self.clinic.process)
        visit = self.clinic.visit(status='in_progress')
        sockets = [self.enter(number) for number in range(N_SOCKETS)]
        for web_socket in sockets:
            self.addCleanup(web_socket.cut)
        listeners = [Listener(web_socket) for web_socket in sockets[N_STALLED:]]
        self.assertEqual(self.count_sockets(), N_SOCKETS)
        text, numbers, most = '€' * 3900, itertools.count(), 0
        while self.count_sockets() > N_SOCKETS - N_STALLED:
            number = next(numbers)
            self.assertLess(number, 600, f'{self.count_sockets()} are still there')
            visit.say('doctor', f'number {number} {text}')
            self.read_all(listeners, number + 1)
            most = max(most, machine.resident())
        visit.say('doctor', f'number {number + 1} last')
        self.read_all(listeners, number + 2)
        self.assertEqual({tuple(listener.numbers) for listener in listeners}, {tuple(range(number + 2))})
        self.assertEqual(self.count_sockets(), N_SOCKETS - N_STALLED)
        if not machine.is_sanitized():
            self.assertLess(most, 64 * MIB)


if __name__ == '__main__':
    main()
