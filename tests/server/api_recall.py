"""Let in by mistake: for a moment that can be taken back, and nobody sees or hears anything until it is over. And later:
on hold, by phone, and back."""

import threading
import time

from clinic import ClinicTest, main

OFFER = {'type': 'offer', 'sdp': 'v=0'}
LONG, SHORT = 30, 2


class RoomTest(ClinicTest):
    def enter(self, visit, who):
        entered = visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def set_recall(self, seconds):
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'recall_seconds': seconds}), 200)

    def waiting(self, seconds):
        self.set_recall(seconds)
        visit = self.clinic.visit(status='waiting')
        doctor, patient = self.enter(visit, 'doctor'), self.enter(visit, visit.door)
        return visit, doctor, patient

    def call(self, caller, other):
        """What the server says to an offer from the one to the other."""
        return caller.ask('signal', to=other.hello['you'], epoch=1, description=OFFER)

    def assertShut(self, visit, doctor, patient):
        for caller, other in ((doctor, patient), (patient, doctor)):
            for content in ({'description': OFFER}, {'candidate': {'candidate': 'x'}}, {'restart': True}):
                answer = caller.ask('signal', to=other.hello['you'], epoch=1, **content)
                self.assertEqual((answer['type'], answer.get('code')), ('error', 'conflict'), answer)
        for who in ('doctor', visit.door):
            self.assertStatus(self.clinic.get(who, visit.path + 'meeting_info/'), 409)
        self.assertNotIn('signal', [frame['type'] for frame in doctor.seen + patient.seen])

    def assertOpen(self, visit, doctor, patient):
        self.assertEqual(self.call(doctor, patient)['type'], 'ack')
        self.assertEqual(patient.wait('signal')['description'], OFFER)
        self.assertEqual(self.call(patient, doctor)['type'], 'ack')
        self.assertEqual(doctor.wait('signal')['description'], OFFER)
        for who in ('doctor', visit.door):
            self.clinic.read(who, visit.path + 'meeting_info/')


class RecallTest(RoomTest):
    def test_nothing_passes_until_it_opens(self):
        visit, doctor, patient = self.waiting(SHORT)
        start = time.monotonic()
        admitted = visit.must_act('doctor', 'admit')['consultation']
        told = patient.wait('consultation_status')
        self.assertEqual((told['status'], told['call_mode']), ('in_progress', 'video'))
        self.assertEqual(told['room_opens_at'], admitted['room_opens_at'])
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['room_opens_at'], told['room_opens_at'])
        self.assertShut(visit, doctor, patient)
        self.assertLess(time.monotonic() - start, SHORT, 'too slow to say anything')
        doctor.wait('room_opened')
        patient.wait('room_opened')
        self.assertGreaterEqual(time.monotonic() - start, SHORT - 0.05)
        self.assertOpen(visit, doctor, patient)
        reply = self.assertStatus(visit.act('doctor', 'recall'), 409)
        self.assertIn('too late', reply.json['detail'])
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_taken_back(self):
        visit, doctor, patient = self.waiting(LONG)
        before = visit.show()
        for who, act in (('doctor', 'start'), ('receptionist', 'admit')):
            with self.subTest(act=act):
                visit.must_act(who, act)
                self.assertEqual(visit.must_act(who if who != 'doctor' else 'receptionist', 'recall')['status'], 'recalled')
                shown = visit.show()
                self.assertEqual((shown['status'], shown['actual_start'], shown['room_opens_at']), ('waiting', None, None))
                self.assertEqual(shown['waiting_since'], before['waiting_since'])
                self.assertEqual(patient.wait('recalled')['status'], 'waiting')
                self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['queue_position'], 1)
                self.assertStatus(visit.act('doctor', 'recall'), 409)
        self.assertNotIn('signal', [frame['type'] for frame in doctor.seen + patient.seen])
        visit.must_act('doctor', 'admit')
        visit.must_act('doctor', 'end')
        self.assertEqual(visit.show()['status'], 'completed')

    def test_nobody_waited(self):
        """Where the doctor is there first, nobody is let in by mistake."""
        self.set_recall(LONG)
        visit = self.clinic.visit()
        visit.must_act('doctor', 'start')
        self.assertIsNone(visit.show()['room_opens_at'])
        self.assertStatus(visit.act('doctor', 'recall'), 409)
        self.clinic.read('doctor', visit.path + 'meeting_info/')

    def test_switched_off(self):
        visit, doctor, patient = self.waiting(0)
        visit.must_act('doctor', 'admit')
        self.assertIsNone(visit.show()['room_opens_at'])
        self.assertOpen(visit, doctor, patient)

    def test_whoever_comes_meanwhile(self):
        """After a crash, and by a new socket, the room is as shut as before, and opens in time."""
        visit, doctor, patient = self.waiting(SHORT + 2)
        start = time.monotonic()
        visit.must_act('doctor', 'admit')
        self.clinic.crash()
        doctor, patient = self.enter(visit, 'doctor'), self.enter(visit, visit.door)
        self.assertEqual(doctor.hello['room_opens_at'], visit.show()['room_opens_at'])
        self.assertShut(visit, doctor, patient)
        patient.wait('room_opened')
        self.assertGreaterEqual(time.monotonic() - start, SHORT + 1.9)
        self.assertOpen(visit, doctor, patient)

    def test_a_link_elsewhere(self):
        """A meeting of another provider has no link before the room is open."""
        visit, _doctor, patient = self.waiting(SHORT)
        self.clinic.sql("UPDATE consultations SET video_provider = 'jitsi' WHERE id = ?", visit.id)
        visit.must_act('doctor', 'admit')
        for who in ('doctor', visit.door):
            self.assertStatus(self.clinic.get(who, visit.path + 'meeting_info/'), 409)
        self.assertIsNone(visit.show()['meeting_url'])
        patient.wait('room_opened')

    def test_recall_or_not(self):
        """Taken back at the last moment, the patient waits or is in; never both."""
        for _ in range(5):
            visit, doctor, patient = self.waiting(1)
            visit.must_act('doctor', 'admit')
            answers = []
            threads = [threading.Timer(delay, lambda: answers.append(visit.act('doctor', 'recall').status))
                       for delay in (0.9, 0.98, 1.0, 1.02)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            waits = visit.show()['status'] == 'waiting'
            self.assertEqual(answers.count(200), 1 if waits else 0)
            if waits:
                self.assertNotIn('room_opened', [frame['type'] for frame in patient.seen])
            else:
                patient.wait('room_opened')
                self.assertOpen(visit, doctor, patient)


class HoldTest(RoomTest):
    def test_hold_and_phone(self):
        visit = self.clinic.visit(status='in_progress')
        doctor, patient = self.enter(visit, 'doctor'), self.enter(visit, visit.door)
        for act, mode, word in (('pause', 'hold', 'held'), ('phone', 'phone', 'on_the_phone')):
            with self.subTest(mode=mode):
                answer = visit.must_act('doctor', act)
                self.assertEqual((answer['status'], answer['consultation']['call_mode']), (word, mode))
                patient.wait('consultation_status', call_mode=mode)
                self.assertShut(visit, doctor, patient)
                self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['call_mode'], mode)
                self.assertEqual(patient.ask('chat_message', message='Still there')['type'], 'ack')
                revision = visit.show()['revision']
                visit.must_act('doctor', act)
                self.assertEqual(visit.show()['revision'], revision, 'said twice, done once')
                self.clinic.crash()
                doctor, patient = self.enter(visit, 'doctor'), self.enter(visit, visit.door)
                self.assertEqual(patient.hello['call_mode'], mode)
                self.assertShut(visit, doctor, patient)
        self.assertIsNone(self.clinic.read(visit.door, 'doors/current/')['phone_hint'])
        for phone, hint in (('+49 30 123 45 67', '67'), ('7', None), ('at work', None)):
            self.assertStatus(self.clinic.patch('receptionist', f"patients/{self.clinic.patients['patient']}/", {'phone': phone}), 200)
            self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['phone_hint'], hint)
        self.assertIsNone(self.clinic.read(visit.open_door('guest'), 'doors/current/')['phone_hint'])
        visit.must_act('doctor', 'resume')
        patient.wait('consultation_status', call_mode='video')
        self.assertOpen(visit, doctor, patient)
        visit.must_act('doctor', 'pause')
        visit.must_act('doctor', 'end')
        self.assertEqual(visit.show()['status'], 'completed')


if __name__ == '__main__':
    main()
