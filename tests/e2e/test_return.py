#!/usr/bin/python3
"""Nobody is lost: the app is killed in the midst of a visit, the patient is told so, and one click leads the doctor back; the
patient reloads their page and is back at once."""

import time

from desktop import Atspi, how_busy, wait_for
from story import StoryTest, main

# What it must take on a machine that has nothing else to do.
BACK_MS = 3000


class ReturnTest(StoryTest):
    def crash(self, app):
        start = time.monotonic()
        app.kill()
        app.wait(timeout=10)
        self.patient.ask('text', name='Dr. Ada Byron is reconnecting')
        self.assertLess(time.monotonic() - start, 4 * how_busy())
        self.patient.ask('shot', path=str(self.folder / 'reconnecting.png'))

    def come_back(self):
        before = self.patient.ask('count')
        self.start_app()
        self.desktop.find(('label', 'static'), 'You were in a visit with Anna Krüger.')
        self.shoot('return')
        self.desktop.press('Return')
        self.frames_seen_by_doctor(30)
        wait_for('pictures at the patient', lambda: self.patient.ask('count')['frames'] > before['frames'] + 30)
        wait_for('the words to go', lambda: 'reconnecting' not in self.patient.ask('read')['text'])
        wait_for('the way back to go', lambda: not self.is_offered())

    def is_offered(self):
        return any(node.get_state_set().contains(Atspi.StateType.SHOWING) for node in self.desktop.find_all(
            ('push button', 'button'), lambda text: text == 'Return'))

    def reload(self):
        took = self.patient.ask('reload')['ms']
        print(f'back after a reload in {took} ms, {how_busy():.1f} times as busy as it should be')
        self.assertLess(took, BACK_MS * how_busy())

    def test_return(self):
        visit = self.book()
        app = self.start_app()
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna Krüger' in text)
            self.assertFalse(self.is_offered())
            self.arrive(visit)
            self.meet()
            self.crash(app)
            self.come_back()
            self.reload()


if __name__ == '__main__':
    main()
