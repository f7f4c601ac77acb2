"""A Bailey of its own for a test: `bailey demo` makes the folder, baileyd serves it, the test starts and kills it."""
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import postgres

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARIES = os.environ.get('BAILEY_BIN', os.path.join(ROOT, 'build', 'release', 'bin'))
START_WITHIN = 30  # seconds


class Died(Exception):
    """The process ended before it was ready."""


def free_ports(count):
    """The first of some consecutive free ports, below those the kernel gives to clients."""
    while True:
        base = random.randrange(20000, 32000)
        sockets = []
        try:
            for n in range(count):
                sockets.append(socket.create_server(('127.0.0.1', base + n)))
            return base
        except OSError:
            continue
        finally:
            for s in sockets:
                s.close()


class Service:
    """`database`: a PostgreSQL URL, None for SQLite. `settings`: names of bailey.conf and values as written there.
    `folder`: an empty folder to use, which is not removed; None for a temporary one."""

    def __init__(self, database=None, settings=None, folder=None):
        self.own_folder = folder is None
        self.base = folder or tempfile.mkdtemp(prefix='bailey-faults-')
        self.folder = os.path.join(self.base, 'demo')
        self.log = tempfile.NamedTemporaryFile(prefix='bailey-faults-', suffix='.log')
        self.process = None
        if database:
            postgres.drop_schemas(database)
        self._prepare(database, settings or {})

    def _prepare(self, database, settings):
        command = [os.path.join(BINARIES, 'bailey'), 'demo', '--dir', self.folder, '--json', '--empty', '--port-base',
                   str(free_ports(6))]
        if database:
            command += ['--database', database]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        try:
            line = next((line for line in demo.stdout if line.startswith('{')), None)
            if not line:
                raise Died(self.log_tail())
            self.facts = json.loads(line)
        finally:
            demo.terminate()
            demo.wait(30)
            demo.stdout.close()
        self.accounts = {a['address']: a['password'] for a in self.facts['accounts']}
        self.config = os.path.join(self.folder, 'bailey.conf')
        with open(self.config) as file:
            text = file.read()
        for name, value in settings.items():
            text, found = re.subn(rf'^{name} = .*$', f'{name} = {value}', text, flags=re.M)
            assert found == 1, name
        with open(self.config, 'w') as file:
            file.write(text)

    def start(self, crash_at=None):
        """Returns once it is ready; Died when it ends before."""
        environment = dict(os.environ)
        environment.pop('BAILEY_CRASH_AT', None)
        if crash_at:
            environment['BAILEY_CRASH_AT'] = crash_at
        begin = os.path.getsize(self.log.name)
        self.process = subprocess.Popen([os.path.join(BINARIES, 'baileyd'), '--config', self.config],
                                        stdout=self.log, stderr=self.log, env=environment)
        deadline = time.monotonic() + START_WITHIN
        while 'server.started' not in self.log_text(begin):
            if self.process.poll() is not None:
                raise Died(self.log_tail())
            if time.monotonic() > deadline:
                raise TimeoutError('not ready:\n' + self.log_tail())
            time.sleep(0.02)

    def running(self):
        return self.process is not None and self.process.poll() is None

    def wait_until_dead(self, seconds):
        """True when it was killed by SIGKILL within that time."""
        try:
            return self.process.wait(seconds) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def kill(self):
        if self.running():
            self.process.kill()
            self.process.wait()

    def stop(self, seconds=30):
        """SIGTERM; its exit code."""
        self.process.terminate()
        return self.process.wait(seconds)

    def close(self):
        self.kill()
        self.log.close()
        if self.own_folder:
            shutil.rmtree(self.base, ignore_errors=True)

    def command(self, *words):
        """`bailey ...` on this installation: exit code and output."""
        done = subprocess.run([os.path.join(BINARIES, 'bailey'), *words, '--config', self.config],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        return done.returncode, done.stdout

    def wait_until_nothing_waits(self, seconds):
        """What `bailey queue list` said last: 'Nothing waits.' or what waits still after that time."""
        deadline = time.monotonic() + seconds
        while True:
            said = self.command('queue', 'list')[1]
            if 'Nothing waits.' in said or time.monotonic() > deadline:
                return said.strip()
            time.sleep(0.1)

    def log_text(self, begin=0):
        with open(self.log.name, errors='replace') as file:
            file.seek(begin)
            return file.read()

    def log_tail(self):
        # Without the time and what follows a name of an event, so that the same is said once.
        events = dict.fromkeys(line[25:200] for line in self.log_text().splitlines() if 'intake.accepted' not in line)
        return '\n'.join(list(events)[-20:])
