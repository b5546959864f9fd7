"""Somebody who is told what happens: a little server that knows of webhooks what their specification says, and nothing
of ours."""

import base64
import hashlib
import hmac
import http.server
import json
import ssl
import threading
import time

PATIENCE = 40


class Message:
    """What came in."""

    def __init__(self, path, headers, body):
        self.path, self.body = path, body
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.id = self.headers.get('webhook-id')
        self.json = json.loads(body)
        self.type, self.data = self.json['type'], self.json['data']

    def is_signed_with(self, secret):
        """Which of the signatures fits, or None; our own computation of what stands in Standard Webhooks 1.0.0."""
        key = base64.b64decode(secret.removeprefix('whsec_'), validate=True)
        text = b'.'.join((self.id.encode(), self.headers['webhook-timestamp'].encode(), self.body))
        good = 'v1,' + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
        found = [place for place, signature in enumerate(self.headers['webhook-signature'].split(' '))
                 if hmac.compare_digest(signature, good)]
        return found[0] if found else None

    @property
    def age(self):
        return abs(time.time() - int(self.headers['webhook-timestamp']))


class Answer:
    """What the receiver says: a status, perhaps with headers and a body, or nothing until it is let go."""

    def __init__(self, status=204, body=b'', held=None, **headers):
        self.status, self.body, self.held = status, body, held
        self.headers = {name.replace('_', '-'): value for name, value in headers.items()}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        receiver = self.server.receiver
        answer = receiver.take(Message(self.path, self.headers, self.rfile.read(int(self.headers['Content-Length']))))
        try:
            if answer.held:
                answer.held.wait(PATIENCE)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(answer.body)))
            self.end_headers()
            # In pieces, so as to see how far it gets.
            for start in range(0, len(answer.body), 65536):
                receiver.n_sent += self.wfile.write(answer.body[start:start + 65536])
        except OSError:
            self.close_connection = True

    def do_GET(self):
        self.server.receiver.n_gets += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever does not trust our certificate hangs up."""


class Receiver:
    def __init__(self, certificate=None):
        self.server = Server(('127.0.0.1', 0), Handler)
        self.server.receiver = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f'http{"s" if certificate else ""}://127.0.0.1:{self.server.server_address[1]}'
        self.messages, self.answers = [], []
        self.n_sent = self.n_gets = 0
        self.came = threading.Condition()
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def take(self, message):
        with self.came:
            self.messages.append(message)
            self.came.notify_all()
            return self.answers.pop(0) if self.answers else Answer()

    def wait(self, count):
        """The first “count” messages, as soon as there are so many."""
        with self.came:
            if not self.came.wait_for(lambda: len(self.messages) >= count, PATIENCE):
                raise AssertionError(f'Only {len(self.messages)} of {count} came: {[m.type for m in self.messages]}')
            return self.messages[:count]

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
