"""A TURN server on loopback (coturn), with the secret that it shares with the clinic's server."""

import re
import socket
import subprocess

SECRET = 'a secret of the north'


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Relay:
    def __init__(self, folder):
        self.port = free_port()
        self.log = folder / 'relay.log'
        # It would look for its settings in /etc, and keep its accounts in /var.
        settings = folder / 'relay.conf'
        settings.write_text(f"""listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={self.port}
use-auth-secret
static-auth-secret={SECRET}
realm=clinic.example
allow-loopback-peers
no-cli
no-tls
no-dtls
log-file={self.log}
simple-log
verbose
userdb={folder / 'relay.db'}
pidfile={folder / 'relay.pid'}
""", encoding='utf-8')
        self.process = subprocess.Popen(['turnserver', '-c', str(settings)], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    @property
    def configuration(self):
        return (f'[call]\nice-servers=turn:127.0.0.1:{self.port}?transport=udp;\n'
                f'turn-secret={SECRET}\nrelay-only=true\n')

    def is_ready(self):
        try:
            with socket.create_connection(('127.0.0.1', self.port), timeout=1):
                return True
        except OSError:
            return False

    def read_names(self):
        """Those that were let in, each with the time until which its name is good."""
        log = self.log.read_text(encoding='utf-8', errors='replace')
        return set(re.findall(r'user <(\d+:[^>]+)>: incoming packet ALLOCATE processed, success', log))

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)
