#!/usr/bin/python3
"""A visit where neither side can reach the other: all that they see and hear goes through the clinic's TURN server, and each
is let in there by a name of their own."""

import time

from desktop import wait_for
from relay import Relay
from story import StoryTest, main


class RelayTest(StoryTest):
    def set_up_world(self):
        self.relay = Relay(self.folder)
        self.addCleanup(self.relay.stop)
        wait_for('the relay', self.relay.is_ready)
        return self.relay.configuration

    def test_relayed_visit(self):
        visit = self.book()
        self.start_app()
        with self.explained():
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna Krüger' in text)
            self.arrive(visit)
            self.meet()
            self.assertEqual(set(self.patient.ask('routes')['kinds']), {'relay'})
        names = self.relay.read_names()
        # The patient has tried the relay before, under another name of theirs.
        self.assertEqual(len({name.split(':')[1] for name in names}), 2, names)
        for name in names:
            self.assertGreater(int(name.split(':')[0]), time.time() + 3600)


if __name__ == '__main__':
    main()
