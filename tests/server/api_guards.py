"""If-Match: whoever changes something may say what they think is there, and is told when it is not (RFC 9110, 13.1.1)."""

from clinic import ClinicTest, in_minutes, main, new_id


class GuardTest(ClinicTest):
    def setUp(self):
        super().setUp()
        self.booking = self.clinic.book(minutes=900)
        self.user = new_id()
        self.clinic.sql('INSERT INTO users (id, revision, email, first_name, last_name, role) '
                        "VALUES (?, 1, '', 'New', 'Nurse', 'nurse')", self.user)
        self.hours = self.clinic.post('admin', 'availability/', {
            'doctor_id': self.clinic.users['doctor'], 'weekday': 1, 'start_time': '09:00', 'end_time': '12:00'}).json

    def issue(self, visit):
        return visit.must_act('doctor', 'report_issue', {'issue_type': 'audio', 'description': 'It hums'})['id']

    def cases(self):
        """What can be guarded: who, method, path, body, and the path of the record that it is about."""
        yield 'doctor', 'PUT', '', {'reason': 'x'}, 'scheduled'
        yield 'doctor', 'PATCH', '', {'reason': 'x'}, 'scheduled'
        yield 'doctor', 'DELETE', '', None, 'scheduled'
        for who, act, body, status in (
                ('doctor', 'start', {}, 'waiting'), ('doctor', 'end', {}, 'in_progress'), ('doctor', 'cancel', {}, 'scheduled'),
                ('doctor', 'reschedule', {'scheduled_start': in_minutes(99)}, 'scheduled'), ('doctor', 'admit', {}, 'waiting'),
                ('doctor', 'switch_provider', {'video_provider': 'builtin'}, 'scheduled'),
                ('doctor', 'no_show', {'kind': 'patient'}, 'scheduled'), ('doctor', 'hang_up', {}, 'in_progress'),
                ('doctor', 'pause', {}, 'in_progress'), ('doctor', 'phone', {}, 'in_progress'),
                ('doctor', 'resume', {}, 'in_progress'),
                (None, 'join_waiting', {}, 'scheduled'), (None, 'leave', {}, 'waiting'),
                ('doctor', 'send_message', {'message': 'x'}, 'waiting'), ('doctor', 'doors', {'role': 'guest'}, 'waiting'),
                ('doctor', 'update_connection_quality', {'quality': 'good'}, 'in_progress'),
                ('doctor', 'report_issue', {'issue_type': 'audio', 'description': 'x'}, 'waiting')):
            yield who, 'POST', f'{act}/', body, status

    def others(self):
        visit = self.clinic.visit()
        for method, path, body in (
                ('PATCH', f'bookings/{self.booking["id"]}/', {'status': 'confirmed'}),
                ('POST', f'bookings/{self.booking["id"]}/create_consultation/', {}),
                ('PATCH', f'availability/{self.hours["id"]}/', {'slot_minutes': 30}),
                ('DELETE', f'availability/{self.hours["id"]}/', None), ('PATCH', f'users/{self.user}/', {'phone': '1'}),
                ('DELETE', f'users/{self.user}/', None),
                ('PATCH', f'technical-issues/{self.issue(visit)}/', {'severity': 'low'}),
                ('POST', f'technical-issues/{self.issue(visit)}/resolve/', {})):
            parts = path.split('/')
            yield method, path, body, f'{parts[0]}/{parts[1]}/'

    def tag(self, who, path):
        reply = self.assertStatus(self.clinic.get(who, path), 200)
        self.assertRegex(reply.headers['ETag'], r'^"[1-9]\d*"$')
        return reply.headers['ETag']

    def check(self, who, method, path, body, record):
        tag = self.tag(who, record)
        before = self.clinic.get(who, record).json
        for stale in ('"99999"', f'W/{tag}', '"1000", "1001"', tag.strip('"'), '"x"', '""', ',', f'"{new_id()}"'):
            reply = self.clinic.call(who, method, path, body, If_Match=stale)
            self.assertEqual(self.assertStatus(reply, 412).json['code'], 'stale', stale)
        self.assertEqual(self.clinic.get(who, record).json['revision'], before['revision'])
        reply = self.clinic.call(who, method, path, body, If_Match=f'W/"7" , "99999",{tag}')
        self.assertLess(reply.status, 300, reply)

    def test_visits(self):
        for who, method, act, body, status in self.cases():
            with self.subTest(method=method, act=act):
                visit = self.clinic.visit(status=status)
                self.check(who or visit.door, method, visit.path + act, body, visit.path)

    def test_all_else(self):
        for method, path, body, record in self.others():
            with self.subTest(method=method, path=path):
                self.check('admin', method, path, body, record)

    def test_whatever_is_there(self):
        visit = self.clinic.visit()
        self.assertStatus(self.clinic.patch('doctor', visit.path, {'reason': 'x'}, If_Match='*'), 200)
        self.assertStatus(self.clinic.patch('doctor', f'consultations/{new_id()}/', {'reason': 'x'}, If_Match='*'), 404)

    def test_without_a_guard_the_last_one_wins(self):
        """The header may be left out: clients older than it go on working."""
        visit = self.clinic.visit()
        for reason in ('one', 'two'):
            self.assertStatus(self.clinic.patch('doctor', visit.path, {'reason': reason}), 200)

    def test_what_has_no_revision_cannot_be_guarded(self):
        """It is refused rather than done unguarded."""
        count = self.clinic.read('admin', 'patients/')['count']
        self.assertStatus(self.clinic.post('admin', 'patients/', {'given_name': 'A', 'family_name': 'B'}, If_Match='"1"'), 412)
        self.assertEqual(self.clinic.read('admin', 'patients/')['count'], count)

    def test_one_of_many_wins(self):
        visit = self.clinic.visit()
        tag = self.tag('doctor', visit.path)
        replies = [self.clinic.patch('doctor', visit.path, {'reason': str(number)}, If_Match=tag) for number in range(5)]
        self.assertEqual([reply.status for reply in replies], [200, 412, 412, 412, 412])
        self.assertEqual(visit.show()['reason'], '0')
        self.assertEqual(replies[0].headers['ETag'], self.tag('doctor', visit.path))

    def test_reading_is_not_conditional(self):
        """A visit shows how its patient is there, who is called what and what is unread, and none of that is a new
        revision: that nothing changed cannot be said by the tag, so the answer is always whole."""
        visit = self.clinic.visit()
        tag = self.tag('doctor', visit.path)
        self.assertStatus(self.clinic.get('doctor', visit.path, If_None_Match=tag), 200)


if __name__ == '__main__':
    main()
