#!/usr/bin/python3
"""Four people in one visit: the doctor at the real app, and patient, interpreter and son in browsers of their own. Everybody
sees everybody; one comes late, one is made large, muted, put on hold, and shown out."""

import subprocess
import threading
import time

from desktop import Atspi, find_window, how_busy, wait_for
from patient import Patient
from story import API, DOCTOR, NODE, RECEPTION, ROOT, SHOTS, StoryTest, main

ADA, ANNA, AYSE, CEM = 'Dr. Ada Byron', 'Anna Krüger', 'Ayşe Demir', 'Cem Krüger'
AT_ONCE = 1
ITEMS = ('menu item', 'check menu item', 'radio menu item', 'push button', 'toggle button', 'button', 'check box')
PICTURES = ('image', 'img', 'icon')
TABS = ('toggle button', 'radio button', 'push button', 'page tab')


class GuestsTest(StoryTest):
    def setUp(self):
        super().setUp()
        self.others = {}
        for name in (AYSE, CEM):
            self.others[name] = Patient(NODE, ROOT)
            self.addCleanup(self.others[name].stop)

    def everybody(self):
        return {ANNA: self.patient, **self.others}

    def invite(self, visit, role, name):
        return self.clinic.call('POST', f"{API}consultations/{visit['id']}/doors/", {'role': role, 'name': name}, who=RECEPTION)

    def see_each_other(self, *names):
        """All of these, and nobody else, on every page of theirs and in the app."""
        for name in names:
            self.everybody()[name].ask('tiles', names=[ADA, *(other for other in names if other != name)])
        for name in names:
            self.desktop.find(PICTURES, f'Picture of {name}')
        wait_for(f'pictures of {names} in the app', lambda: all(self.is_green(name) for name in names))
        wait_for(f'nobody but {names} in the app', lambda: self.count_pictures() == len(names))

    def count_pictures(self):
        return len(self.desktop.find_all(PICTURES, lambda text: text.startswith('Picture of ')))

    def box(self, name):
        found = next(self.desktop.search(PICTURES, lambda text: text == f'Picture of {name}'), None)
        return found.get_component_iface().get_extents(Atspi.CoordType.WINDOW) if found else None

    def is_green(self, name):
        """Whether somebody's picture in the app is what the browsers' cameras show, and not a name on dark ground."""
        box = self.box(name)
        if box is None or box.width < 16 or box.height < 16:
            return False
        shown = subprocess.run(['import', '-silent', '-window', find_window(ANNA), '-crop',
                                f'{box.width // 2}x{box.height // 4}+{box.x + box.width // 4}+{box.y + box.height // 3}',
                                '-resize', '1x1!', '-depth', '8', '-format', '%[fx:g] %[fx:r] %[fx:b]', 'info:'],
                               capture_output=True, text=True, check=True, timeout=30).stdout.split()
        green, red, blue = map(float, shown)
        return green > 0.2 and green > 2 * max(red, blue)

    def choose(self, name, item):
        """From the menu on somebody's picture."""
        self.desktop.press(f'Actions for {name}')
        self.desktop.find(ITEMS, item).do_action(0)

    def gather(self, visit):
        """The interpreter waits with the patient, and comes in with her."""
        ayse = self.others[AYSE]
        ayse.ask('open', url=self.invite(visit, 'interpreter', AYSE)['url'])
        ayse.ask('heading', name=f'You are in the right place, {AYSE}')
        ayse.ask('text', name='You take part in a visit with Dr. Ada Byron')
        if SHOTS:
            ayse.ask('shot', path=f'{SHOTS}/guests-guest-waits.png')
        self.meet()
        self.see_each_other(ANNA, AYSE)
        self.shoot('guests-app-two')

    def let_in(self, visit):
        cem, door = self.others[CEM], self.invite(visit, 'guest', CEM)
        cem.ask('open', url=door['url'])
        cem.ask('text', name='The visit has begun')
        self.desktop.find(('label', 'static'), f'{CEM} (Family) is waiting to be let in')
        cem.ask('ways', open=0)
        if SHOTS:
            self.shoot('guests-app-knock')
            cem.ask('shot', path=f'{SHOTS}/guests-guest-knocks.png')
        self.desktop.press('Let In')
        self.see_each_other(ANNA, AYSE, CEM)
        cem.ask('heard', voices=3)
        self.patient.ask('heard', voices=3)
        self.shoot('guests-app-three')
        return door

    def pin(self):
        self.patient.ask('click', name=f'{AYSE} · Interpreter')
        tiles = {tile['name']: tile for tile in self.patient.ask('look')['tiles']}
        self.assertEqual([name for name, tile in tiles.items() if tile['pinned']], [AYSE])
        self.assertGreater(tiles[AYSE]['area'], 2 * tiles[CEM]['area'])
        self.shoot_page('guests-page-pinned')
        self.patient.ask('click', name=f'{AYSE} · Interpreter')
        self.choose(AYSE, 'Pin')
        wait_for('the interpreter to be large', lambda: self.box(AYSE).width > 2 * self.box(CEM).width)
        self.shoot('guests-app-pinned')
        self.choose(AYSE, 'Pin')
        wait_for('all to be of one size', lambda: abs(self.box(AYSE).width - self.box(CEM).width) <= 2)

    def mute(self):
        """It is for the doctor alone: nobody is told."""
        self.choose(CEM, 'Mute for Me')
        self.desktop.find(PICTURES, lambda text: text == 'Not heard by you', what='the sign of a muted one')
        self.choose(CEM, 'Mute for Me')

    def hold(self):
        cem = self.others[CEM]
        self.choose(CEM, 'Put on Hold')
        cem.ask('heading', name='Please wait a moment')
        cem.ask('ways', open=0)
        self.desktop.find(('label', 'static', 'statusbar', 'notification'), 'On hold')
        for name in (ANNA, AYSE):
            self.everybody()[name].ask('gone', name=CEM)
        self.patient.ask('tiles', names=[ADA, AYSE])
        if SHOTS:
            self.shoot('guests-app-hold')
            cem.ask('shot', path=f'{SHOTS}/guests-guest-held.png')
        # A page that is opened anew does not bring anybody back.
        cem.ask('again')
        cem.ask('heading', name='Please wait a moment')
        self.choose(CEM, 'Bring Back')
        self.see_each_other(ANNA, AYSE, CEM)

    def propose_jitsi(self):
        self.desktop.press('People', roles=TABS)
        self.desktop.press('Invite…')
        self.desktop.find(('label', 'static', 'heading'), 'The Call Is Full')
        self.desktop.find(('push button', 'button'), 'Go On with Jitsi')
        self.shoot('guests-app-full')
        self.desktop.press('Cancel')

    def show_out(self, door):
        """Within a second: the son is out, and the others' ways to him are closed."""
        seen = {}

        def watch(who, command, given):
            seen[who] = self.everybody()[who].ask(command, **given)['at']

        watchers = [threading.Thread(target=watch, args=(CEM, 'shut', {'title': 'This link was closed'})),
                    threading.Thread(target=watch, args=(ANNA, 'gone', {'name': CEM})),
                    threading.Thread(target=watch, args=(AYSE, 'gone', {'name': CEM}))]
        for watcher in watchers:
            watcher.start()
        start = time.time()
        self.clinic.call('DELETE', f"{API}doors/{door['id']}/", who=DOCTOR)
        for watcher in watchers:
            watcher.join()
        self.assertEqual(set(seen), {CEM, ANNA, AYSE})
        for name, at in seen.items():
            self.assertLess(at / 1000 - start, AT_ONCE * how_busy(), f'{name} sees it too late')
        wait_for('the picture to go from the app', lambda: not self.desktop.find_all(
            PICTURES, lambda text: text == f'Picture of {CEM}'), limit=AT_ONCE)
        self.others[CEM].ask('ways', open=0)
        self.see_each_other(ANNA, AYSE)

    def test_four_people(self):
        visit = self.book()
        app = self.start_app()
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: ANNA in text)
            self.arrive(visit)
            self.gather(visit)
            door = self.let_in(visit)
            self.shoot_page('guests-page-three')
            self.pin()
            self.mute()
            self.hold()
            self.propose_jitsi()
            self.show_out(door)
        self.assertIsNone(app.poll(), 'the app is gone')


if __name__ == '__main__':
    main()
