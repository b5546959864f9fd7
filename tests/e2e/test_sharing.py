#!/usr/bin/python3
"""The doctor shows a screen: asked for at the desktop's portal, carried by PipeWire, and seen on the patient's page."""

from desktop import wait_for
from network import StoryApart
from screencast import HEIGHT, WIDTH, Screencast
from story import main

BUTTONS = ('push button', 'button')
ITEMS = ('menu item', *BUTTONS)
WORDS = ('label', 'static', 'status bar')


class SharingTest(StoryApart):
    def let_in(self, visit):
        """A doctor without a camera, who is not seen so far."""
        self.arrive(visit)
        self.desktop.press('Admit')
        self.patient.ask('heading', name='Your visit with Dr. Ada Byron')
        self.frames_seen_by_doctor(30)
        self.assertEqual(self.patient.ask('count')['frames'], 0)

    def share(self):
        screencast = Screencast()
        self.addCleanup(screencast.stop)
        self.desktop.press('More')
        self.desktop.find(ITEMS, 'Share Screen…').do_action(0)
        screencast.join('ausculta')
        self.desktop.find(WORDS, 'You are sharing your screen')
        return screencast

    def is_seen(self):
        picture = self.patient.ask('size_of_picture')
        return (picture['width'], picture['height']) == (WIDTH, HEIGHT)

    def test_screen(self):
        visit = self.book()
        app = self.start_app(source='devices')
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna' in text)
            self.let_in(visit)
            screencast = self.share()
            wait_for('the screen at the patient, as large as it is', self.is_seen)
            self.patient.ask('colours', least=6)
            self.shoot('sharing')
            self.shoot_page('sharing-page')
            self.assertEqual(screencast.said, ['CreateSession', 'SelectSources', 'Start', 'OpenPipeWireRemote'])
            self.desktop.find(BUTTONS, lambda text: text.startswith('Stop Sharing'), what='Stop Sharing').do_action(0)
            wait_for('the portal to be told', lambda: screencast.said[-1] == 'Close')
            self.patient.ask('text', name='Dr. Ada Byron has no camera')
        self.assertIsNone(app.poll(), 'the app is gone')


if __name__ == '__main__':
    main()
