"""Who somebody is, is kept from one request to the next, and is another at once when it changes, whatever changes it."""

import time

from clinic import ClinicTest, main, microseconds, now

ME = '/accounts/api/me/'
# Enough for each thread that answers to have heard of them.
ROUNDS = 6


class CallerTest(ClinicTest):
    def statuses(self, who):
        """What somebody is answered, by whoever reads and whoever writes."""
        found = {self.clinic.get(who, ME).status for _ in range(ROUNDS)}
        return found | {self.clinic.post(who, self.visit.path + 'send_message/', {'message': 'Hello'}).status
                        for _ in range(2)}

    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit()
        self.clinic.sign_in('doctor')
        self.assertEqual(self.statuses('doctor'), {200, 201})

    def session(self, column, value):
        self.clinic.sql(f'UPDATE sessions SET {column} = ? WHERE user_id = ?', value, self.clinic.users['doctor'])

    def test_ended_beside_the_server(self):
        doctor = self.clinic.users['doctor']
        hour = 3600 * 1000000
        for statement, values in (
                ('UPDATE users SET is_active = 0 WHERE id = ?', (doctor,)),
                ('UPDATE sessions SET expires_at = ? WHERE user_id = ?', (microseconds(now()) - 1, doctor)),
                ('UPDATE sessions SET last_used_at = ? WHERE user_id = ?', (microseconds(now()) - 13 * hour, doctor)),
                ('UPDATE sessions SET created_at = ? WHERE user_id = ?', (microseconds(now()) + 25 * hour, doctor)),
                ('DELETE FROM sessions WHERE user_id = ?', (doctor,))):
            with self.subTest(statement=statement):
                before = self.clinic.sql('SELECT expires_at, last_used_at, created_at FROM sessions WHERE user_id = ?', doctor)
                self.clinic.sql(statement, *values)
                self.assertEqual(self.statuses('doctor'), {401})
                self.clinic.sql('UPDATE users SET is_active = 1 WHERE id = ?', doctor)
                self.clinic.sql('UPDATE sessions SET expires_at = ?, last_used_at = ?, created_at = ? WHERE user_id = ?',
                                *before[0], doctor)
                if not statement.startswith('DELETE'):
                    self.assertEqual(self.statuses('doctor'), {200, 201})

    def test_ended_by_a_setting(self):
        self.session('created_at', microseconds(now()) - 2 * 3600 * 1000000)
        self.assertEqual(self.statuses('doctor'), {200, 201})
        self.clinic.sql("INSERT INTO clinic_settings VALUES ('session_life_hours', '1', 1, 0, '')")
        self.assertEqual(self.statuses('doctor'), {401})
        self.clinic.sql("UPDATE clinic_settings SET value = '3'")
        self.assertEqual(self.statuses('doctor'), {200, 201})
        self.clinic.sql('DELETE FROM clinic_settings')
        self.assertEqual(self.statuses('doctor'), {200, 201})

    def test_ended_by_time_alone(self):
        end = time.time() + 2
        self.session('expires_at', int(end * 1000000))
        while (status := self.clinic.get('doctor', ME).status) == 200:
            self.assertLess(time.time(), end + 0.5)
        self.assertEqual(status, 401)
        self.assertGreaterEqual(time.time(), end)
        self.assertEqual(self.statuses('doctor'), {401})

    def test_ended_by_a_write(self):
        """In the same thread that has just known them."""
        self.assertStatus(self.clinic.post('doctor', '/accounts/api/logout/'), 200)
        self.assertEqual(self.statuses('doctor'), {401})

    def test_another_role(self):
        self.assertEqual({self.clinic.get('admin', 'audit/').status for _ in range(ROUNDS)}, {200})
        self.clinic.sql("UPDATE users SET role = 'receptionist' WHERE id = ?", self.clinic.users['admin'])
        self.assertEqual({self.clinic.get('admin', 'audit/').status for _ in range(ROUNDS)}, {403})

    def counts(self, who):
        return {self.clinic.read(who, 'consultations/')['count'] for _ in range(ROUNDS)}

    def test_helpers(self):
        self.assertEqual(self.counts('other'), {0})
        self.visit.assign('other')
        self.assertEqual(self.counts('other'), {1})
        self.clinic.sql('UPDATE participants SET is_assigned = 0')
        self.assertEqual(self.counts('other'), {0})
        self.clinic.sql('UPDATE participants SET is_assigned = 1 WHERE user_id = ?', self.clinic.users['other'])
        self.assertEqual(self.counts('other'), {1})
        self.clinic.sql('DELETE FROM participants')
        self.assertEqual(self.counts('other'), {0})

    def test_stand_ins(self):
        start = microseconds(now()) - 3600 * 1000000
        self.assertEqual(self.counts('other'), {0})
        self.clinic.sql("INSERT INTO availability (id, revision, doctor_id, kind, covered_by, starts_at, ends_at) "
                        "VALUES ('x', 1, ?, 'leave', ?, ?, ?)", self.clinic.users['doctor'], self.clinic.users['other'],
                        start, start + 86400 * 1000000)
        self.assertEqual(self.counts('other'), {1})
        self.clinic.sql('UPDATE availability SET covered_by = NULL')
        self.assertEqual(self.counts('other'), {0})

    def test_patients(self):
        self.assertEqual(self.counts('patient'), {1})
        self.assertEqual(self.counts('stranger'), {0})
        self.clinic.sql('UPDATE patients SET user_id = NULL WHERE id = ?', self.clinic.patients['stranger'])
        self.clinic.sql('UPDATE patients SET user_id = ? WHERE id = ?', self.clinic.users['stranger'],
                        self.clinic.patients['patient'])
        self.assertEqual(self.counts('patient'), {0})
        self.assertEqual(self.counts('stranger'), {1})


if __name__ == '__main__':
    main()
