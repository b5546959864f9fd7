"""Fills a database with as many consultations as are wanted, and serves it.

    /usr/bin/python3 serve.py --rows 100000 --token KEY --workers 2

Requests alone are for Gunicorn, whose threads keep their connections to the database. WebSockets need Daphne, and one
process of it, for several would hear of each other's messages through Redis only.
"""

import argparse
import datetime
import os
import signal
import socket
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
N_DOCTORS = 20
N_PATIENTS = 1000

# Visit number i belongs to doctor i % 20 and patient i % 1000; visits are an hour apart, the newest a week ahead.
VISITS = '''
INSERT INTO reference_consultation (id, revision, doctor_id, patient_id, video_provider, meeting_state, status,
                                    scheduled_start, duration_planned, recording_enabled, connection_quality, notes,
                                    reason, created_at, updated_at)
  WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %(rows)s)
  SELECT printf ('00000004000070008000%%012x', i), 1, printf ('00000001000070008000%%012x', i %% 20),
         printf ('00000003000070008000%%012x', i %% 1000), 'builtin', 'ready',
         CASE WHEN %(rows)s - i > 168 THEN 'completed' ELSE 'scheduled' END,
         strftime ('%%Y-%%m-%%d %%H:%%M:%%f', %(now)s, '+7 days', (i - %(rows)s) || ' hours'), 30, 0, '',
         'Feels better than last week. Sleeps well; no fever. To come again in four weeks.', 'Follow-up', %(now)s, %(now)s
    FROM n'''


def fill(rows, token):
    import django
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection, transaction
    from rest_framework.authtoken.models import Token

    from reference.models import Doctor, Patient

    call_command('migrate', run_syncdb=True, verbosity=0)
    now = datetime.datetime.utcnow().strftime('%Y-%m-%d %H:%M:%S')
    with transaction.atomic():
        users = [User.objects.create(username=f'doctor{i}') for i in range(N_DOCTORS)]
        Doctor.objects.bulk_create(Doctor(id=f'00000001-0000-7000-8000-{i:012x}', user=user, name=f'Dr Ada Byron {i}')
                                   for i, user in enumerate(users))
        Token.objects.create(user=users[0], key=token)
        Patient.objects.bulk_create(Patient(id=f'00000003-0000-7000-8000-{i:012x}', name=f'Grace Hopper {i}')
                                    for i in range(N_PATIENTS))
        with connection.cursor() as cursor:
            cursor.execute(VISITS % {'rows': rows, 'now': f"'{now}'"})
    connection.close()


DAPHNE = ['daphne', '--fd', '{fd}', '--verbosity', '0', 'reference.asgi:application']
GUNICORN = ['gunicorn', '--bind', 'fd://{fd}', '--workers', '{workers}', '--worker-class', 'gthread', '--threads', '8',
            '--keep-alive', '60', '--log-level', 'error', 'reference.wsgi:application']


def start(descriptor, ready, workers):
    arguments = [part.format(fd=descriptor, workers=workers) for part in (GUNICORN if workers > 1 else DAPHNE)]
    return subprocess.Popen([sys.executable, '-m', *arguments], cwd=FOLDER, pass_fds=[descriptor, ready],
                            env={**os.environ, 'REFERENCE_READY': str(ready)})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--rows', type=int, default=100000)
    parser.add_argument('--token', required=True)
    parser.add_argument('--workers', type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='reference-') as folder:
        os.environ.update(REFERENCE_DATABASE=os.path.join(folder, 'reference.db'), PYTHONPATH=FOLDER,
                          DJANGO_SETTINGS_MODULE='reference.settings', PYTHONDONTWRITEBYTECODE='1')
        fill(options.rows, options.token)
        listener = socket.create_server(('127.0.0.1', 0), backlog=128)
        loaded, ready = os.pipe()
        server = start(listener.fileno(), ready, options.workers)
        signal.signal(signal.SIGTERM, lambda number, frame: server.terminate())
        os.close(ready)
        for _ in range(options.workers):
            os.read(loaded, 1)
        print(f'Listening on http://127.0.0.1:{listener.getsockname()[1]}/', flush=True)
        server.wait()


main()
