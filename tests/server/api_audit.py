"""Who read and wrote what: the log that is only added to."""

import sqlite3
import subprocess
import time

from clinic import ClinicTest, Template, main, new_id, server_program


class LogTest(ClinicTest):
    def rows(self, who='admin', **query):
        text = '&'.join(f'{name}={value}' for name, value in query.items())
        return self.clinic.read(who, f'audit/?page_size=200&{text}')['results']

    def steps(self, **query):
        """What happened, oldest first, without the reading of the log itself and the signing in."""
        return [(row['action'], row['entity'], row['entity_id']) for row in reversed(self.rows(**query))
                if row['entity'] not in ('audit', 'login')]

    def verify(self):
        answer = subprocess.run([server_program(), 'audit', 'verify', '--data', self.clinic.data], text=True,
                                capture_output=True, timeout=60, check=False)
        return answer.returncode, answer.stdout + answer.stderr


class AuditTest(LogTest):
    def test_reads_and_writes_in_their_order(self):
        reply = self.assertStatus(self.clinic.post('doctor', 'patients/', {'given_name': 'A', 'family_name': 'B'}), 201)
        patient = reply.json['id']
        self.clinic.read('doctor', f'patients/{patient}/')
        self.clinic.read('doctor', 'patients/')
        visit = self.clinic.visit(status='waiting')
        self.clinic.read('doctor', visit.path + 'messages/')
        self.assertStatus(self.clinic.delete('doctor', f'consultations/{visit.id}/doors/?door_id=x'), 404)
        self.assertEqual(self.steps(), [
            ('create', 'patients', patient), ('read', 'patients', patient), ('list', 'patients', ''),
            ('create', 'consultations', visit.id), ('join_waiting', 'consultations', visit.id),
            ('read messages', 'consultations', visit.id)])

    def test_signing_in_is_noted(self):
        self.clinic.sign_in('nurse')
        row = self.rows(entity='login', user_id=self.clinic.users['nurse'])[0]
        self.assertEqual((row['role'], row['action'], row['address']), ('nurse', 'create', '127.0.0.1'))

    def test_says_who_from_where_and_by_which_request(self):
        patient = self.clinic.patients['patient']
        self.clinic.get('nurse', f'patients/{patient}/', X_Request_Id='mine-1', X_Forwarded_For='192.0.2.9')
        row, = self.rows(entity_id=patient)
        self.assertEqual((row['user_id'], row['role'], row['request_id'], row['address'], row['door_id']),
                         (self.clinic.users['nurse'], 'nurse', 'mine-1', '192.0.2.9', ''))
        self.assertEqual(set(row), {'seq', 'at', 'user_id', 'door_id', 'role', 'action', 'entity', 'entity_id',
                                    'consultation_id', 'address', 'request_id', 'previous', 'hash'})

    def test_doors_and_sockets_are_noted(self):
        visit = self.clinic.visit(status='in_progress')
        self.clinic.read(visit.door, visit.path)
        with visit.enter('doctor') as socket:
            socket.send('chat_message', message='Hello', ref='1')
            socket.wait('ack', ref='1')
        found = {(row['role'], row['action'], row['consultation_id']) for row in self.rows(entity_id=visit.id)}
        self.assertLessEqual({('patient', 'read', visit.id), ('doctor', 'listen', visit.id), ('doctor', 'send_message', visit.id)}, found)
        self.assertTrue(all(row['door_id'] for row in self.rows(entity_id=visit.id) if row['role'] == 'patient'))

    def test_what_came_with_others_is_noted(self):
        """Whoever follows the change log is given records whole, with nobody asking for that one."""
        visit = self.clinic.visit()
        visit.say('doctor', 'Good morning')
        patient = visit.show()['patient_id']
        start = self.clinic.read('doctor', 'sync/?since=0')['next']

        def readers(entity_id):
            return [row['user_id'] for row in self.rows(entity_id=entity_id) if row['action'] == 'sync']

        self.assertEqual((readers(visit.id), readers(patient)), ([self.clinic.users['doctor']],) * 2)
        for who in ('other', 'receptionist', 'nurse'):
            self.clinic.read(who, 'sync/?since=0')
        self.assertEqual(set(readers(visit.id)), {self.clinic.users[who] for who in ('doctor', 'receptionist')})
        visit.say('doctor', 'One more')
        self.clinic.read('doctor', f'sync/?since={start}')
        self.assertEqual(readers(visit.id).count(self.clinic.users['doctor']), 2)
        self.assertEqual(readers(patient).count(self.clinic.users['doctor']), 1)

    def test_what_was_refused_is_not_noted(self):
        self.assertStatus(self.clinic.get('doctor', f'patients/{new_id()}/'), 404)
        self.assertStatus(self.clinic.post('nurse', 'patients/', {'given_name': 'A', 'family_name': 'B'}), 403)
        self.assertStatus(self.clinic.post('doctor', 'patients/', {}), 422)
        self.clinic.read('doctor', 'video-providers/')
        self.assertEqual(self.steps(), [])

    def test_filters_and_pages(self):
        patient, other = self.clinic.patients.values()
        for who in ('doctor', 'nurse', 'doctor'):
            self.clinic.read(who, f'patients/{patient}/')
        self.rows()
        middle = self.rows(entity='audit')[0]['at']
        self.clinic.read('doctor', f'patients/{other}/')
        self.assertEqual([row['role'] for row in self.rows(entity_id=patient)], ['doctor', 'nurse', 'doctor'])
        self.assertEqual(len(self.rows(entity_id=patient, user_id=self.clinic.users['doctor'])), 2)
        self.assertEqual([row['entity_id'] for row in self.rows(entity='patients', since=middle)], [other])
        page = self.clinic.read('admin', f'audit/?entity_id={patient}&page_size=2&page=2')
        self.assertEqual((page['count'], len(page['results']), page['next']), (3, 1, None))
        self.assertFault(self.clinic.get('admin', 'audit/?since=yesterday'), 'since')

    def test_nothing_is_lost_when_the_server_goes(self):
        patient = self.clinic.patients['patient']
        for _ in range(30):
            self.clinic.read('doctor', f'patients/{patient}/')
        self.clinic.restart()
        self.assertEqual(len(self.clinic.sql('SELECT 1 FROM audit_log WHERE entity_id = ?', patient)), 30)
        self.assertEqual(self.verify()[0], 0)

    def test_a_read_is_noted_without_any_write(self):
        patient = self.clinic.patients['patient']
        self.clinic.read('doctor', f'patients/{patient}/')
        database = sqlite3.connect(Template.database_in(self.clinic.data), timeout=20)
        for _ in range(10000000):
            if database.execute('SELECT 1 FROM audit_log WHERE entity_id = ?', (patient,)).fetchone():
                break
        else:
            self.fail('It was not noted.')
        database.close()

    def test_reads_do_not_wait_for_the_writer(self):
        """Somebody else holds the database; what is read meanwhile is noted afterwards."""
        patient = self.clinic.patients['patient']
        self.clinic.authorization('doctor')
        database = sqlite3.connect(Template.database_in(self.clinic.data), timeout=20, isolation_level=None)
        database.execute('BEGIN IMMEDIATE')
        start = time.monotonic()
        for _ in range(600):
            self.clinic.read('doctor', f'patients/{patient}/')
        self.assertEqual(database.execute('SELECT 1 FROM audit_log WHERE entity_id = ?', (patient,)).fetchall(), [])
        self.assertLess(time.monotonic() - start, 4)
        database.execute('COMMIT')
        database.close()
        self.assertEqual(self.clinic.read('admin', f'audit/?entity_id={patient}')['count'], 600)

    def test_the_log_is_only_added_to(self):
        self.clinic.read('doctor', 'patients/')
        self.rows()
        for statement in ("UPDATE audit_log SET role = 'nurse'", 'DELETE FROM audit_log WHERE seq = 1'):
            with self.assertRaisesRegex(sqlite3.IntegrityError, 'only added to'):
                self.clinic.sql(statement)


class ChainTest(LogTest):
    def setUp(self):
        super().setUp()
        for _ in range(6):
            self.clinic.read('doctor', 'patients/')
        self.count = self.rows()[0]['seq'] + 1
        for name in ('audit_log_no_update', 'audit_log_no_delete'):
            self.clinic.sql(f'DROP TRIGGER {name}')

    def test_whole(self):
        self.assertEqual(self.verify(), (0, f'The audit log is whole: {self.count} rows.\n'))

    def test_a_flipped_byte_is_found_and_named(self):
        for seq, column, value in ((3, 'user_id', 'substr (user_id, 1, 35) || char (1 + unicode (substr (user_id, 36)))'),
                                   (2, 'at', 'at + 1'), (1, 'address', "address || 'x'")):
            with self.subTest(column=column):
                self.clinic.sql(f'UPDATE audit_log SET {column} = {value} WHERE seq = ?', seq)
                code, text = self.verify()
                self.assertEqual(code, 1)
                self.assertIn(f'row {seq} was changed', text)

    def test_texts_cannot_move_between_columns(self):
        self.clinic.sql("UPDATE audit_log SET entity = substr (entity, 2), action = action || substr (entity, 1, 1) "
                        'WHERE seq = 2')
        self.assertIn('row 2 was changed', self.verify()[1])

    def test_a_row_taken_out_is_missed(self):
        for seq in (self.count, 4):
            with self.subTest(seq=seq):
                self.clinic.sql('DELETE FROM audit_log WHERE seq = ?', seq)
                code, text = self.verify()
                self.assertEqual(code, 1)
                self.assertIn(f'row {seq} is missing', text)

    def test_a_row_made_anew_does_not_fit(self):
        self.clinic.sql("UPDATE audit_log SET previous = '' WHERE seq = 4")
        self.assertIn('row 4 does not follow', self.verify()[1])


if __name__ == '__main__':
    main()
