#!/usr/bin/python3
"""Takes the pictures of data/screenshots from the demo clinic: the app's windows and the patient's page, light and dark."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop import Desktop, wait_for
from patient import Patient

SERVER, APP, NODE, ROOT, TARGET = sys.argv[1:6]
SCHEMES = {'light': 'prefer-light', 'dark': 'prefer-dark'}


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

    def doctor(self):
        return next((email, password) for role, email, password in self.accounts if role == 'doctor')

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


def shoot(name, scheme):
    """The newest window alone."""
    path = f'{TARGET}/{name}-{scheme}.png'
    subprocess.run(['import', '-silent', '-window', windows()[-1], path], check=True)
    subprocess.run(['mogrify', '-trim', '+repage', '-bordercolor', 'black', '-border', '12', path], check=True)


def take(scheme, folder):
    demo = Demo()
    email, password = demo.doctor()
    patient = Patient(NODE, ROOT)
    environment = {**os.environ, 'AUSCULTA_PASSWORD': password, 'ADW_DEBUG_COLOR_SCHEME': SCHEMES[scheme],
                   'XDG_CACHE_HOME': f'{folder}/cache', 'XDG_DATA_HOME': f'{folder}/share'}
    app = subprocess.Popen([APP, '--sign-in', demo.uri, '--email', email, '--media-source=test',
                            '--cache-dir', f'{folder}/app'], env=environment)
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


def main():
    manager = subprocess.Popen(['xfwm4', '--compositor=on'], stderr=subprocess.DEVNULL)
    try:
        for scheme in SCHEMES:
            with tempfile.TemporaryDirectory() as folder:
                take(scheme, Path(folder))
    finally:
        manager.terminate()
        manager.wait(timeout=10)


if __name__ == '__main__':
    main()
