#!/usr/bin/python3
"""Takes the pictures of data/screenshots from the demo clinic: the app's windows and the patient's page, light and dark. As
the network is squeezed for one of them, it is run in one of its own: unshare --net sh session.sh …"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from desktop import Desktop, wait_for
from network import Network, run
from patient import Patient

SERVER, APP, NODE, ROOT, TARGET = sys.argv[1:6]
# Which of the functions that take them; all where none is named.
NAMES = sys.argv[6:]
SCHEMES = {'light': 'prefer-light', 'dark': 'prefer-dark'}
BUTTONS = ('push button', 'button')
ITEMS = ('menu item', *BUTTONS)
WORDS = ('label', 'static', 'status bar')
API = '/telemedicine/api'
# A room of somebody's Jitsi server, with a camera that is none.
ROOM = b"""<!DOCTYPE html><meta charset="utf-8"><title>Room</title>
<style>body { margin: 0; overflow: hidden; background: #202124 } video { width: 100vw; height: 100vh; object-fit: cover }</style>
<video autoplay muted></video><script>
navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then((all) => {
  document.querySelector('video').srcObject = all;
});</script>"""


class Demo:
    def __init__(self):
        self.process = subprocess.Popen([SERVER, '--demo', '--listen', '127.0.0.1:0'], stdout=subprocess.PIPE, text=True)
        self.uri = self.process.stdout.readline().removeprefix('Listening on ').strip()
        self.accounts = []
        self.door = None
        while self.door is None:
            word, *rest = self.process.stdout.readline().split()
            if word == 'account':
                self.accounts.append(rest)
            elif word == 'door':
                self.door = rest[0]

    def account(self, wanted):
        return next((email, password) for role, email, password in self.accounts if role == wanted)

    def call(self, who, method, path, body=None):
        """The API, as somebody with an account, or as the patient where there is nobody."""
        if who is None:
            authorization = 'Door ' + self.door.split('/')[-1]
        else:
            email, password = self.account(who)
            signed_in = self.send('POST', '/accounts/api/login/', {'email': email, 'password': password})
            authorization = 'Token ' + signed_in['token']
        return self.send(method, f'{API}/{path}', body, authorization)

    def send(self, method, path, body, authorization=None):
        request = urllib.request.Request(self.uri.rstrip('/') + path, json.dumps(body or {}).encode() if method != 'GET' else None,
                                         {'Content-Type': 'application/json'}, method=method)
        if authorization:
            request.add_header('Authorization', authorization)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def windows():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'ausculta'], capture_output=True, text=True,
                           check=False)
    return found.stdout.split()


def fingerprint():
    return subprocess.run(['import', '-silent', '-window', 'root', '-format', '%#', 'info:'], capture_output=True,
                          text=True, check=True).stdout


def frame(path):
    subprocess.run(['mogrify', '-trim', '+repage', '-bordercolor', 'black', '-border', '12', path], check=True)


def shoot(name, scheme):
    """The newest window alone."""
    path = f'{TARGET}/{name}-{scheme}.png'
    subprocess.run(['import', '-silent', '-window', windows()[-1], path], check=True)
    frame(path)


class Jitsi(http.server.ThreadingHTTPServer):
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header('Content-Type', 'text/html')
            self.send_header('Content-Length', str(len(ROOM)))
            self.end_headers()
            self.wfile.write(ROOM)

        def log_message(self, *_):
            pass

    def __init__(self):
        super().__init__(('127.0.0.1', 0), self.Page)
        self.url = f'http://127.0.0.1:{self.server_address[1]}'
        threading.Thread(target=self.serve_forever, daemon=True).start()


def start_app(demo, role, scheme, folder, embed='auto'):
    """With settings of its own, in which meetings are shown as “embed” says."""
    email, password = demo.account(role)
    settings = folder / 'config/glib-2.0/settings'
    settings.mkdir(parents=True, exist_ok=True)
    (settings / 'keyfile').write_text(f"[org/ausculta/Ausculta]\nembed-meetings='{embed}'\n", encoding='utf-8')
    environment = {**os.environ, 'AUSCULTA_PASSWORD': password, 'ADW_DEBUG_COLOR_SCHEME': SCHEMES[scheme],
                   'XDG_CACHE_HOME': f'{folder}/cache', 'XDG_DATA_HOME': f'{folder}/share', 'GSETTINGS_BACKEND': 'keyfile',
                   'XDG_CONFIG_HOME': f'{folder}/config', 'WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS': '1',
                   'WEBKIT_DISABLE_DMABUF_RENDERER': '1'}
    return subprocess.Popen([APP, '--sign-in', demo.uri, '--email', email, '--media-source=test',
                             '--cache-dir', f'{folder}/app'], env=environment)


def take_meeting(scheme, folder, embed, name):
    """A visit on somebody's Jitsi server: inside the app, or beside the browser."""
    demo, jitsi = Demo(), Jitsi()
    app = None
    try:
        visit = demo.call(None, 'GET', 'doors/current/')['consultation_id']
        demo.call('admin', 'PUT', 'video-providers/jitsi/',
                  {'settings': {'base_url': jitsi.url, 'app_id': 'clinic', 'app_secret': 'x' * 32}})
        demo.call('doctor', 'POST', f'consultations/{visit}/switch_provider/', {'video_provider': 'jitsi'})
        demo.call(None, 'POST', f'consultations/{visit}/join_waiting/')
        app = start_app(demo, 'doctor', scheme, folder, embed)
        desktop = Desktop('ausculta')
        desktop.find('list item', lambda text: ', scheduled' in text)
        desktop.press('Admit')
        if embed == 'always':
            desktop.press('Allow')
            desktop.find(('image', 'icon'), 'The camera is on')
            before = fingerprint()
            wait_for('the picture to move', lambda: fingerprint() != before)
        else:
            desktop.find('label', lambda text: text.startswith('It is open in your browser'))
        shoot(name, scheme)
    except Exception:
        print(Desktop('ausculta').dump(), file=sys.stderr)
        raise
    finally:
        if app is not None:
            app.terminate()
            app.wait(timeout=10)
        jitsi.shutdown()
        demo.stop()


def take_embedded(scheme, folder):
    take_meeting(scheme, folder, 'always', 'meeting')


def take_beside(scheme, folder):
    take_meeting(scheme, folder, 'never', 'meeting-in-browser')


def take_settings(scheme, folder):
    """What an admin sets up."""
    demo = Demo()
    app = start_app(demo, 'admin', scheme, folder)
    try:
        desktop = Desktop('ausculta')
        wait_for('the window', windows)
        desktop.find(BUTTONS, 'New Consultation')
        subprocess.run(['xdotool', 'key', 'ctrl+comma'], check=True)
        wait_for('the preferences', lambda: len(windows()) >= 2)
        before = fingerprint()
        desktop.find(('page tab', 'radio button', 'toggle button'), 'Video').do_action(0)
        wait_for('the other page', lambda: fingerprint() != before)
        desktop.find(('label', 'list item'), 'Zoom')
        shoot('settings', scheme)
    finally:
        app.terminate()
        app.wait(timeout=10)
        demo.stop()


def squeeze():
    """A demo is on this machine alone, and so is the browser: all that both say to each other is in the way of itself."""
    run('ip', 'link', 'set', 'lo', 'mtu', '1500')
    run('tc', 'qdisc', 'replace', 'dev', 'lo', 'root', 'tbf', 'rate', '500kbit', 'burst', '4kb', 'latency', '400ms')


def mend():
    run('tc', 'qdisc', 'delete', 'dev', 'lo', 'root')


def choose(desktop, name):
    """From the menu of the call."""
    desktop.press('More')
    desktop.find(ITEMS, name).do_action(0)


def record(demo, desktop):
    """With everybody's consent."""
    visit = demo.call(None, 'GET', 'doors/current/')['consultation_id']
    desktop.press('Ask to Record…')
    desktop.press('Ask Everybody')
    desktop.find(WORDS, lambda text: text.endswith('has not answered yet.'))
    demo.call(None, 'POST', f'consultations/{visit}/consents/',
              {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'en'})
    desktop.press('Record')
    desktop.find_ready('Stop Recording')


def is_told(desktop, start):
    return desktop.find_all(WORDS, lambda text: text.startswith(start))


def shoot_hold(desktop, scheme):
    choose(desktop, 'Hold')
    desktop.find(WORDS, lambda text: text.endswith('Is on Hold'))
    wait_for('the call to fade', lambda: fingerprint() == fingerprint())
    shoot('hold', scheme)
    desktop.press('Resume')


def shoot_call(demo, desktop, scheme):
    """What is told while a call goes on, one after the other."""
    choose(desktop, 'Share Screen…')
    desktop.find(WORDS, 'You are sharing your screen')
    shoot('sharing', scheme)
    desktop.find(BUTTONS, lambda text: text.startswith('Stop Sharing')).do_action(0)
    squeeze()
    wait_for('a lesser picture', lambda: is_told(desktop, 'Weak connection'), 90)
    shoot('weak-connection', scheme)
    mend()
    wait_for('the picture to grow', lambda: not is_told(desktop, 'Weak connection'), 120)
    record(demo, desktop)
    shoot('recording', scheme)


def take_devices(scheme, folder):
    """With devices that are plugged in by a test of the app: a machine that takes pictures has none."""
    folder.mkdir(parents=True)
    test = Path(SERVER).resolve().parents[1] / 'tests/app/test-device-check'
    subprocess.run([test, '-p', '/device-check/all-works', SERVER], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, 'AUS_SCREENS': str(folder), 'ADW_DEBUG_COLOR_SCHEME': SCHEMES[scheme],
                        'GTK_A11Y': 'test', 'GSETTINGS_BACKEND': 'memory'})
    path = f'{TARGET}/device-check-{scheme}.png'
    shutil.copy(folder / 'device-check.png', path)
    frame(path)


def take_call(scheme, folder):
    demo = Demo()
    patient = Patient(NODE, ROOT)
    app = start_app(demo, 'doctor', scheme, folder)
    desktop = Desktop('ausculta')
    try:
        desktop.find('list item', lambda text: ', scheduled' in text)
        patient.ask('open', url=demo.door)
        desktop.press('Admit')
        patient.ask('heading', name='Your visit with')
        patient.ask('frames', least=60)
        shoot_hold(desktop, scheme)
        patient.ask('heading', name='Your visit with')
        patient.ask('frames', least=60)
        shoot_call(demo, desktop, scheme)
    except Exception:
        print(desktop.dump(), file=sys.stderr)
        raise
    finally:
        app.terminate()
        app.wait(timeout=10)
        patient.stop()
        demo.stop()


def take(scheme, folder):
    demo = Demo()
    patient = Patient(NODE, ROOT)
    app = start_app(demo, 'doctor', scheme, folder)
    desktop = Desktop('ausculta')
    try:
        patient.ask('scheme', name=scheme)
        desktop.find('list item', lambda text: ', scheduled' in text)
        buttons = desktop.find_all(('push button', 'button'), lambda text: text == 'Dismiss')
        for button in buttons:
            button.do_action(0)
        patient.ask('open', url=demo.door)
        patient.ask('heading', name='You are in the right place')
        wait_for(
            'someone to admit', lambda: desktop.find_all(('push button', 'button'), lambda text: text == 'Admit'))
        shoot('today', scheme)
        patient.ask('say', text='I am here, thank you.')
        patient.ask('top')
        patient.ask('shot', path=f'{TARGET}/patient-waiting-{scheme}.png')
        before = fingerprint()
        subprocess.run(['xdotool', 'key', 'alt+2'], check=True)
        wait_for('the other view', lambda: fingerprint() != before)
        shoot('waiting', scheme)
        desktop.press('New Consultation')
        wait_for('the new window', lambda: len(windows()) >= 2)
        desktop.find(('push button', 'button'), lambda text: text in ('Create',))
        shoot('new-consultation', scheme)
        desktop.press('Cancel')
        wait_for('the window to go', lambda: len(windows()) == 1)
        desktop.press('Admit')
        patient.ask('heading', name='Your visit with')
        patient.ask('frames', least=60)
        shoot('room', scheme)
        patient.ask('shot', path=f'{TARGET}/patient-call-{scheme}.png')
    except Exception:
        print(desktop.dump(), file=sys.stderr)
        raise
    finally:
        app.terminate()
        app.wait(timeout=10)
        patient.stop()
        demo.stop()


# In which of the schemes each is taken.
PICTURES = {take: SCHEMES, take_devices: ('light',), take_call: ('light',), take_settings: SCHEMES, take_embedded: SCHEMES,
            take_beside: SCHEMES}


def main():
    # Browsers and GStreamer call each other by another address than the loopback's.
    network = Network()
    manager = subprocess.Popen(['xfwm4', '--compositor=on'], stderr=subprocess.DEVNULL)
    try:
        for scheme in SCHEMES:
            with tempfile.TemporaryDirectory() as folder:
                for picture, schemes in PICTURES.items():
                    if scheme in schemes and (not NAMES or picture.__name__ in NAMES):
                        picture(scheme, Path(folder) / picture.__name__)
    finally:
        manager.terminate()
        manager.wait(timeout=10)
        network.stop()


if __name__ == '__main__':
    main()
