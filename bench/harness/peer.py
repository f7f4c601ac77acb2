"""One mail server under test, driven through its script (peers/*.sh; peers/common.sh lists the verbs)."""
import http.client
import json
import os
import re
import subprocess
import time
import urllib.parse

import proctree

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS_DIR = os.environ.get('PEERS') or '/var/tmp/bailey-bench'
SCRATCH = f'{PEERS_DIR}/ledgers'

PEERS = {  # name: (script, settings)
    'bailey': ('bailey.sh', {}),
    'postfix+dovecot-maildir': ('postfix-dovecot.sh', {'FORMAT': 'maildir'}),
    'postfix+dovecot-mdbox': ('postfix-dovecot.sh', {'FORMAT': 'mdbox'}),
    'dovecot-lmtp-maildir': ('dovecot.sh', {'FORMAT': 'maildir'}),
    'dovecot-lmtp-mdbox': ('dovecot.sh', {'FORMAT': 'mdbox'}),
}


def has_submission(name):
    return 'lmtp' not in name


def is_store(name):
    return 'postfix' not in name


def load(*args, background=False):
    """Runs the load generator; returns its report, or the running process."""
    command = [f'{BENCH}/bin/mailload', *map(str, args)]
    if background:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not run.stdout.strip():
        raise RuntimeError(f'{" ".join(command)}: {run.stderr}')
    return json.loads(run.stdout.strip().splitlines()[-1])


class Peer:
    def __init__(self, name, **settings):
        script, own = PEERS[name]
        self.name = name
        self.script = f'{BENCH}/peers/{script}'
        self.settings = {**own, **settings}
        self.read_facts()

    def verb(self, verb):
        # Not a pipe: background processes would hold it open.
        with open(f'{SCRATCH}/verb.out', 'w+') as out:
            code = subprocess.call([self.script, verb], env={**os.environ, **self.settings}, stdout=out,
                                   stderr=subprocess.STDOUT)
            out.seek(0)
            text = out.read()
        if code:
            raise RuntimeError(f'{self.name} {verb}: {text.strip()}')
        return text

    def read_facts(self):
        self.facts = dict(line.split('=', 1) for line in self.verb('env').splitlines())

    @property
    def who(self):
        return ['--domain', self.facts['DOMAIN'], '--password', self.facts['PASSWORD']]

    @property
    def smtp(self):
        """How mail goes in: submission with TLS and AUTH where the peer has it, else LMTP."""
        how = ['--smtp', self.facts['SMTP']]
        if self.facts.get('PROTO') == 'lmtp':
            how += ['--lmtp', 'yes']
        if 'SMTP_TLS' in self.facts:
            how += ['--smtp-tls', self.facts['SMTP_TLS'], '--auth', 'yes']
        return how + self.who

    @property
    def pops(self):
        return ['--pop', self.facts['POPS'], '--pop-tls', 'implicit', *self.who]

    @property
    def pop_for_checking(self):
        """Without TLS where there is such a port: checking is not measured."""
        return ['--pop', self.facts['POP'], *self.who] if 'POP' in self.facts else self.pops

    def keepers(self):
        files = [f'{PEERS_DIR}/run/{name}.pid' for name in self.facts['KEEPERS'].split()]
        return [f for f in files if os.path.exists(f)]

    def cpu(self):
        return sum(proctree.cpu(f) for f in self.keepers())

    def memory(self):
        trees = [proctree.memory(int(open(f).read())) for f in self.keepers()]
        return {k: round(sum(t[k] for t in trees), 1) for k in ('rss_mib', 'pss_mib', 'processes')}

    def start(self):
        """Starts it and returns when it has accepted and delivered some messages."""
        self.verb('setup')
        self.verb('start')
        self.read_facts()
        report = load('smtp-inject', '--messages', 20, '--conns', 2, '--users', 20, '--wait-connect', 20, '--retry-for',
                      20, *self.smtp)
        if report['smtp']['accepted'] < 20:
            raise RuntimeError(f'{self.name} does not accept mail: {report["smtp"]}')
        self.drain()

    def stop(self):
        self.verb('stop')

    def pending(self):
        """Messages accepted but not yet delivered."""
        if 'PENDING_URL' in self.facts:
            return self.pending_metric(urllib.parse.urlsplit(self.facts['PENDING_URL']))
        n = 0
        for top in self.facts.get('PENDING_DIRS', '').split():
            for folder, _, files in os.walk(top):
                n += sum(1 for f in files if os.access(f'{folder}/{f}', os.X_OK))
        return n

    def pending_metric(self, url):
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        connection.request('GET', url.path)
        page = connection.getresponse().read().decode()
        connection.close()
        values = re.findall(r'^bailey_queue_pending(?:\{[^}]*\})? (\S+)', page, re.M)
        if not values:
            raise RuntimeError(f'{self.name}: no bailey_queue_pending among its metrics')
        return round(sum(float(v) for v in values))

    def drain(self, patience=15):
        """Waits until nothing is pending, or nothing moves for `patience` seconds (a delivery put off for minutes after
        a passing failure). Returns the moment of the last change, and how many are left."""
        last, left = time.monotonic(), self.pending()
        while left > 0 and time.monotonic() - last < patience:
            time.sleep(0.02)
            now = self.pending()
            if now != left:
                last, left = time.monotonic(), now
        return last, left

    def drain_all(self, limit=900):
        end = time.monotonic() + limit
        while self.drain()[1] > 0 and time.monotonic() < end:
            pass
