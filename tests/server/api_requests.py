"""What patients may do about their visits by themselves, and what they ask for."""

from clinic import ClinicTest, in_minutes, main


class RequestTest(ClinicTest):
    def ids(self, who, query):
        return [row['id'] for row in self.clinic.read(who, f'consultations/?{query}')['results']]

    def notice(self, hours):
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'cancel_notice_hours': hours}), 200)

    def test_cancelling_in_time(self):
        self.notice(2)
        for minutes, word, status in ((121, 'cancelled', 'cancelled'), (119, 'requested', 'scheduled')):
            for who in ('door', 'patient'):
                with self.subTest(minutes=minutes, who=who):
                    visit = self.clinic.visit(minutes=minutes)
                    reply = visit.must_act(visit.door if who == 'door' else who, 'cancel', {'reason': 'I am well again'})
                    self.assertEqual((reply['status'], visit.show()['status']), (word, status))
                    if word == 'requested':
                        shown = visit.show('receptionist')
                        self.assertEqual((shown['change_request'], shown['request_reason'], shown['cancel_reason']),
                                         ('cancel', 'I am well again', ''))
                        self.assertIsNotNone(shown['requested_at'])
                    else:
                        self.assertEqual(visit.show()['cancel_reason'], 'I am well again')

    def test_staff_cancels_whenever(self):
        self.notice(48)
        for who in ('doctor', 'receptionist', 'admin'):
            visit = self.clinic.visit(minutes=30)
            self.assertEqual(visit.must_act(who, 'cancel')['status'], 'cancelled')

    def test_what_is_over_is_not_asked_about(self):
        self.notice(48)
        for status in ('in_progress', 'completed', 'cancelled', 'no_show'):
            visit = self.clinic.visit(status=status)
            self.assertStatus(visit.act(visit.door, 'cancel'), 409)
            self.assertStatus(visit.act(visit.door, 'reschedule_request'), 409)

    def test_asking_for_another_time(self):
        visit, other = self.clinic.visit(), self.clinic.visit()
        with self.clinic.listen('receptionist') as reception:
            reply = visit.must_act(visit.door, 'reschedule_request',
                                   {'requested_start': '2035-01-08T10:00:00Z', 'reason': 'Work'})
            heard = reception.wait('consultation_updated', change_request='reschedule')
            self.assertEqual((heard['consultation_id'], heard['requested_start']), (visit.id, '2035-01-08T10:00:00Z'))
        self.assertEqual(reply['status'], 'requested')
        self.assertEqual(self.ids('receptionist', 'change_request=reschedule'), [visit.id])
        self.assertEqual(self.ids('receptionist', 'change_request=cancel,reschedule'), [visit.id])
        self.assertEqual(self.clinic.read(visit.door, 'doors/current/')['change_request'], 'reschedule')
        visit.must_act('receptionist', 'reschedule', {'scheduled_start': '2035-01-08T10:00:00Z'})
        shown = visit.show()
        self.assertEqual((shown['change_request'], shown['requested_start'], shown['request_reason']), ('', None, ''))
        self.assertEqual(self.ids('receptionist', 'change_request=cancel,reschedule'), [])
        self.assertEqual(other.show()['change_request'], '')

    def test_taking_it_back_and_declining_it(self):
        for who in ('door', 'patient', 'receptionist', 'doctor'):
            with self.subTest(who=who):
                visit = self.clinic.visit()
                visit.must_act(visit.door, 'reschedule_request')
                with visit.enter(visit.door) as patient:
                    path = visit.path + 'reschedule_request/'
                    self.assertStatus(self.clinic.delete(visit.door if who == 'door' else who, path), 204)
                    self.assertEqual(patient.wait('consultation_updated')['change_request'], '')
                self.assertEqual(visit.show()['change_request'], '')
                self.assertStatus(self.clinic.delete('receptionist', path), 204)

    def test_it_ends_with_the_visit(self):
        for acts in (('start',), ('cancel',), ('start', 'end')):
            visit = self.clinic.visit()
            visit.must_act(visit.door, 'reschedule_request')
            for act in acts:
                visit.must_act('doctor', act)
            self.assertEqual(visit.show()['change_request'], '')
        visit = self.clinic.visit()
        visit.must_act(visit.door, 'reschedule_request')
        visit.must_act(visit.door, 'join_waiting')
        self.assertEqual(visit.show()['change_request'], 'reschedule')

    def test_refused(self):
        visit = self.clinic.visit()
        for body, field in (({'requested_start': 'tomorrow'}, 'requested_start'), ({'requested_start': None}, 'requested_start'),
                            ({'requested_start': in_minutes(-5)}, 'requested_start'), ({'reason': 'x' * 501}, 'reason'),
                            ({'reason': 7}, 'reason'), ({'scheduled_start': in_minutes(5)}, 'scheduled_start')):
            with self.subTest(body=str(body)[:50]):
                self.assertFault(visit.act(visit.door, 'reschedule_request', body), field)
        for role in ('guest', 'interpreter'):
            companion = visit.open_door(role)
            self.assertStatus(visit.act(companion, 'reschedule_request'), 403)
            self.assertStatus(visit.act(companion, 'cancel'), 403)
            self.assertNotIn('request_reason', self.clinic.read(companion, visit.path))
        self.assertEqual(visit.show()['change_request'], '')


if __name__ == '__main__':
    main()
