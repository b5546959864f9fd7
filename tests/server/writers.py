"""Writers that never stop, and what became of each thing they said."""

import http.client
import itertools
import subprocess
import threading
import time

from clinic import server_program

PATIENCE = 20


class Writers:
    """Each says one thing after the other in a visit. What was acknowledged must be there, what was refused must not."""

    def __init__(self, clinic, visit, count=4):
        self.clinic, self.visit = clinic, visit
        self.numbers = itertools.count()
        self.acknowledged, self.refused, self.unknown, self.wrong = [], [], [], []
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self.clinic.authorization('doctor')
        self.threads = [threading.Thread(target=self._write) for _ in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _say(self, text):
        try:
            reply = self.visit.act('doctor', 'send_message', {'message': text})
        except (http.client.HTTPException, OSError):
            return self.unknown
        if reply.status == 503 and int(reply.headers['Retry-After']) > 0:
            return self.refused
        return self.acknowledged if reply.status == 201 else self.wrong

    def _write(self):
        while not self.stopping.is_set():
            text = f'number {next(self.numbers)}'
            told = self._say(text)
            with self.changed:
                told.append(text)
                self.changed.notify_all()

    def wait(self, told, more):
        """Until so many more were told so."""
        wanted, deadline = len(told) + more, time.monotonic() + PATIENCE
        with self.changed:
            while len(told) < wanted:
                left = deadline - time.monotonic()
                if left <= 0 or not self.changed.wait(left):
                    raise AssertionError(f'{len(self.acknowledged)} acknowledged, {len(self.refused)} refused, '
                                         f'{len(self.unknown)} unknown: {more} more were awaited')

    def check(self, test):
        """Once they have stopped."""
        page, there = 1, []
        while page:
            rows = self.clinic.read('doctor', f'{self.visit.path}messages/?page_size=200&page={page}')
            there += [row['message'] for row in rows['results']]
            page = page + 1 if rows['next'] else None
        test.assertEqual(self.wrong, [])
        test.assertEqual(len(there), len(set(there)))
        test.assertEqual(set(self.acknowledged) - set(there), set())
        test.assertEqual(set(self.refused) & set(there), set())


def check_data(test, clinic):
    """What the administrator would ask."""
    test.assertEqual(clinic.sql('PRAGMA integrity_check'), [('ok',)])
    answer = subprocess.run([server_program(), 'audit', 'verify', '--data', clinic.data], capture_output=True, text=True,
                            timeout=PATIENCE)
    test.assertEqual((answer.returncode, answer.stderr), (0, ''))


def wait_ready(clinic, status=200):
    """Until the server says of itself that it is ready, or that it is not."""
    deadline = time.monotonic() + PATIENCE
    while (reply := clinic.get(None, '/health/ready')).status != status:
        if time.monotonic() > deadline:
            raise AssertionError(f'It still says {reply}')
    return reply
