"""Patients: who changes them, and who may be here already."""

from clinic import ClinicTest, main, new_id

ANNA = {'given_name': 'Anna', 'family_name': 'Müller-Groß', 'born': '1956-04-23', 'phone': '+49 (30) 123 45-67',
        'email': 'Anna@Home.example', 'language': 'de', 'sex': 'female'}


class PatientTest(ClinicTest):
    def add(self, **members):
        return self.clinic.post('receptionist', 'patients/', {'given_name': 'Bea', 'family_name': 'Other', **members})

    def must_add(self, **members):
        return self.assertStatus(self.add(**members), 201).json

    def test_changing_some_of_it(self):
        made = self.must_add(**ANNA)
        path = f'patients/{made["id"]}/'
        for who in ('admin', 'doctor', 'receptionist'):
            reply = self.assertStatus(self.clinic.patch(who, path, {'language': who[:2]}), 200)
            self.assertEqual(reply.json, {**made, 'language': who[:2], 'revision': reply.json['revision'],
                                          'updated_at': reply.json['updated_at']})
            self.assertEqual(self.clinic.read(who, path), reply.json)
        for body, field in (({'family_name': ' '}, 'family_name'), ({'born': '1956-13-01'}, 'born'),
                            ({'email': 'x'}, 'email'), ({'sex': 'yes'}, 'sex'), ({'colour': 'red'}, 'colour'),
                            ({'phone_key': '1'}, 'phone_key'), ({'id': new_id()}, 'id'), ({'user_id': new_id()}, 'user_id'),
                            ({'confirm_duplicate': 1}, 'confirm_duplicate')):
            with self.subTest(body=body):
                self.assertFault(self.clinic.patch('admin', path, body), field)
        self.assertStatus(self.clinic.patch('admin', path, {'language': 'fr'}, If_Match='"1"'), 412)
        self.assertNotIn('phone_key', reply.json)

    def test_replacing_all_of_it(self):
        made = self.must_add(**ANNA)
        path = f'patients/{made["id"]}/'
        reply = self.clinic.call('doctor', 'PUT', path, {'given_name': 'Anne', 'family_name': 'Groß'})
        self.assertStatus(reply, 200)
        self.assertEqual((reply.json['name'], reply.json['born'], reply.json['phone'], reply.json['email'],
                          reply.json['sex'], reply.json['language'], reply.json['revision']),
                         ('Anne Groß', '', '', '', 'unknown', '', 2))
        self.assertFault(self.clinic.call('doctor', 'PUT', path, {'given_name': 'Anne'}), 'family_name')
        self.assertFault(self.clinic.call('doctor', 'PUT', path, {**ANNA, 'id': new_id()}), 'id')

    def test_who_may_be_here_already(self):
        anna = self.must_add(**ANNA)
        candidate = {'id': anna['id'], 'name': 'Anna Müller-Groß', 'born': '1956-04-23'}
        for members, found in (
                ({'family_name': 'MULLER GROSS', 'born': '1956-04-23'}, True),
                ({'family_name': 'Mu\u0308llergroß', 'born': '1956-04-23'}, True),
                ({'family_name': 'Müller-Groß', 'born': '1956-04-24'}, False),
                ({'family_name': 'Müller-Groß'}, False), ({'born': '1956-04-23'}, False),
                ({'phone': '030/1234567'}, True), ({'phone': '0049 30 1234567'}, True), ({'phone': '1234568'}, False),
                ({'phone': '4567'}, False), ({'email': 'anna@home.example'}, True), ({'email': 'bea@home.example'}, False)):
            with self.subTest(members=members):
                reply = self.add(**members)
                self.assertStatus(reply, 409 if found else 201)
                if found:
                    self.assertEqual(reply.json['candidates'], [candidate])
                    made = self.must_add(**members, confirm_duplicate=True)
                    self.assertNotIn('confirm_duplicate', made)
                else:
                    made = reply.json
                self.assertStatus(self.clinic.delete('admin', f'patients/{made["id"]}/'), 204)

    def test_there_may_be_several(self):
        for number in range(8):
            self.must_add(given_name=f'Twin {number}', born='2000-01-01', phone='030 1234567', confirm_duplicate=True)
        reply = self.assertStatus(self.add(born='2000-01-01', phone='030 1234567'), 409)
        self.assertEqual(len(reply.json['candidates']), len({found['id'] for found in reply.json['candidates']}))
        self.assertEqual(len(reply.json['candidates']), 5)

    def test_a_change_may_make_a_duplicate(self):
        self.must_add(**ANNA)
        other = self.must_add()
        path = f'patients/{other["id"]}/'
        self.assertStatus(self.clinic.patch('receptionist', path, {'email': ANNA['email']}), 409)
        self.assertEqual(self.clinic.read('receptionist', path), other)
        self.assertStatus(self.clinic.patch('receptionist', path, {'email': ANNA['email'], 'confirm_duplicate': True}), 200)
        self.assertStatus(self.clinic.patch('receptionist', path, {'language': 'en'}), 200)

    def test_a_lost_answer_is_no_duplicate(self):
        body = {**ANNA, 'id': new_id()}
        first, second = (self.clinic.post('receptionist', 'patients/', body) for _ in range(2))
        self.assertEqual((first.status, second.status, first.json), (201, 201, second.json))

    def test_who_was_here_stays(self):
        for lead in ('visit', 'booking'):
            with self.subTest(lead=lead):
                made = self.must_add()
                path = f'patients/{made["id"]}/'
                if lead == 'visit':
                    self.clinic.visit(patient_id=made['id'])
                else:
                    self.clinic.book(patient_id=made['id'])
                self.assertStatus(self.clinic.delete('receptionist', path), 409)
                self.assertEqual(self.clinic.read('admin', path), made)
        gone = self.must_add()
        self.assertStatus(self.clinic.delete('admin', f'patients/{gone["id"]}/', If_Match='"5"'), 412)
        self.assertStatus(self.clinic.delete('admin', f'patients/{gone["id"]}/'), 204)
        self.assertStatus(self.clinic.get('admin', f'patients/{gone["id"]}/'), 404)
        changes = self.clinic.read('doctor', 'sync/?since=0&limit=500')['changes']
        self.assertEqual([change['kind'] for change in changes if change['id'] == gone['id']], ['delete'])

    def test_patients_see_themselves(self):
        mine, theirs = self.clinic.patients['patient'], self.clinic.patients['stranger']
        self.assertEqual(self.clinic.read('patient', f'patients/{mine}/')['id'], mine)
        self.assertStatus(self.clinic.get('patient', f'patients/{theirs}/'), 404)
        self.assertStatus(self.clinic.patch('patient', f'patients/{mine}/', {'language': 'de'}), 403)

    def tie(self, patient, user, who='admin', **headers):
        return self.clinic.patch(who, f'patients/{patient}/', {'user_id': user}, **headers)

    def test_an_account_is_tied_to_a_patient(self):
        """It sees its visits from then on, and no longer than it is tied."""
        made, theirs = self.must_add(), self.clinic.users['stranger']
        visit = self.clinic.visit(patient_id=made['id'])
        self.assertStatus(self.tie(self.clinic.patients['stranger'], None), 200)
        self.assertStatus(self.clinic.get('stranger', visit.path), 404)
        since = self.clinic.read('doctor', 'sync/?since=0&limit=500')['next']
        reply = self.assertStatus(self.tie(made['id'], theirs), 200)
        self.assertEqual((reply.json['user_id'], reply.json['revision']), (theirs, 2))
        change, = self.clinic.read('doctor', f'sync/?since={since}')['changes']
        self.assertEqual((change['entity'], change['record']['user_id']), ('patients', theirs))
        self.assertEqual(self.clinic.read('stranger', visit.path)['id'], visit.id)
        self.assertEqual([row['id'] for row in self.clinic.read('stranger', 'consultations/')['results']], [visit.id])
        self.assertEqual(self.clinic.read('stranger', f'patients/{made["id"]}/')['user_id'], theirs)
        # Said twice is said once.
        with visit.enter('stranger') as socket:
            self.assertStatus(self.tie(made['id'], theirs), 200)
            self.assertStatus(self.clinic.call('receptionist', 'PUT', f'patients/{made["id"]}/', {
                'given_name': 'Bea', 'family_name': 'Another'}), 200)
            self.assertEqual(self.clinic.read('stranger', visit.path)['id'], visit.id)
            reply = self.assertStatus(self.tie(made['id'], None), 200)
            self.assertIsNone(reply.json['user_id'])
            self.assertEqual(socket.wait_closed(1), 4401)
        self.assertStatus(self.clinic.get('stranger', visit.path), 401)
        del self.clinic.tokens['stranger']
        self.assertStatus(self.clinic.get('stranger', visit.path), 404)
        self.assertEqual(self.clinic.read('stranger', 'consultations/')['count'], 0)
        row = self.clinic.read('admin', f'audit/?entity_id={made["id"]}')['results'][0]
        self.assertEqual((row['action'], row['entity'], row['user_id']), ('update', 'patients', self.clinic.users['admin']))

    def test_an_account_goes_to_another(self):
        """Whose visits were seen by it is seen by it no more, in one step."""
        made, first, second = self.must_add(), self.clinic.users['patient'], self.clinic.users['stranger']
        self.assertStatus(self.tie(self.clinic.patients['stranger'], None), 200)
        self.assertStatus(self.tie(self.clinic.patients['patient'], second), 200)
        self.assertEqual(self.clinic.read('patient', 'patients/')['count'], 0)
        self.assertEqual([row['id'] for row in self.clinic.read('stranger', 'patients/')['results']],
                         [self.clinic.patients['patient']])
        self.assertFault(self.tie(made['id'], second), 'user_id')
        self.assertStatus(self.tie(made['id'], first), 200)

    def test_who_may_tie_whom(self):
        made = self.must_add()
        path, free = f'patients/{made["id"]}/', self.clinic.users['stranger']
        self.clinic.sql('UPDATE patients SET user_id = NULL WHERE user_id = ?', free)
        for value in (5, '', 'x', new_id(), self.clinic.users['nurse'], self.clinic.users['patient'], ['x']):
            with self.subTest(value=value):
                self.assertFault(self.tie(made['id'], value), 'user_id')
        for who in ('doctor', 'receptionist'):
            self.assertFault(self.tie(made['id'], free, who), 'user_id', 403)
        self.assertStatus(self.tie(made['id'], free, If_Match='"9"'), 412)
        for method, target in (('PUT', path), ('POST', 'patients/')):
            self.assertFault(self.clinic.call('admin', method, target, {
                'given_name': 'Bea', 'family_name': 'Other', 'user_id': free}), 'user_id')
        self.assertEqual(self.clinic.read('admin', path), made)

    def test_doctors(self):
        path = f'doctors/{self.clinic.users["doctor"]}/'
        for who, told in (('receptionist', True), ('patient', False)):
            shown = self.clinic.read(who, path)
            self.assertEqual((shown['name'], 'email' in shown, 'phone' in shown), ('Doctor Test', told, told))
        self.assertStatus(self.clinic.get('admin', f'doctors/{self.clinic.users["nurse"]}/'), 404)
        self.clinic.patch('admin', f'users/{self.clinic.users["doctor"]}/', {'is_active': False})
        self.assertStatus(self.clinic.get('receptionist', path), 404)


if __name__ == '__main__':
    main()
