"""A stand-in for somebody else's server: it notes what it is asked, answers as its class says, and fails when it is told
to. Real HTTP on a port of loopback; what fails in here fails in the test."""

import contextlib
import http.server
import json
import re
import threading
import time

PATIENCE = 40


class Asked:
    """What came in."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.body = method, target, body
        self.path, _, self.query = target.partition('?')
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.at = time.monotonic()

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self):
        return f'{self.method} {self.target}'


class Said:
    """An answer. What is not bytes becomes JSON; None is no body at all. “held” keeps it back until it is set."""

    def __init__(self, status=200, body=None, held=None, cut=False, **headers):
        self.status, self.held, self.cut = status, held, cut
        self.body = body if isinstance(body, bytes) else b'' if body is None else json.dumps(body).encode()
        self.headers = {name.replace('_', '-'): value for name, value in headers.items()}
        if self.body:
            self.headers.setdefault('Content-Type', 'application/json')


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def handle_any(self):
        fake = self.server.fake
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        said = fake.take(Asked(self.command, self.path, self.headers, body))
        if said.held:
            said.held.wait(PATIENCE)
        if said.cut:
            self.close_connection = True
            return
        with contextlib.suppress(OSError):
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.status != 204:
                self.send_header('Content-Length', str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Whoever hangs up has had enough."""


class Fake:
    def __init__(self):
        self.asked, self.planned, self.faults = [], [], []
        self.came = threading.Condition(threading.RLock())
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.fake = self
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}'
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def plan(self, pattern, *said, does=False):
        """The next requests that fit “METHOD target” are answered so, each once; “does”: what it asks is done first."""
        with self.came:
            self.planned += [(re.compile(pattern), answer, does) for answer in said]

    def take(self, asked):
        with self.came:
            self.asked.append(asked)
            planned = next((plan for plan in self.planned if plan[0].match(repr(asked))), None)
            if planned:
                self.planned.remove(planned)
            said = None
            if planned is None or planned[2]:
                try:
                    said = self.answer(asked)
                except Exception as fault:  # What fails on this thread is to be heard of on the test's.
                    self.faults.append(fault)
                    said = Said(500, {'message': repr(fault)})
            self.came.notify_all()
            return planned[1] if planned else said

    def answer(self, asked):
        raise NotImplementedError

    def find(self, pattern):
        with self.came:
            return [asked for asked in self.asked if re.match(pattern, repr(asked))]

    def wait(self, pattern, count=1):
        """The requests that fit, as soon as there are so many."""
        with self.came:
            if not self.came.wait_for(lambda: len(self.find(pattern)) >= count, PATIENCE):
                raise AssertionError(f'Of {count} × {pattern} came only {self.find(pattern)}; all: {self.asked}')
            return self.find(pattern)
