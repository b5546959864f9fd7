"""Doors and sign-ins that are ended from afar: whoever came by one is out within a second, by the clock."""

import base64
import hashlib
import hmac
import pathlib
import time

from clinic import PASSWORD, ClinicTest, in_minutes, main, microseconds, now
from ws import Refused

AT_ONCE = 1
HOUR = 3600 * 1000000


class DoorsTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit(status='in_progress')

    def enter(self, who):
        entered = self.visit.enter(who)
        self.addCleanup(entered.cut)
        return entered

    def door(self, role):
        """The newest door of a role."""
        return [door for door in self.clinic.read('doctor', self.visit.path + 'doors/') if door['role'] == role][-1]

    def ticket(self, who):
        return self.clinic.post(who, '/accounts/api/ws-ticket/').json['ticket']

    def seat(self, role):
        rows = self.clinic.read('doctor', self.visit.path + 'participants/')['results']
        return next(row for row in rows if row['role'] == role)

    def assertShut(self, token, ticket):
        for path in (self.visit.path, 'doors/current/', 'consultations/', self.visit.path + 'messages/'):
            self.assertIn(self.clinic.get(token, path).status, (401, 404), path)
        self.assertIn(self.visit.act(token, 'send_message', {'message': 'x'}).status, (401, 404))
        self.assertEqual(self.clinic.request('HEAD', f'/d/{token}').status, 404)
        for who, query in ((token, ''), (None, f'?ticket={ticket}')):
            with self.assertRaises(Refused) as refusal:
                self.clinic.socket(who, f'/ws/consultation/{self.visit.id}/{query}').cut()
            self.assertIn(refusal.exception.status, (401, 404))

    def test_a_guest_is_shown_out(self):
        for role in ('guest', 'interpreter'):
            with self.subTest(role=role):
                token = self.visit.open_door(role)
                guest, doctor, patient = self.enter(token), self.enter('doctor'), self.enter(self.visit.door)
                self.assertEqual(guest.ask('consultation_action', action='join_waiting_room')['type'], 'ack')
                doctor.wait('user_joined')
                door, ticket = self.door(role), self.ticket(token)
                start = time.monotonic()
                self.assertStatus(self.clinic.delete('doctor', f'doors/{door["id"]}/'), 204)
                self.assertEqual(guest.wait_closed(AT_ONCE), 4404)
                for other in (doctor, patient):
                    gone = other.wait('user_left', AT_ONCE)
                    self.assertEqual((gone['participant_id'], gone['reason']), (guest.hello['you'], 'removed'))
                self.assertLess(time.monotonic() - start, AT_ONCE)
                self.assertEqual(doctor.wait('door_revoked')['door_id'], door['id'])
                self.assertShut(token, ticket)
                self.assertEqual(self.seat(role)['presence'], 'left')
                self.assertIsNone(self.door(role)['url'])
                # Nothing came after it: whoever was removed is not “lost” as well.
                self.assertEqual([frame for frame in doctor.settle() if frame.get('reason') == 'lost'], [])

    def test_links_of_long_ago(self):
        """They did not say when they were made, and lead to their visits all the same."""
        visit, door = self.visit, self.door('patient')
        shown = visit.show()
        wanted = {name: shown[name] for name in ('id', 'doctor_id', 'patient_id', 'scheduled_start')}
        key = pathlib.Path(self.clinic.data, 'secret.key').read_bytes()
        digest = hmac.digest(key, f'door:{door["id"]}'.encode(), hashlib.sha256)[:16]
        old = base64.urlsafe_b64encode(digest).decode().rstrip('=')
        self.assertNotEqual(old, visit.door)
        self.clinic.sql('UPDATE doors SET token_hash = ? WHERE id = ?', hashlib.sha256(old.encode()).hexdigest(), door['id'])
        self.assertTrue(self.door('patient')['url'].endswith(f'/d/{old}'))
        self.assertTrue(self.clinic.post('doctor', 'consultations/', wanted).json['door_url'].endswith(f'/d/{old}'))
        self.assertEqual(self.clinic.read(old, 'doors/current/')['consultation_id'], visit.id)
        self.assertEqual(self.clinic.request('HEAD', f'/d/{old}').status, 200)
        self.assertEqual(self.clinic.request('HEAD', f'/d/{visit.door}').status, 404)

    def test_the_patient_gets_another_link(self):
        visit = self.visit = self.clinic.visit(status='waiting')
        before, doctor = self.enter(visit.door), self.enter('doctor')
        ticket = self.ticket(visit.door)
        self.assertStatus(self.clinic.delete('receptionist', f'doors/{self.door("patient")["id"]}/'), 204)
        self.assertEqual(before.wait_closed(AT_ONCE), 4404)
        doctor.wait('user_left', reason='removed')
        self.assertShut(visit.door, ticket)
        self.assertEqual(visit.show()['patient_presence'], 'left')
        token = visit.open_door('patient', '')
        self.assertEqual(self.clinic.read(token, 'doors/current/')['consultation_id'], visit.id)
        self.assertStatus(visit.act(token, 'join_waiting'), 200)
        self.assertEqual(visit.show()['patient_presence'], 'here')
        # What a client that asks again for the visit is told is the new one.
        self.assertEqual([door['url'] is None for door in self.clinic.read('doctor', visit.path + 'doors/')], [True, False])

    def test_once_is_enough(self):
        token = self.visit.open_door('guest')
        door = self.door('guest')
        for _ in range(2):
            self.assertStatus(self.clinic.delete('doctor', f'doors/{door["id"]}/'), 204)
        shut = self.door('guest')
        self.assertEqual(shut['revision'], door['revision'] + 1)
        self.assertStatus(self.clinic.delete('doctor', f'{self.visit.path}doors/?door_id={door["id"]}'), 204)
        self.assertEqual(self.clinic.get(token, 'doors/current/').status, 404)

    def test_a_door_that_somebody_changed_meanwhile(self):
        self.visit.open_door('guest')
        door = self.door('guest')
        self.assertStatus(self.clinic.delete('doctor', f'doors/{door["id"]}/', If_Match='"9"'), 412)
        self.assertStatus(self.clinic.delete('doctor', f'doors/{door["id"]}/', If_Match=f'"{door["revision"]}"'), 204)

    def test_doors_of_others(self):
        door = self.door('patient')
        self.assertStatus(self.clinic.delete('other', f'doors/{door["id"]}/'), 404)
        self.assertStatus(self.clinic.delete('doctor', f'doors/{self.visit.id}/'), 404)
        self.assertEqual(self.door('patient')['revoked_at'], None)

    def test_links_outlive_what_becomes_of_the_visit(self):
        visit = self.visit = self.clinic.visit()
        tokens = [visit.door, visit.open_door('guest'), visit.open_door('interpreter')]
        self.assertStatus(visit.act('doctor', 'reschedule', {'scheduled_start': in_minutes(500)}), 200)
        self.assertStatus(visit.act('doctor', 'switch_provider', {'video_provider': 'builtin'}), 200)
        self.clinic.edit('consultations', visit.id, 'UPDATE consultations SET doctor_id = ?2 WHERE id = ?1',
                         self.clinic.users['other'])
        self.clinic.crash()
        for token in tokens:
            shown = self.clinic.read(token, 'doors/current/')
            self.assertEqual((shown['consultation_id'], shown['doctor_name']), (visit.id, 'Other Test'))

    def test_a_day_after_the_visit(self):
        guest = self.visit.open_door('guest')
        self.visit.must_act('doctor', 'end')
        for hours, status in ((23.9, 200), (24.1, 404)):
            self.clinic.sql('UPDATE consultations SET actual_end = ? WHERE id = ?',
                            microseconds(now()) - int(hours * HOUR), self.visit.id)
            for token in (self.visit.door, guest):
                self.assertStatus(self.clinic.get(token, 'doors/current/'), status)


class SignInsTest(ClinicTest):
    """What ends a sign-in ends its sockets."""

    def setUp(self):
        super().setUp()
        self.visit = self.clinic.visit()
        self.clinic.authorization('admin')
        self.user = f'users/{self.clinic.users["doctor"]}/'

    def assertOut(self, end, status=200, who='doctor'):
        ticket = self.clinic.post(who, '/accounts/api/ws-ticket/').json['ticket']
        with self.visit.enter(who) as room, self.clinic.listen(who) as events, self.clinic.listen('receptionist') as other:
            self.assertStatus(end(), status)
            start = time.monotonic()
            for socket in (room, events):
                self.assertEqual(socket.wait_closed(AT_ONCE), 4401)
            self.assertLess(time.monotonic() - start, AT_ONCE)
            other.settle()
        self.assertStatus(self.clinic.get(who, 'consultations/'), 401)
        with self.assertRaises(Refused) as refusal:
            self.clinic.socket(None, f'/ws/events/?ticket={ticket}').cut()
        self.assertEqual(refusal.exception.status, 401)

    def session(self, who):
        return self.clinic.sql('SELECT id FROM sessions WHERE user_id = ?', self.clinic.users[who])[0][0]

    def test_from_another_sign_in(self):
        self.clinic.authorization('doctor')
        session = self.session('doctor')
        token = self.clinic.sign_in('doctor')
        self.assertOut(lambda: self.clinic.request('DELETE', f'/accounts/api/sessions/{session}/', None,
                                                   {'Authorization': f'Token {token}'}), 204)

    def test_signed_out(self):
        self.assertOut(lambda: self.clinic.post('doctor', '/accounts/api/logout/'))

    def test_deactivated(self):
        self.assertOut(lambda: self.clinic.patch('admin', self.user, {'is_active': False}))

    def test_deleted(self):
        self.assertOut(lambda: self.clinic.delete('admin', self.user), 204)

    def test_another_role(self):
        self.assertOut(lambda: self.clinic.patch('admin', self.user, {'role': 'nurse'}))

    def test_another_password(self):
        self.assertOut(lambda: self.clinic.patch('admin', self.user, {'password': 'words that nobody tries'}))

    def test_a_password_changed_elsewhere(self):
        self.clinic.authorization('doctor')
        token = self.clinic.sign_in('doctor')
        self.assertOut(lambda: self.clinic.request(
            'POST', '/accounts/api/password/', {'old_password': PASSWORD, 'new_password': 'words that nobody tries'},
            {'Authorization': f'Token {token}'}))

    def test_an_admin_who_makes_somebody_else_of_themself(self):
        """What listens was let in as an admin."""
        self.clinic.edit('users', self.clinic.users['other'], "UPDATE users SET role = 'admin' WHERE id = ?1")
        self.assertOut(lambda: self.clinic.patch('admin', f'users/{self.clinic.users["admin"]}/', {'role': 'receptionist'}),
                       who='admin')


if __name__ == '__main__':
    main()
