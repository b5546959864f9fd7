"""What was acknowledged is there, whatever happens to the server."""

import http.client
import itertools
import random
import threading

from clinic import ClinicTest, in_minutes, main, new_id

KILLS = 12
WRITERS = 4


class CrashTest(ClinicTest):
    def write(self, visit, numbers, acknowledged, stop):
        """Says one thing after the other until the server is gone; notes what was acknowledged."""
        try:
            while not stop.is_set():
                text = str(next(numbers))
                if visit.act('doctor', 'send_message', {'message': text}).status == 201:
                    acknowledged.append(text)
        except (http.client.HTTPException, OSError):
            pass

    def said(self, visit):
        page, texts = 1, []
        while page:
            rows = self.clinic.read('doctor', f'{visit.path}messages/?page_size=200&page={page}')
            texts += [row['message'] for row in rows['results']]
            page = page + 1 if rows['next'] else None
        return texts

    def test_no_acknowledged_message_is_lost(self):
        visit = self.clinic.visit(status='in_progress')
        chance, numbers, acknowledged = random.Random(4), itertools.count(), []
        for _ in range(KILLS):
            stop, enough = threading.Event(), len(acknowledged) + chance.randrange(5, 60)
            writers = [threading.Thread(target=self.write, args=(visit, numbers, acknowledged, stop))
                       for _ in range(WRITERS)]
            for writer in writers:
                writer.start()
            while len(acknowledged) < enough and any(writer.is_alive() for writer in writers):
                writers[0].join(0.001)
            self.clinic.process.kill()
            stop.set()
            for writer in writers:
                writer.join()
            self.clinic.start_again()
            said = self.said(visit)
            self.assertEqual(set(acknowledged) - set(said), set())
            self.assertEqual(len(said), len(set(said)))
        self.assertEqual(self.clinic.sql('PRAGMA integrity_check'), [('ok',)])
        self.assertEqual(visit.show()['status'], 'in_progress')

    def test_the_answer_after_a_crash_is_the_same(self):
        """The client did not hear the answer, so it asks again with the same key."""
        visit = self.clinic.visit(status='in_progress')
        for path, body in (('consultations/', {'patient_id': self.clinic.patients['patient'],
                                               'scheduled_start': in_minutes(60)}),
                           (visit.path + 'send_message/', {'message': 'Once'}), (visit.path + 'end/', {'notes': 'x'})):
            with self.subTest(path=path):
                key = new_id()
                first = self.clinic.post('doctor', path, body, Idempotency_Key=key)
                self.clinic.crash()
                second = self.clinic.post('doctor', path, body, Idempotency_Key=key)
                self.assertEqual((first.status, first.json), (second.status, second.json))
        self.assertEqual(self.clinic.read('doctor', visit.path + 'messages/')['count'], 1)

    def test_killed_before_the_answer(self):
        """The server goes at some moment between the request and the answer: there is one of it, or none, and asking
        again makes it one."""
        for _ in range(6):
            key, identity = new_id(), new_id()
            body = {'id': identity, 'given_name': 'A', 'family_name': identity[:8]}
            self.clinic.authorization('doctor')
            asking = threading.Thread(target=self.ask_and_forget, args=(body, key))
            asking.start()
            self.clinic.process.kill()
            asking.join()
            self.clinic.start_again()
            reply = self.assertStatus(self.clinic.post('doctor', 'patients/', body, Idempotency_Key=key), 201)
            self.assertEqual(reply.json['id'], identity)
            self.assertEqual(self.clinic.read('doctor', f'patients/?search={identity[:8]}')['count'], 1)

    def ask_and_forget(self, body, key):
        try:
            self.clinic.post('doctor', 'patients/', body, Idempotency_Key=key)
        except (http.client.HTTPException, OSError):
            pass

    def test_the_whole_story_is_still_there(self):
        visit = self.clinic.visit(status='completed')
        self.clinic.patch('doctor', visit.path, {'notes': 'Fine'})
        visit.say(visit.door, 'Thanks')
        paths = [visit.path, visit.path + 'messages/', visit.path + 'participants/', 'consultations/',
                 'consultations/stats/', f'sync/?since={0}']
        before = [self.clinic.read('doctor', path) for path in paths]
        self.clinic.crash()
        after = [self.clinic.read('doctor', path) for path in paths]
        for one in before + after:
            one.pop('server_time', None)
        # The patient's presence is not: who sat there has to come back.
        self.assertEqual(visit.show()['patient_presence'], 'lost')
        self.assertEqual(self.without_presence(before), self.without_presence(after))

    def without_presence(self, value):
        volatile = ('presence', 'patient_presence', 'revision', 'updated_at', 'left_at', 'connection_issues', 'seq', 'next')
        if isinstance(value, dict):
            return {name: self.without_presence(inner) for name, inner in value.items() if name not in volatile}
        if isinstance(value, list):
            return sorted((self.without_presence(inner) for inner in value), key=str)
        return value


if __name__ == '__main__':
    main()
