"""Two networks with one wire between them, in which a call can be cut and squeezed: the clinic's, where the test itself runs
(it is started in a network of its own), and the patient's."""

import subprocess

from desktop import wait_for
from patient import Patient
from story import NODE, ROOT, StoryTest

CLINIC, PATIENT = '10.99.0.1', '10.99.0.2'


def run(*command):
    subprocess.run(command, check=True)


class Network:
    def __init__(self):
        # Whoever waits here keeps the patient's network; it goes with the last of its processes, and that with the test.
        self.keeper = subprocess.Popen(['unshare', '--net', 'setpriv', '--pdeathsig', 'KILL', 'sh', '-c',
                                        'ip link set lo up; echo; exec sleep infinity'], stdout=subprocess.PIPE)
        self.keeper.stdout.readline()
        run('ip', 'link', 'set', 'lo', 'up')
        run('ip', 'link', 'add', 'clinic', 'type', 'veth', 'peer', 'name', 'patient')
        run('ip', 'link', 'set', 'patient', 'netns', str(self.keeper.pid))
        run('ip', 'address', 'add', f'{CLINIC}/24', 'dev', 'clinic')
        run('ip', 'link', 'set', 'clinic', 'up')
        run(*self.inside, 'ip', 'address', 'add', f'{PATIENT}/24', 'dev', 'patient')
        run(*self.inside, 'ip', 'link', 'set', 'patient', 'up')
        wait_for('the addresses to be sure', self.is_sure)

    def is_sure(self):
        """No address is being tried yet: to the app a change of addresses is a move, after which it calls anew."""
        show = ['ip', '-6', 'address', 'show', 'tentative']
        return not any(subprocess.run([*where, *show], capture_output=True, check=True).stdout for where in ([], self.inside))

    @property
    def inside(self):
        """What a command is put behind to run with the patient."""
        return ['nsenter', '--target', str(self.keeper.pid), '--net']

    def squeeze(self, kbits):
        """Only so much goes through in each direction, behind a queue that is full at once: browsers see a squeeze by the
        growth of a queue, and none there, but they miss what it drops."""
        shape = ['root', 'tbf', 'rate', f'{kbits}kbit', 'burst', '4kb', 'latency', '400ms']
        run('tc', 'qdisc', 'replace', 'dev', 'clinic', *shape)
        run(*self.inside, 'tc', 'qdisc', 'replace', 'dev', 'patient', *shape)

    def cut(self):
        """Nothing goes through, and neither side is told."""
        run('tc', 'qdisc', 'replace', 'dev', 'clinic', 'root', 'blackhole')
        run(*self.inside, 'tc', 'qdisc', 'replace', 'dev', 'patient', 'root', 'blackhole')

    def mend(self):
        run('tc', 'qdisc', 'delete', 'dev', 'clinic', 'root')
        run(*self.inside, 'tc', 'qdisc', 'delete', 'dev', 'patient', 'root')

    def move(self, address):
        """The patient is elsewhere, as between home and street."""
        run(*self.inside, 'ip', 'address', 'flush', 'dev', 'patient')
        run(*self.inside, 'ip', 'address', 'add', f'{address}/24', 'dev', 'patient')

    def stop(self):
        self.keeper.terminate()
        self.keeper.wait(timeout=10)
        self.keeper.stdout.close()


class StoryApart(StoryTest):
    """The patient is elsewhere, beyond the wire."""

    ADDRESS = f'{CLINIC}:0'

    def set_up_world(self):
        self.network = Network()
        self.addCleanup(self.network.stop)
        return None

    def make_patient(self):
        # The page has the camera on addresses that browsers trust alone.
        trusted = f'--unsafely-treat-insecure-origin-as-secure={self.clinic.uri.rstrip("/")}'
        return Patient(NODE, ROOT, self.network.inside, [trusted])
