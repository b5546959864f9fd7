"""Certificates that say who one is to whoever is told to believe them."""

import subprocess


def make_certificate(certificate, key, name, days=30, alternatives='IP:127.0.0.1'):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-days', str(days), '-subj', f'/CN={name}', '-addext', f'subjectAltName={alternatives}',
                    '-keyout', key, '-out', certificate], check=True, capture_output=True)
