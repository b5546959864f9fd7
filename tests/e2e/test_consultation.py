#!/usr/bin/python3
"""A first consultation, from end to end: reception books, the patient comes through a link in Chromium, the doctor admits
them in the real app, they see and hear each other, write, and part; then the server is killed and still knows it all."""

from desktop import wait_for
from story import API, DOCTOR, RECEPTION, StoryTest, main

TABS = ('toggle button', 'radio button', 'push button', 'page tab')


class ConsultationTest(StoryTest):
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
        dialog = self.desktop.find(('dialog', 'frame', 'window'), lambda text: 'omplete' in text, what='dialog')
        self.assertIsNotNone(dialog)
        wait_for('the button in the dialog', lambda: len(self.desktop.find_all(
            ('push button', 'button'), lambda text: text == 'Complete')) >= 2)
        self.desktop.find_all(('push button', 'button'), lambda text: text == 'Complete')[-1].do_action(0)
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
            self.meet()
            self.talk()
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
