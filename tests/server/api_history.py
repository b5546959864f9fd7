"""What happened in a visit, how the call was, and what went wrong in it."""

import json
from urllib.parse import urlsplit

from clinic import ClinicTest, in_minutes, main, new_id

TROUBLE = {'issue_type': 'audio', 'description': 'It hums', 'severity': 'high'}


class TimelineTest(ClinicTest):
    def types(self, visit, who, query='page_size=200'):
        return [event['type'] for event in self.clinic.read(who, f'{visit.path}timeline/?{query}')['results']]

    def test_what_happened(self):
        visit = self.clinic.visit(minutes=10)
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': in_minutes(5)})
        visit.must_act(visit.door, 'join_waiting')
        visit.must_act('doctor', 'start')
        visit.must_act('doctor', 'end')
        types = self.types(visit, 'doctor')
        self.assertEqual([event for event in types if event.startswith(('consultation_', 'patient_', 'admitted'))], [
            'consultation_updated', 'consultation_updated', 'consultation_status', 'patient_waiting',
            'consultation_status', 'admitted', 'consultation_started', 'consultation_status', 'consultation_ended'])
        self.assertEqual(self.types(visit, 'doctor', 'page_size=200&ordering=-seq'), types[::-1])

    def test_it_is_what_was_told(self):
        visit = self.clinic.visit(status='waiting')
        with visit.enter('doctor') as socket:
            visit.must_act('doctor', 'start')
            heard = socket.wait('consultation_started')
        told = self.clinic.read('doctor', visit.path + 'timeline/?page_size=200')['results']
        self.assertIn(heard, told)
        self.assertEqual([event['seq'] for event in told], sorted(event['seq'] for event in told))
        self.assertEqual({event['consultation_id'] for event in told}, {visit.id})

    def test_each_sees_what_they_may_hear(self):
        visit = self.clinic.visit(status='in_progress').assign('nurse')
        visit.say('doctor', 'for all')
        visit.say('nurse', 'for staff', is_private=True)
        visit.must_act(visit.door, 'report_issue', TROUBLE)
        for who, spoken, private, staff in (('doctor', True, True, True), ('nurse', True, True, True),
                                            ('receptionist', False, False, True), (visit.door, True, False, False),
                                            ('patient', True, False, False)):
            with self.subTest(who=who):
                page = self.clinic.read(who, visit.path + 'timeline/?page_size=200')
                text = json.dumps(page)
                types = [event['type'] for event in page['results']]
                self.assertEqual(('for all' in text, 'for staff' in text), (spoken, private))
                self.assertEqual(('patient_waiting' in types, 'technical_issue_reported' in types), (staff, staff))
                self.assertEqual(page['count'], len(types))

    def test_an_author_sees_own_words(self):
        visit = self.clinic.visit(status='waiting')
        visit.say('receptionist', 'Please wait')
        self.assertIn('new_message', self.types(visit, 'receptionist'))

    def test_pages(self):
        visit = self.clinic.visit(status='completed')
        whole = self.clinic.read('doctor', visit.path + 'timeline/?page_size=200')
        seen, path = [], visit.path + 'timeline/?page_size=2'
        while path is not None:
            page = self.clinic.read('doctor', path)
            self.assertEqual(page['count'], whole['count'])
            seen += page['results']
            url = urlsplit(page['next']) if page['next'] else None
            path = f'{url.path}?{url.query}' if url else None
        self.assertEqual(seen, whole['results'])
        self.assertFault(self.clinic.get('doctor', visit.path + 'timeline/?ordering=type'), 'ordering')


class QualityTest(ClinicTest):
    def test_samples(self):
        visit = self.clinic.visit(status='in_progress')
        visit.must_act(visit.door, 'update_connection_quality',
                       {'quality': 'fair', 'rtt_ms': 120, 'loss': 1.5, 'jitter_ms': 7.25, 'bitrate': 900000,
                        'freeze_ms': 400, 'server_ms': 35.5, 'cause': 'other'})
        visit.must_act('doctor', 'update_connection_quality', {'quality': 'good', 'rtt_ms': 0})
        page = self.clinic.read('doctor', visit.path + 'quality/')
        people = {person['role']: person['id']
                  for person in self.clinic.read('doctor', visit.path + 'participants/')['results']}
        times = [sample.pop('at') for sample in page['results']]
        self.assertEqual(times, sorted(times))
        self.assertEqual(page['results'], [
            {'participant_id': people['patient'], 'quality': 'fair', 'rtt_ms': 120, 'jitter_ms': 7.25, 'loss': 1.5,
             'bitrate': 900000, 'freeze_ms': 400, 'server_ms': 35.5, 'cause': 'other'},
            {'participant_id': people['doctor'], 'quality': 'good', 'rtt_ms': 0, 'jitter_ms': None, 'loss': None,
             'bitrate': None, 'freeze_ms': None, 'server_ms': None, 'cause': ''}])
        mine = self.clinic.read('doctor', f'{visit.path}quality/?participant_id={people["patient"]}')
        self.assertEqual([sample['quality'] for sample in mine['results']], ['fair'])
        self.assertEqual(visit.show()['connection_quality'], 'fair', 'it is as good as for whom it is worst')
        visit.must_act(visit.door, 'update_connection_quality', {'quality': 'excellent'})
        self.assertEqual(visit.show()['connection_quality'], 'good')

    def test_samples_of_sockets(self):
        visit = self.clinic.visit(status='in_progress')
        with visit.enter(visit.door) as socket:
            self.assertEqual(socket.ask('ping')['type'], 'ack')
            self.assertEqual(socket.ask('connection_quality', quality='poor', loss=12.5)['type'], 'ack')
        samples = self.clinic.read('doctor', visit.path + 'quality/')['results']
        self.assertEqual([(sample['quality'], sample['loss']) for sample in samples], [('poor', 12.5)])

    def test_pages(self):
        visit = self.clinic.visit(status='in_progress')
        for number in range(5):
            visit.must_act('doctor', 'update_connection_quality', {'quality': 'good', 'rtt_ms': number})
        for query, found in (('page_size=2', [0, 1]), ('page_size=2&page=3', [4]), ('ordering=-at', [4, 3, 2, 1, 0])):
            page = self.clinic.read('doctor', f'{visit.path}quality/?{query}')
            self.assertEqual(([sample['rtt_ms'] for sample in page['results']], page['count']), (found, 5))
        self.assertStatus(self.clinic.get('doctor', visit.path + 'quality/?page=9'), 404)

    def test_what_is_refused_is_not_kept(self):
        visit = self.clinic.visit(status='in_progress')
        for body in ({'quality': 'good', 'rtt_ms': -1}, {'quality': 'good', 'loss': 'x'}, {'quality': 'banana'},
                     {'quality': 'good', 'freeze_ms': -1}, {'quality': 'good', 'cause': 'the dog'}):
            self.assertStatus(visit.act('doctor', 'update_connection_quality', body), 422)
        self.assertEqual(self.clinic.read('doctor', visit.path + 'quality/')['count'], 0)

    def test_samples_go_with_their_visit(self):
        visit = self.clinic.visit()
        visit.must_act('doctor', 'update_connection_quality', {'quality': 'good'})
        self.assertStatus(self.clinic.delete('admin', visit.path), 204)
        self.assertEqual(self.clinic.sql('SELECT count (*) FROM quality_samples'), [(0,)])


class IssueTest(ClinicTest):
    def report(self, visit, who, **members):
        return visit.must_act(who, 'report_issue', {**TROUBLE, **members})

    def ids(self, who, query=''):
        return {row['id'] for row in self.clinic.read(who, f'technical-issues/?{query}')['results']}

    def test_reporting(self):
        visit = self.clinic.visit(status='in_progress')
        with visit.enter('doctor') as doctor, visit.enter(visit.door) as patient:
            issue = self.report(visit, visit.door)
            told = doctor.wait('technical_issue_reported')
            self.assertNotIn('technical_issue_reported', patient.types())
        self.assertEqual((told['issue_id'], told['issue_type'], told['severity'], told['description'],
                          told['reporter_role']), (issue['id'], 'audio', 'high', 'It hums', 'patient'))
        shown = self.clinic.get('doctor', f'technical-issues/{issue["id"]}/')
        self.assertEqual(shown.headers['ETag'], '"1"')
        self.assertEqual((shown.json['consultation_id'], shown.json['is_resolved'], shown.json['resolved_at'],
                          shown.json['reporter_name']), (visit.id, False, None, told['reported_by']))

    def test_both_ways_to_post(self):
        visit = self.clinic.visit()
        body = {'consultation_id': visit.id, 'issue_type': 'video', 'description': 'Black'}
        reply = self.assertStatus(self.clinic.post('nurse', 'technical-issues/', body), 404)
        visit.assign('nurse')
        reply = self.assertStatus(self.clinic.post('nurse', 'technical-issues/', body), 201)
        self.assertEqual((reply.json['severity'], reply.json['reporter_role']), ('medium', 'nurse'))
        self.assertEqual(self.clinic.read('doctor', visit.path + 'waiting_room/')['evidence']['issues'], 1)

    def test_over_the_socket(self):
        visit = self.clinic.visit(status='in_progress')
        with visit.enter(visit.door) as patient, visit.enter('doctor') as doctor:
            self.assertEqual(patient.ask('technical_issue', **TROUBLE)['type'], 'ack')
            self.assertEqual(doctor.wait('technical_issue_reported')['description'], 'It hums')
            self.assertEqual(patient.ask('technical_issue', issue_type='audio')['code'], 'invalid')
            self.assertEqual(patient.ask('technical_issue', issue_type='noise', description='x')['code'], 'invalid')
        self.assertEqual(self.clinic.read('doctor', 'technical-issues/')['count'], 1)

    def test_refused(self):
        visit = self.clinic.visit()
        for body, field in (({'description': 'x'}, 'issue_type'), ({'issue_type': 'audio'}, 'description'),
                            ({**TROUBLE, 'issue_type': 'noise'}, 'issue_type'), ({**TROUBLE, 'severity': 'dire'}, 'severity'),
                            ({**TROUBLE, 'description': 'x' * 4001}, 'description'),
                            ({**TROUBLE, 'description': ' '}, 'description'),
                            ({**TROUBLE, 'is_resolved': True}, 'is_resolved'),
                            ({**TROUBLE, 'reporter_name': 'Me'}, 'reporter_name'),
                            ({**TROUBLE, 'resolution_notes': 'Done'}, 'resolution_notes'),
                            ({**TROUBLE, 'consultation_id': visit.id}, 'consultation_id')):
            with self.subTest(field=field, body=str(body)[:80]):
                self.assertFault(visit.act('doctor', 'report_issue', body), field)
        self.assertFault(self.clinic.post('doctor', 'technical-issues/', TROUBLE), 'consultation_id')
        self.assertStatus(self.clinic.post('doctor', 'technical-issues/', {**TROUBLE, 'consultation_id': new_id()}), 404)
        self.assertEqual(self.clinic.read('admin', 'technical-issues/')['count'], 0)

    def test_who_sees_what(self):
        mine, theirs = self.clinic.visit().assign('nurse'), self.clinic.visit('other')
        by_door, by_doctor = (self.report(mine, who)['id'] for who in (mine.door, 'doctor'))
        other = self.report(theirs, 'other')['id']
        everything = {by_door, by_doctor, other}
        for who, seen in (('admin', everything), ('receptionist', everything), ('doctor', {by_door, by_doctor}),
                          ('other', {other}), ('nurse', {by_door, by_doctor}), (mine.door, {by_door}),
                          (theirs.door, set()), ('patient', set()), ('stranger', set())):
            with self.subTest(who=who):
                self.assertEqual(self.ids(who), seen)
                for issue in everything:
                    self.assertStatus(self.clinic.get(who, f'technical-issues/{issue}/'), 200 if issue in seen else 404)

    def test_filters(self):
        visit, other = self.clinic.visit(), self.clinic.visit()
        first = self.report(visit, 'doctor')['id']
        second = self.report(other, 'doctor', issue_type='video', severity='low')['id']
        self.assertStatus(self.clinic.post('doctor', f'technical-issues/{first}/resolve/'), 200)
        for query, found in (('', {first, second}), ('issue_type=video', {second}), ('severity=high', {first}),
                             (f'consultation_id={visit.id}', {first}), ('is_resolved=true', {first}),
                             ('is_resolved=false', {second})):
            self.assertEqual(self.ids('doctor', query), found, query)
        for query in ('issue_type=noise', 'severity=dire', 'consultation_id=x', 'is_resolved=maybe', 'ordering=severity'):
            self.assertFault(self.clinic.get('doctor', f'technical-issues/?{query}'), query.split('=')[0])

    def test_resolving(self):
        visit = self.clinic.visit()
        issue = self.report(visit, visit.door)
        path = f'technical-issues/{issue["id"]}/'
        for who, status in ((visit.door, 403), ('patient', 403), ('nurse', 403), ('other', 404)):
            self.assertStatus(self.clinic.post(who, path + 'resolve/'), status)
        self.assertFault(self.clinic.post('doctor', path + 'resolve/', {'resolution_notes': 'x' * 4001}),
                         'resolution_notes')
        self.assertStatus(self.clinic.post('doctor', path + 'resolve/', If_Match='"9"'), 412)
        reply = self.assertStatus(self.clinic.post('doctor', path + 'resolve/', {'resolution_notes': 'New headset'}), 200)
        self.assertEqual((reply.json['is_resolved'], reply.json['resolution_notes'], reply.json['resolved_by']),
                         (True, 'New headset', 'Doctor Test'))
        self.assertIsNotNone(reply.json['resolved_at'])
        self.assertStatus(self.clinic.post('admin', path + 'resolve/'), 409)
        self.assertNotIn('resolution_notes', self.clinic.read(visit.door, path))

    def test_editing(self):
        visit = self.clinic.visit()
        path = f'technical-issues/{self.report(visit, visit.door)["id"]}/'
        reply = self.assertStatus(self.clinic.patch('receptionist', path, {'severity': 'critical'}, If_Match='"1"'), 200)
        self.assertEqual((reply.json['severity'], reply.headers['ETag']), ('critical', '"2"'))
        self.assertStatus(self.clinic.patch('doctor', path, {'severity': 'low'}, If_Match='"1"'), 412)
        for member in ('id', 'consultation_id', 'reporter_id', 'is_resolved', 'resolved_by', 'revision'):
            self.assertFault(self.clinic.patch('doctor', path, {member: 'x'}), member)
        self.assertEqual(self.clinic.read('doctor', path)['severity'], 'critical')

    def test_said_twice(self):
        visit = self.clinic.visit()
        first, second = (self.report(visit, 'doctor', id='0192d3a0-0000-7000-8000-00000000000a') for _ in range(2))
        self.assertEqual(first, second)
        reply = visit.act('doctor', 'report_issue', {**TROUBLE, 'id': first['id'], 'description': 'Other'})
        self.assertStatus(reply, 409)

    def test_issues_go_with_their_visit(self):
        visit = self.clinic.visit()
        issue = self.report(visit, 'doctor')
        self.assertStatus(self.clinic.delete('admin', visit.path), 204)
        self.assertStatus(self.clinic.get('admin', f'technical-issues/{issue["id"]}/'), 404)


if __name__ == '__main__':
    main()
