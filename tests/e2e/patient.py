"""Speaks to the browser in which the patient sits."""

import json
import subprocess
from pathlib import Path


class Patient:
    def __init__(self, node, root, inside=(), flags=()):
        """inside: the command that runs it elsewhere, such as in another network; flags: more of them for the browser."""
        script = Path(root) / 'tests' / 'e2e' / 'patient.mjs'
        self.process = subprocess.Popen([*inside, node, script, *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)

    def ask(self, command, **given):
        self.process.stdin.write(json.dumps({'command': command, **given}) + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, 'the browser is gone'
        answer = json.loads(line)
        assert answer['ok'], f"{answer.get('error')}\n{answer.get('body')}"
        return answer

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
