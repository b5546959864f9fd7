"""What is done behind changes, as admins see it."""

from clinic import ClinicTest, main, microseconds, new_id, now


class JobsTest(ClinicTest):
    def add(self, state, kind='elsewhere', **columns):
        """Of a kind that this server does not run."""
        columns = {'id': new_id(), 'revision': 1, 'kind': kind, 'key': new_id(), 'state': state,
                   'next_at': microseconds(now()), 'payload': '{"secret": "words"}', **columns}
        self.clinic.sql(f'INSERT INTO jobs ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})',
                        *columns.values())
        return columns['id']

    def ids(self, query=''):
        return [row['id'] for row in self.clinic.read('admin', f'jobs/?{query}')['results']]

    def test_list_and_filters(self):
        visit = self.clinic.visit()
        waiting, failed = self.add('pending'), self.add('failed', kind='other', consultation_id=visit.id)
        dead = self.add('dead')
        self.assertEqual(set(self.ids()), {waiting, failed, dead})
        self.assertEqual(set(self.ids('state=pending,dead')), {waiting, dead})
        self.assertEqual(self.ids('kind=other'), [failed])
        self.assertEqual(self.ids(f'consultation_id={visit.id}'), [failed])
        self.assertEqual(self.ids('ordering=created_at'), list(reversed(self.ids())))
        self.assertFault(self.clinic.get('admin', 'jobs/?state=lost'), 'state')
        self.assertFault(self.clinic.get('admin', 'jobs/?consultation_id=x'), 'consultation_id')

    def test_show(self):
        job = self.add('failed', attempts=2, last_error='It did not answer.')
        reply = self.assertStatus(self.clinic.get('admin', f'jobs/{job}/'), 200)
        self.assertEqual(set(reply.json), {'id', 'revision', 'kind', 'key', 'lane', 'consultation_id', 'state', 'attempts',
                                           'next_at', 'deadline', 'last_error', 'created_at', 'updated_at'})
        self.assertEqual((reply.json['attempts'], reply.json['last_error']), (2, 'It did not answer.'))
        self.assertNotIn(b'words', reply.raw)
        self.assertStatus(self.clinic.get('admin', f'jobs/{new_id()}/'), 404)

    def test_retry(self):
        far = microseconds(now()) + 3600000000
        for state, status, after, attempts in (('dead', 200, 'pending', 0), ('failed', 200, 'failed', 4),
                                               ('pending', 200, 'pending', 4), ('running', 409, 'running', 4),
                                               ('done', 409, 'done', 4)):
            with self.subTest(state=state):
                job = self.add(state, attempts=4, next_at=far)
                self.assertStatus(self.clinic.post('admin', f'jobs/{job}/retry/'), status)
                shown = self.clinic.read('admin', f'jobs/{job}/')
                self.assertEqual((shown['state'], shown['attempts']), (after, attempts))
                row, = self.clinic.sql('SELECT next_at FROM jobs WHERE id = ?', job)
                self.assertEqual(row[0] < far, status == 200)

    def test_retry_heeds_the_revision(self):
        job = self.add('dead')
        self.assertStatus(self.clinic.post('admin', f'jobs/{job}/retry/', If_Match='"7"'), 412)
        self.assertStatus(self.clinic.post('admin', f'jobs/{job}/retry/', If_Match='"1"'), 200)

    def test_metrics(self):
        for state in ('pending', 'dead', 'dead', 'done'):
            self.add(state)
        text = self.clinic.get('admin', '/metrics').raw.decode()
        for state, count in (('pending', 1), ('running', 0), ('failed', 0), ('dead', 2)):
            self.assertIn(f'ausculta_durable_jobs{{state="{state}"}} {count}\n', text)

    def test_jobs_are_kept_when_the_server_goes(self):
        job = self.add('pending')
        self.clinic.restart()
        self.assertEqual(self.clinic.read('admin', f'jobs/{job}/')['state'], 'pending')


if __name__ == '__main__':
    main()
