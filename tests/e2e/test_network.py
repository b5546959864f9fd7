#!/usr/bin/python3
"""A call over a wire that is squeezed, cut and moved: the patient is not lost, sound comes before the picture, and all of it
comes back by itself."""

from desktop import wait_for
from network import StoryApart
from story import main


class NetworkTest(StoryApart):
    def seen_by_patient(self):
        return self.patient.ask('count')

    def find_line(self, words):
        return self.desktop.find_all(('label', 'static', 'status bar'), lambda text: words in text)

    def comes_back(self, limit):
        """Both sides get pictures again."""
        before, ours = self.seen_by_patient(), self.count_frames()
        wait_for('the picture to return', lambda: self.seen_by_patient()['frames'] > before['frames'] + 5 and
                 self.count_frames() > ours, limit)

    def squeeze(self):
        """Sound goes on while the picture becomes smaller, and it grows again."""
        self.network.squeeze(250)
        wait_for('a lesser picture', lambda: self.find_line('Weak connection'))
        self.shoot('weak')
        before = self.seen_by_patient()
        wait_for('sound all the while', lambda: self.seen_by_patient()['sound'] > before['sound'])
        self.network.mend()
        wait_for('the picture to grow', lambda: not self.find_line('Weak connection'), 120)

    def is_settled(self):
        """Neither side is about to call anew, and pictures have come since."""
        lines = [line for line in self.read_log().splitlines() if ': connection ' in line or ': frames received: ' in line]
        *_, last = (number for number, line in enumerate(lines) if ': connection ' in line)
        return lines[last].endswith(' connected') and len(lines) - last > 2 and self.seen_by_patient()['settled']

    def hiccup(self):
        """The call goes on where it was, by a way that was looked for meanwhile."""
        wait_for('the call to settle', self.is_settled)
        peers = self.seen_by_patient()['peers']
        self.network.cut()
        wait_for('another way to be looked for', lambda: 'looking for another way' in self.read_log(), 10)
        self.network.mend()
        self.comes_back(15)
        self.assertEqual(self.seen_by_patient()['peers'], peers)

    def cut(self):
        self.network.cut()
        wait_for('the doctor to be told', lambda: self.find_line('The connection was lost. Trying again'))
        self.shoot('cut')
        self.network.mend()
        self.comes_back(25)

    def move(self):
        """The patient goes from home to the street, where the address is another."""
        self.network.move('10.99.0.77')
        self.comes_back(30)

    def test_bad_network(self):
        visit = self.book()
        self.start_app()
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna Krüger' in text)
            self.arrive(visit)
            self.meet()
            self.hiccup()
            self.cut()
            self.move()
            self.squeeze()


if __name__ == '__main__':
    main()
