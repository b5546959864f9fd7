#!/usr/bin/python3
"""A first consultation, from end to end: reception books, the patient comes through a link in Chromium, the doctor admits
them in the real app, they see and hear each other, write, and part; then the server is killed and still knows it all."""

from desktop import find_within, wait_for
from story import API, DOCTOR, RECEPTION, StoryTest, main

TABS = ('toggle button', 'radio button', 'push button', 'page tab')


BUTTONS = ('push button', 'toggle button', 'button')
ITEMS = ('menu item', *BUTTONS)
WORDS = ('label', 'static', 'heading', 'status bar')


class ConsultationTest(StoryTest):
    # Long enough to be called back by somebody who looks for the button through the tree.
    RECALL_SECONDS = 30

    def call_back(self):
        """Admitted by mistake: the patient waits as before, and neither side has opened a way to the other."""
        self.desktop.press('Admit')
        self.desktop.find(WORDS, 'Anna Krüger Is Coming In…')
        self.shoot('recall')
        self.patient.ask('heading', name='You are in the right place, Anna')
        undo = self.desktop.find(BUTTONS, lambda text: 'Undo (' in text, what='Undo')
        undo.do_action(0)
        wait_for('the patient to wait again', lambda: self.desktop.find_all(BUTTONS, lambda text: text == 'Admit'))
        self.patient.ask('heading', name='You are in the right place, Anna')
        self.assertEqual(self.patient.ask('count')['peers'], 0)
        self.assertEqual(self.count_frames(), 0)
        self.clinic.set('recall_seconds', 2)

    def choose(self, item):
        self.desktop.press('More')
        self.desktop.find(ITEMS, item, what=item).do_action(0)

    def spare(self):
        """Sound only, from either side: no pictures come, the other side knows why, and they come back."""
        self.desktop.act('win.sound-only')
        self.patient.ask('text', name='Dr. Ada Byron has switched to sound only')
        self.desktop.find(WORDS, 'Connected, sound only')
        self.shoot('sound-only')
        seen = self.patient.ask('count')['frames']
        self.desktop.act('win.sound-only')
        self.patient.ask('frames', least=seen + 10)
        self.patient.ask('click', name='More')
        self.patient.ask('click', name='Sound only')
        self.desktop.find(WORDS, 'Switched to sound only')
        self.shoot('sound-only-patient')
        seen = self.read_log().count('frames received: ')
        self.patient.ask('click', name='More')
        self.patient.ask('click', name='Sound only')
        wait_for('pictures of the patient', lambda: self.read_log().count('frames received: ') > seen)

    def pause(self, visit):
        """On hold, by phone, and back: the page goes with it by itself, and the pictures come again."""
        self.choose('Hold')
        self.patient.ask('heading', name='Dr. Ada Byron has put the visit on hold')
        self.patient.ask('ways', open=0)
        self.desktop.find(WORDS, 'Anna Krüger Is on Hold')
        self.shoot('hold')
        self.shoot_page('hold-page')
        self.desktop.act('win.phone')
        self.patient.ask('heading', name='Your visit goes on by phone')
        self.desktop.find(WORDS, '030 123 4567', what='the number')
        self.patient.ask('text', name='ends in 67')
        self.shoot('phone')
        self.shoot_page('phone-page')
        seen = self.read_log().count('frames received: ')
        self.desktop.find(BUTTONS, lambda text: text.endswith('Back to Video'), what='Back to Video').do_action(0)
        self.patient.ask('heading', name='Your visit with Dr. Ada Byron')
        self.patient.ask('colours', least=8)
        wait_for('more pictures at the doctor', lambda: self.read_log().count('frames received: ') > seen)
        self.assertEqual(self.clinic.call('GET', f"{API}consultations/{visit['id']}/", who=DOCTOR)['call_mode'], 'video')

    def talk(self):
        self.patient.ask('click', name='Text')
        self.patient.ask('say', text='Good morning, doctor')
        self.desktop.press('Chat', roles=TABS)
        self.desktop.find(('label', 'static', 'list item', 'text'), lambda text: 'Good morning, doctor' in text)
        self.desktop.write('Message', 'Good morning, Anna')
        self.desktop.press('Send')
        self.patient.ask('text', name='Good morning, Anna')
        self.shoot('room')

    def write_notes(self, visit):
        self.desktop.press('Notes', roles=TABS)
        self.desktop.write('Notes', 'Cough for three days, no fever.')
        wait_for('the notes at the server', lambda: self.clinic.call(
            'GET', f"{API}consultations/{visit['id']}/", who=DOCTOR)['notes'] == 'Cough for three days, no fever.')

    def part(self):
        self.desktop.press('Hang Up')
        self.patient.ask('heading', name='The call was ended')
        self.desktop.press('Complete')
        dialog = self.desktop.find(('dialog', 'frame', 'window'), 'Complete Visit', what='dialog')
        wait_for('the button in the dialog', lambda: find_within(dialog, BUTTONS, 'Complete')).do_action(0)
        self.patient.ask('heading', name='over|finished|Thank|Finished')

    def check_story(self, visit):
        path = f"{API}consultations/{visit['id']}/"
        told = self.clinic.call('GET', path, who=DOCTOR)
        self.assertEqual(told['status'], 'completed')
        self.assertEqual(told['notes'], 'Cough for three days, no fever.')
        self.assertIsNotNone(told['actual_start'])
        self.assertIsNotNone(told['actual_end'])
        messages = [line['message'] for line in self.clinic.call('GET', path + 'messages/', who=DOCTOR)['results']]
        self.assertEqual(messages, ['Good morning, doctor', 'Good morning, Anna'])
        roles = {person['role'] for person in self.clinic.call('GET', path + 'participants/', who=DOCTOR)['results']}
        self.assertEqual(roles, {'doctor', 'patient'})
        booking = self.clinic.call('GET', f"{API}bookings/{visit['booking_id']}/", who=RECEPTION)
        self.assertEqual(booking['status'], 'completed')

    def test_first_consultation(self):
        visit = self.book()
        app = self.start_app()
        try:
            self.desktop.find(('list item', 'table row', 'table cell', 'label'), lambda text: 'Anna Krüger' in text)
            self.assertLess(self.arrive(visit), 1.0, 'the doctor hears of it too late')
            self.shoot('waiting')
            self.call_back()
            self.meet()
            self.spare()
            self.talk()
            self.pause(visit)
            self.write_notes(visit)
            self.part()
        except Exception:
            self.explain()
            raise
        self.assertIsNone(app.poll(), 'the app is gone')
        self.clinic.kill()
        self.clinic.start()
        self.check_story(visit)


if __name__ == '__main__':
    main()
