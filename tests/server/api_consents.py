"""Who agreed to be recorded: asked each for themselves, kept as it was answered, and told to everybody in the call."""

import json
import sqlite3

from clinic import ClinicTest, main, new_id

YES = {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'}
NO = {**YES, 'given': False}


class ConsentTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress').assign('nurse')

    def answer(self, who, body=YES):
        return self.visit.must_act(who, 'consents', body)

    def list(self, who='doctor', query=''):
        return self.clinic.read(who, f'{self.visit.path}consents/{query}')['results']

    def test_each_answers_for_themselves(self):
        guest, interpreter = self.visit.open_door('guest', 'Son'), self.visit.open_door('interpreter', 'Mx. Word')
        for who, role in (('doctor', 'doctor'), ('nurse', 'assistant'), (self.visit.door, 'patient'),
                          (guest, 'guest'), (interpreter, 'interpreter')):
            with self.subTest(role=role):
                made = self.answer(who)
                self.assertEqual((made['role'], made['state'], made['given'], made['is_current']),
                                 (role, 'given', True, True))
                self.assertEqual((made['text_version'], made['language'], made['kind']),
                                 ('2026-11', 'de', 'recording'))
                self.assertEqual('recorded_by' in made, role in ('doctor', 'assistant'))
        people = {person['id']: person['name'] for person in
                  self.clinic.read('doctor', self.visit.path + 'participants/')['results']}
        for row in self.list(guest):
            self.assertEqual(row['name'], people[row['participant_id']])
        by_name = {row['name']: row for row in self.list()}
        self.assertEqual(by_name['Doctor Test']['recorded_by'], self.clinic.users['doctor'])
        self.assertEqual(len(by_name), 5)

    def test_taken_back_and_given_again(self):
        patient = self.visit.door
        states = [self.answer(patient, body)['state'] for body in (NO, YES, NO, NO, YES)]
        self.assertEqual(states, ['declined', 'given', 'withdrawn', 'withdrawn', 'given'])
        self.assertEqual([row['state'] for row in self.list()], ['given'])
        history = self.list(query='?history=true')
        self.assertEqual([row['state'] for row in history], states)
        self.assertEqual([row['is_current'] for row in history], [False] * 4 + [True])
        self.assertEqual([row['created_at'] for row in history], sorted(row['created_at'] for row in history))

    def test_history_cannot_be_changed(self):
        made = self.answer(self.visit.door)
        with self.assertRaisesRegex(sqlite3.Error, 'only added to'):
            self.clinic.sql("UPDATE consents SET state = 'declined' WHERE id = ?", made['id'])

    def test_whole_and_right(self):
        for name in YES:
            body = {key: value for key, value in YES.items() if key != name}
            self.assertFault(self.visit.act('doctor', 'consents', body), name)
        for body in ({**YES, 'kind': 'party'}, {**YES, 'given': 'yes'}, {**YES, 'text_version': ' '},
                     {**YES, 'language': 'Deutsch!'}, {**YES, 'state': 'given'}, {**YES, 'name': 'Somebody'},
                     {**YES, 'text_version': 'x' * 65}, {**YES, 'participant_id': new_id()}):
            with self.subTest(body=body):
                self.assertStatus(self.visit.act('doctor', 'consents', body), 422)
        self.assertEqual(self.list(), [])
        self.assertFault(self.clinic.get('doctor', self.visit.path + 'consents/?history=perhaps'), 'history')

    def test_nobody_agrees_to_words_that_there_are_not(self):
        patient = self.visit.door
        for field, value in (('text_version', 'never-existed'), ('text_version', '2026-1'), ('language', 'xx'),
                             ('language', 'deu')):
            with self.subTest(field=field, value=value):
                self.assertFault(self.visit.act(patient, 'consents', {**YES, field: value}), field)
                # A no is a no in whatever words, and so is whoever takes back a yes.
                self.answer(patient, {**NO, field: value})
        for language in ('ar', 'en', 'de-AT', 'EN'):
            with self.subTest(language=language):
                self.answer(patient, {**YES, 'language': language})

    def test_asking_again_is_no_second_answer(self):
        key = new_id()
        first = self.visit.act(self.visit.door, 'consents', YES, Idempotency_Key=key)
        again = self.visit.act(self.visit.door, 'consents', YES, Idempotency_Key=key)
        self.assertEqual(first.json, again.json)
        self.assertEqual(len(self.list(query='?history=true')), 1)

    def test_everybody_in_the_call_hears(self):
        sockets = {who: self.visit.enter(who) for who in ('doctor', 'nurse', 'receptionist', self.visit.door)}
        made = self.answer(self.visit.door)
        for who, socket in sockets.items():
            with self.subTest(who=who):
                if who == 'receptionist':
                    self.assertNotIn('consent_changed', socket.types())
                else:
                    frame = socket.wait('consent_changed', state='given', user_role='patient')
                    self.assertEqual(frame['participant_id'], made['participant_id'])
            socket.cut()
        with self.clinic.listen('receptionist') as clinic:
            clinic.send('resume', after=0)
            clinic.wait('resumed', after=0)
            self.assertNotIn('consent_changed', json.dumps(clinic.seen))

    def test_before_coming_in_and_after_the_end(self):
        visit = self.clinic.visit(minutes=40)
        self.assertEqual(visit.must_act(visit.door, 'consents', YES)['state'], 'given')
        self.assertEqual(visit.show()['status'], 'scheduled')
        visit = self.clinic.visit(status='completed', minutes=20)
        visit.must_act(visit.door, 'consents', YES)
        self.assertEqual(visit.must_act(visit.door, 'consents', NO)['state'], 'withdrawn')

    def test_survives_a_crash(self):
        made = self.answer(self.visit.door)
        self.clinic.crash()
        self.assertEqual([row['id'] for row in self.list()], [made['id']])


if __name__ == '__main__':
    main()
