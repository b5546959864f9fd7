"""Statistics: they say what the lists say, for each role and each time, however the visits came about."""

import datetime
import random

from clinic import ClinicTest, main, new_id, now

MINUTE = 60 * 1000000
ON_TIME = 5


def quantile(numbers, percent):
    """The nearest rank."""
    ranked = sorted(numbers)
    return ranked[(len(ranked) * percent + 99) // 100 - 1] if ranked else None


class StatsTest(ClinicTest):
    def stats(self, who, query=''):
        return self.clinic.read(who, f'consultations/stats/?{query}')

    def expect(self, clause, *values):
        """What the rows say."""
        rows = self.clinic.sql('SELECT status, video_provider, scheduled_start, waiting_since, actual_start, duration_minutes, '
                               f'no_show_kind, issue_count FROM consultations WHERE {clause}', *values)
        waits = [max(0, (row[4] - row[3]) // MINUTE) for row in rows if row[3] and row[4]]
        delays = [max(0, (row[4] - max(row[2], row[3] or 0)) // MINUTE) for row in rows if row[4]]
        durations = [row[5] for row in rows if row[5] is not None]
        on_time = sum(delay <= ON_TIME for delay in delays)
        kinds = [row[6] for row in rows if row[0] == 'no_show']
        statuses = ('scheduled', 'waiting', 'in_progress', 'completed', 'cancelled', 'no_show')
        present = microseconds_now()
        return {
            'total_consultations': len(rows),
            'completed_consultations': sum(row[0] == 'completed' for row in rows),
            'active_consultations': sum(row[0] in ('waiting', 'in_progress') for row in rows),
            'upcoming_consultations': sum(row[0] in ('scheduled', 'waiting') and row[2] > present for row in rows),
            'average_duration': sum(durations) / len(durations) if durations else 0,
            'total_duration': sum(durations),
            'by_status': {status: sum(row[0] == status for row in rows) for status in statuses},
            'by_provider': {name: sum(row[1] == name for row in rows)
                            for name in ('builtin', 'jitsi', 'zoom', 'google_meet')},
            'waits': {'count': len(waits), 'median_minutes': quantile(waits, 50), 'p90_minutes': quantile(waits, 90)},
            'punctuality': {'started': len(delays), 'on_time': on_time,
                            'on_time_percent': 100 * on_time / len(delays) if delays else None,
                            'median_delay_minutes': quantile(delays, 50)},
            'no_shows_by_kind': {kind: kinds.count(kind) for kind in ('patient', 'technical', 'clinic')},
            'failures': {'technical_no_shows': kinds.count('technical'),
                         'consultations_with_issues': sum(row[7] > 0 for row in rows)}}

    def test_periods_without_an_end(self):
        self.clinic.visit()
        for query in ('to=9999-12-31', 'from=1900-01-01', 'from=1850-01-01&to=9999-12-31'):
            with self.subTest(query=query):
                self.assertEqual(self.stats('admin', query)['total_consultations'], 1)
        self.assertEqual(self.stats('admin', 'to=1850-01-01')['total_consultations'], 0)

    def assertStats(self, found, expected):
        for name, value in expected.items():
            if isinstance(value, float) or name == 'average_duration':
                self.assertAlmostEqual(found[name], value, 3, name)
            elif name == 'punctuality' and value['on_time_percent'] is not None:
                self.assertAlmostEqual(found[name]['on_time_percent'], value['on_time_percent'], 3)
                self.assertEqual({**found[name], 'on_time_percent': 0}, {**value, 'on_time_percent': 0})
            else:
                self.assertEqual(found[name], value, name)
        self.assertEqual(set(found), set(expected))

    def do(self, chance, visits):
        if chance.random() < 0.3 or not visits:
            visits.append(self.clinic.visit(chance.choice(('doctor', 'other')), minutes=chance.randint(-60, 25)))
            return
        visit = chance.choice(visits)
        act, body = chance.choice((
            ('join_waiting', {}), ('join_waiting', {}), ('start', {}), ('start', {}), ('end', {}), ('end', {}),
            ('cancel', {}), ('no_show', {'kind': chance.choice(('patient', 'technical', 'clinic'))}),
            ('report_issue', {'issue_type': 'audio', 'description': 'x'}), ('hang_up', {}),
            ('reschedule', {'scheduled_start': (now() + datetime.timedelta(minutes=9)).strftime('%Y-%m-%dT%H:%M:%SZ')}),
            ('delete', {}), ('doctor', {}), ('shift', {}), ('finish', {})))
        if act == 'delete':
            if self.clinic.delete('admin', visit.path).status == 204:
                visits.remove(visit)
        elif act == 'doctor':
            self.clinic.patch('admin', visit.path, {'doctor_id': self.clinic.users[chance.choice(('doctor', 'other'))]})
        elif act == 'shift':
            # What takes half an hour elsewhere.
            self.clinic.sql('UPDATE consultations SET waiting_since = waiting_since - ?, actual_start = actual_start - ?, '
                            'scheduled_start = scheduled_start - ? WHERE id = ?', chance.randint(0, 90) * MINUTE,
                            chance.randint(0, 20) * MINUTE, chance.randint(0, 40) * MINUTE, visit.id)
        elif act == 'finish':
            self.clinic.sql("UPDATE consultations SET duration_minutes = ? WHERE id = ? AND status = 'completed'",
                            chance.randint(0, 60), visit.id)
        else:
            who = visit.door if act in ('join_waiting', 'report_issue') else visit.doctor
            self.clinic.post(who, f'{visit.path}{act}/', body)

    def test_they_are_those_of_the_rows(self):
        chance, visits = random.Random(8), []
        doctor, other = self.clinic.users['doctor'], self.clinic.users['other']
        for step in range(160):
            self.do(chance, visits)
            if step % 8:
                continue
            with self.subTest(step=step):
                self.assertStats(self.stats('admin'), self.expect('1'))
                self.assertStats(self.stats('receptionist', f'doctor_id={other}'), self.expect('doctor_id = ?', other))
                self.assertStats(self.stats('doctor'), self.expect('doctor_id = ?', doctor))
                self.assertStats(self.stats('doctor', f'doctor_id={other}'), self.expect('0'))
                self.assertStats(self.stats('patient'), self.expect('1'))
                self.assertStats(self.stats('stranger'), self.expect('0'))
                self.assertStats(self.stats('admin', 'from=2000-01-01'), self.expect('1'))
        tallies = self.clinic.sql('SELECT doctor_id, measure, value, total FROM visit_tallies WHERE total <> 0 ORDER BY 1, 2, 3')
        self.assertEqual(tallies, self.clinic.sql('SELECT doctor_id, measure, value, count (*) FROM visit_measures '
                                                  'GROUP BY 1, 2, 3 ORDER BY 1, 2, 3'))
        self.assertGreaterEqual(len({row[1] for row in tallies}), 4)

    def test_periods(self):
        self.assertStatus(self.clinic.patch('admin', 'settings/', {'time_zone': 'Europe/Berlin'}), 200)
        days = {}
        # In 2035 the clocks there go forward on 25 March, so the day has 23 hours.
        for moment in ('2035-03-24T22:59:00Z', '2035-03-24T23:00:00Z', '2035-03-25T21:59:00Z', '2035-03-25T22:00:00Z'):
            days[moment] = self.clinic.visit(minutes=10)
            days[moment].must_act('doctor', 'reschedule', {'scheduled_start': moment})
        for query, count in (('from=2035-03-25&to=2035-03-25', 2), ('from=2035-03-25', 3), ('to=2035-03-25', 3),
                             ('from=2035-03-24&to=2035-03-26', 4), ('from=2036-01-01', 0), ('', 4)):
            with self.subTest(query=query):
                for who in ('admin', 'doctor'):
                    found = self.stats(who, query)
                    self.assertEqual((found['total_consultations'], found['upcoming_consultations']), (count, count))
        for query, field in (('from=yesterday', 'from'), ('to=2035-02-30', 'to'), ('doctor_id=x', 'doctor_id')):
            self.assertFault(self.clinic.get('admin', f'consultations/stats/?{query}'), field)

    def test_who_helps_counts_what_they_see(self):
        mine, theirs, unseen = self.clinic.visit('other'), self.clinic.visit('doctor'), self.clinic.visit('doctor')
        theirs.assign('other').assign('nurse')
        for who, ids in (('other', (mine.id, theirs.id)), ('nurse', (theirs.id,)), ('doctor', (theirs.id, unseen.id))):
            found = self.stats(who)
            self.assertEqual(found['total_consultations'], len(ids))
            self.assertEqual(self.clinic.read(who, 'consultations/')['count'], len(ids))
        self.assertEqual(self.stats('admin', f'doctor_id={new_id()}')['total_consultations'], 0)


def microseconds_now():
    return int(now().timestamp() * 1000000)


if __name__ == '__main__':
    main()
