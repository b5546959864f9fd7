"""The sample for nginx, as it is installed: people come to it by https, and it leads them to the server.

    test-nginx.py PROGRAM
"""

import http.client
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import time

from certificate import make_certificate
from command import PATIENCE, CommandTest, main
from ws import WebSocket

ROOT = pathlib.Path(__file__).parents[2]
SAMPLE = ROOT / 'data' / 'nginx-ausculta.conf'
# Where “dev” unpacks it, if it is not installed.
PLACES_OF_NGINX = os.pathsep.join((os.environ['PATH'], '/usr/sbin', str(ROOT / '_build-nginx' / 'usr' / 'sbin')))
NAME = 'visits.clinic.example'
BODY_LIMIT = 1 << 20
# What a distribution's nginx.conf brings, without the folders of the system.
AROUND = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
worker_processes 1;
{user}
events {{ worker_connections 64; }}
http {{
  access_log {folder}/access.log;
  {places}
  include {folder}/site.conf;
}}
"""
PLACES = ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Proxy:
    """Answers like the server, for whoever comes by nginx."""

    def __init__(self, folder, port, plain_port, context):
        self.address, self.port, self.plain_port, self.context = '127.0.0.1', port, plain_port, context
        self.folder = folder

    def start(self, test):
        program = shutil.which('nginx', path=PLACES_OF_NGINX)
        test.assertIsNotNone(program, 'there is no nginx')
        self.process = subprocess.Popen([program, '-p', self.folder, '-c', self.folder + '/nginx.conf'],
                                        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection((self.address, self.port), PATIENCE).close()
            except ConnectionRefusedError:
                test.assertIsNone(self.process.poll(), 'nginx ended')
                test.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE)

    def request(self, method, path, body=None, **headers):
        connection = http.client.HTTPSConnection(self.address, self.port, timeout=PATIENCE, context=self.context)
        connection.request(method, path, body, {'Host': NAME, **headers})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer


class NginxTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.port, self.plain_port = free_port(), free_port()
        make_certificate(self.folder + '/fullchain.pem', self.folder + '/privkey.pem', NAME,
                         alternatives=f'IP:127.0.0.1,DNS:{NAME}')
        self.server = self.serve('--demo', environment={'AUSCULTA_SERVER_PUBLIC_URL': f'https://{NAME}'})
        self.accounts, self.link = self.server.read_demo()
        self.write_site()
        context = ssl.create_default_context(cafile=self.folder + '/fullchain.pem')
        self.proxy = Proxy(self.folder, self.port, self.plain_port, context)
        self.proxy.start(self)

    def write_site(self):
        """Only what each clinic puts in, and the ports, are others than in the sample."""
        text = SAMPLE.read_text(encoding='utf-8')
        for old, new in ((f'/etc/letsencrypt/live/{NAME}', self.folder), ('listen 80;', f'listen 127.0.0.1:{self.plain_port};'),
                         ('listen 443 ssl;', f'listen 127.0.0.1:{self.port} ssl;'),
                         ('listen [::]:80;', ''), ('listen [::]:443 ssl;', ''),
                         ('/var/log/nginx/error.log', self.folder + '/error.log'),
                         ('http://127.0.0.1:8005', f'http://127.0.0.1:{self.server.port}')):
            self.assertIn(old, text)
            text = text.replace(old, new)
        places = '\n  '.join(f'{place}_temp_path {self.folder}/{place};' for place in PLACES)
        user = 'user root;' if os.geteuid() == 0 else ''
        for name, content in (('site.conf', text), ('nginx.conf', AROUND.format(folder=self.folder, places=places, user=user))):
            pathlib.Path(self.folder, name).write_text(content, encoding='utf-8')

    def sign_in(self):
        _, email, password = self.accounts[-1]
        return self.server.sign_in(email, password)[1]['token']

    def test_patients_come_in(self):
        self.assertTrue(self.link.startswith(f'https://{NAME}/d/'), self.link)
        page = self.proxy.request('GET', self.link.removeprefix(f'https://{NAME}'))
        self.assertEqual((page.status, page.headers['Content-Type']), (200, 'text/html; charset=utf-8'))
        self.assertIn('camera=', page.headers['Permissions-Policy'])
        self.assertEqual(self.proxy.request('GET', '/d/' + 'x' * 22).status, 404)

    def test_plain_is_led_to_tls(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.plain_port, timeout=PATIENCE)
        connection.request('GET', '/telemedicine/api/schema/?x=1', headers={'Host': NAME})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers['Location']), (301, f'https://{NAME}/telemedicine/api/schema/?x=1'))
        connection.close()

    def test_links_are_written_down_nowhere(self):
        """They are secrets, and somebody may type one in without the s."""
        secret = '/d/' + 'x' * 30
        self.assertEqual(self.proxy.request('GET', secret).status, 404)
        self.server.close()
        self.assertEqual(self.proxy.request('GET', secret).status, 502)
        connection = http.client.HTTPConnection('127.0.0.1', self.plain_port, timeout=PATIENCE)
        connection.request('GET', secret, headers={'Host': NAME})
        self.assertEqual(connection.getresponse().status, 301)
        connection.close()
        self.proxy.stop()
        for name in ('access.log', 'error.log'):
            self.assertNotIn(secret, pathlib.Path(self.folder, name).read_text(encoding='utf-8'), name)

    def test_web_socket(self):
        token = self.sign_in()
        with WebSocket('127.0.0.1', self.port, '/ws/events/', {'Authorization': f'Token {token}'},
                       self.proxy.context) as events:
            made = self.proxy.request('POST', '/telemedicine/api/patients/', b'{"given_name": "Anna", "family_name": "Schmidt"}',
                                      **{'Authorization': f'Token {token}', 'Content-Type': 'application/json'})
            self.assertEqual(made.status, 201, made.body)
            self.assertGreater(events.wait('changes')['seq'], 0)

    def test_browsers_may_listen(self):
        """The page's own origin is that of the proxy."""
        token = self.sign_in()
        for origin, status in ((f'https://{NAME}', 101), ('https://elsewhere.example', 403)):
            key = {'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13'}
            answer = self.proxy.request('GET', '/ws/events/', Upgrade='websocket', Connection='Upgrade', Origin=origin,
                                        Authorization=f'Token {token}', **key)
            self.assertEqual(answer.status, status)

    def test_large_bodies(self):
        """What the server takes comes through, and not more."""
        token = self.sign_in()
        for size, status in ((BODY_LIMIT, 400), (BODY_LIMIT + 1, 413)):
            body = b'{' + b' ' * (size - 1)
            answer = self.proxy.request('POST', '/telemedicine/api/patients/', body,
                                        **{'Authorization': f'Token {token}', 'Content-Type': 'application/json'})
            self.assertEqual(answer.status, status, answer.body)

    def test_nothing_lies_on_the_disk_of_nginx(self):
        """It would say so as a warning, which the sample does not have it write down."""
        site = pathlib.Path(self.folder, 'site.conf')
        site.write_text(site.read_text(encoding='utf-8').replace('emerg', 'warn'), encoding='utf-8')
        self.proxy.stop()
        self.proxy.start(self)
        self.assertEqual(self.proxy.request('POST', '/telemedicine/api/patients/', b'{' + b' ' * (BODY_LIMIT - 1), **{
            'Authorization': f'Token {self.sign_in()}', 'Content-Type': 'application/json'}).status, 400)
        self.assertGreater(self.read_slowly('/telemedicine/api/schema/'), 100000)
        self.proxy.stop()
        self.assertNotIn('temporary file', pathlib.Path(self.folder, 'error.log').read_text(encoding='utf-8'))

    def read_slowly(self, path):
        """How many bytes come, to somebody with room for few."""
        with socket.socket() as plain:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            plain.connect(('127.0.0.1', self.port))
            with self.proxy.context.wrap_socket(plain, server_hostname=NAME) as tls:
                tls.sendall(f'GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n'.encode())
                return sum(len(some) for some in iter(lambda: tls.recv(1024), b''))

    def test_who_comes(self):
        """Nobody makes the server take them for somebody else, and tries are counted for who makes them."""
        body = b'{"email": "nobody@clinic.example", "password": "wrong wrong wrong"}'
        lie = {'Content-Type': 'application/json', 'X-Forwarded-For': '192.0.2.9'}
        self.assertEqual(self.proxy.request('POST', '/accounts/api/login/', body, **lie).status, 401)
        addresses = {entry['address'] for entry in self.server.get('audit/', f'Token {self.sign_in()}')[1]['results']}
        self.assertIn('127.0.0.1', addresses)
        self.assertNotIn('192.0.2.9', addresses)


if __name__ == '__main__':
    main()
