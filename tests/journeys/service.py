"""A Bailey service of a test's own: started in a temporary folder on free ports, stopped and inspected at the end.

A test module starts one in setUpModule and stops it in tearDownModule. Every stop asks for SIGTERM to end in exit
code 0, and for `bailey check` to find everything whole.
"""
import base64
import collections
import hashlib
import http.client
import json
import os
import poplib
import random
import re
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get('BAILEY_BUILD', os.path.join(ROOT, 'build', 'release'))
BAILEY = os.path.join(BUILD, 'bin', 'bailey')
BAILEYD = os.path.join(BUILD, 'bin', 'baileyd')
HOST = '127.0.0.1'
PATIENCE = 60.0  # seconds, on a machine that does other things, too
LISTENERS = {  # and the settings that say where they listen
    'submissions': 'smtp.submissions', 'submission': 'smtp.submission', 'pop3s': 'pop3.pop3s', 'pop3': 'pop3.pop3',
    'metrics': 'metrics.listen', 'https': 'https.listen'}
PORTS = list(LISTENERS)

poplib._MAXLINE = 1 << 20  # poplib refuses lines of more than 2,048 octets; ours may have more

Account = collections.namedtuple('Account', 'username password address organisation name')


def free_port_base():
    """The first of so many ports in a row that nobody listens on; below the range that clients' sockets are given."""
    while True:
        base = random.randrange(12000, 32000)
        try:
            for n in range(len(PORTS)):
                with socket.socket() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind((HOST, base + n))
        except OSError:
            continue
        return base


def wait_until(true, what, patience=PATIENCE):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + patience
    while True:
        answer = true()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f'waited {patience:.0f} s in vain: {what}')
        time.sleep(0.03)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def basic(account):
    return 'Basic ' + base64.b64encode(f'{account.username}:{account.password}'.encode()).decode()


def body(message):
    """What follows the header section of a message with CRLF line ends."""
    return message.split(b'\r\n\r\n', 1)[1]


def fields(message, name):
    """The values of a message's header fields of this name, as they stand."""
    header = message.split(b'\r\n\r\n', 1)[0] + b'\r\n'
    found = re.findall(rb'^' + name.encode() + rb':[ \t]*((?:.*\r\n)(?:[ \t].*\r\n)*)', header, re.M | re.I)
    return [value.decode('utf-8', 'replace').rstrip('\r\n') for value in found]


class Service:
    """`bailey demo` in a folder of its own."""

    name = HOST  # under which the certificate is verified

    def __init__(self, *options, letters=False):
        """`letters`: with the demonstration's mail; else the mailboxes are empty."""
        self.folder = tempfile.mkdtemp(prefix='bailey-journey-')
        self.dir = os.path.join(self.folder, 'demo')
        self.config = os.path.join(self.dir, 'bailey.conf')
        self.options = options if letters else ('--empty', *options)
        self.process = None
        self.ports = {}
        self.accounts = {}
        self.log_path = os.path.join(self.folder, 'log')

    # Life

    def start(self):
        for _ in range(5):
            base = self.ports.get('submissions') or free_port_base()
            if self._start(base):
                return self
            self.ports = {}
        raise AssertionError('the service does not start:\n' + self.log()[-4000:])

    def _start(self, base):
        command = [BAILEY, 'demo', '--dir', self.dir, '--json', '--port-base', str(base), *self.options]
        out = os.path.join(self.folder, 'out')
        with open(out, 'wb') as stdout, open(self.log_path, 'ab') as stderr:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)

        def ready():
            if self.process.poll() is not None:
                return 'ended'
            with open(out, encoding='utf-8') as f:
                return next((line for line in f if line.startswith('{') and line.endswith('\n')), None)

        line = wait_until(ready, 'the line of JSON that says that the service is ready')
        if line == 'ended':
            return False
        said = json.loads(line)
        self.ports, self.ca = said['ports'], said['ca']
        self.accounts = {a['name']: Account(a['username'], a['password'], a['address'], a['organisation'], a['name'])
                         for a in said['accounts']}
        return True

    def stop(self):
        """SIGTERM; the exit code must be 0. The folder stays."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError('SIGTERM did not end the service:\n' + self.log()[-4000:])
        finally:
            self.process = None
        if code != 0:
            raise AssertionError(f'the service ended with exit code {code}:\n' + self.log()[-4000:])

    def restart(self):
        self.stop()
        return self.start()

    def close(self):
        """The end: stops, verifies every stored octet, and removes the folder."""
        try:
            self.stop()
            checked = self.bailey('check')
            if checked.returncode != 0:
                raise AssertionError('bailey check:\n' + checked.stdout + checked.stderr)
        finally:
            if self.process is not None:
                self.process.kill()
                self.process.wait()
            shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as f:
            return f.read()

    # The operator's side

    def bailey(self, *words, input=None):
        return subprocess.run([BAILEY, *words, '--config', self.config], input=input, text=True, encoding='utf-8',
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)

    def page(self, path):
        """(status, text) of an operator's page."""
        try:
            with urllib.request.urlopen(f'http://{HOST}:{self.ports["metrics"]}{path}', timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()

    def metric(self, name):
        """The sum of a metric over its labels; `name` may hold some of them: 'x{protocol="pop3s"'."""
        total = 0.0
        for line in self.page('/metrics')[1].splitlines():
            if line.startswith(name):
                total += float(line.rsplit(' ', 1)[1])
        return total

    def settled(self):
        """Waits until everything accepted is delivered or has failed."""
        wait_until(lambda: self.metric('bailey_queue_pending') == 0, 'an empty queue')

    # The users' side

    def tls(self):
        return ssl.create_default_context(cafile=self.ca)

    def account(self, first_name):
        return next(a for name, a in self.accounts.items() if name.split()[0] == first_name)

    def smtp(self, account=None):
        """A session on the submissions port, signed in if an account is given."""
        session = smtplib.SMTP_SSL(self.name, self.ports['submissions'], local_hostname='laptop.example',
                                   timeout=PATIENCE, context=self.tls())
        session.ehlo()
        if account:
            try:
                session.login(account.username, account.password)
            except smtplib.SMTPException:
                session.close()
                raise
        return session

    def send(self, account, to, message, mail=(), rcpt=()):
        """Sends `message` (octets) as it is; returns its queue id."""
        to = [to] if isinstance(to, (str, Account)) else to
        with self.smtp(account) as s:
            code, said = s.mail(account.address, ['BODY=8BITMIME', *mail])
            if code != 250:
                raise smtplib.SMTPSenderRefused(code, said, account.address)
            for one in to:
                address = one.address if isinstance(one, Account) else one
                code, said = s.rcpt(address, list(rcpt))
                if code != 250:
                    raise smtplib.SMTPRecipientsRefused({address: (code, said)})
            code, said = s.data(message)
            if code != 250:
                raise smtplib.SMTPDataError(code, said)
        return said.decode().rsplit(' ', 1)[1]

    def pop3(self, account):
        session = poplib.POP3_SSL(self.name, self.ports['pop3s'], timeout=PATIENCE, context=self.tls())
        session.user(account.username)
        session.pass_(account.password)
        return session

    def count(self, account):
        session = self.pop3(account)
        try:
            return session.stat()[0]
        finally:
            session.quit()

    def collect(self, account, wanted=1):
        """Waits until `wanted` messages are there, then takes all out of the maildrop. Octets, CRLF line ends."""
        wait_until(lambda: self.count(account) >= wanted, f'{wanted} messages for {account.address}')
        session = self.pop3(account)
        try:
            messages = []
            for n in range(1, session.stat()[0] + 1):
                messages.append(b''.join(line + b'\r\n' for line in session.retr(n)[1]))
                session.dele(n)
            return messages
        finally:
            session.quit()

    def collect_one(self, account):
        messages = self.collect(account, 1)
        if len(messages) != 1:
            raise AssertionError(f'{account.address} has {len(messages)} messages, not one')
        return messages[0]

    def request(self, method, path, body=None, headers=(), account=None, connection=None):
        """(status, header fields, octets) of a request over HTTPS, with Basic for an account."""
        web = connection or self.https()
        given = dict(headers)
        if account:
            given['Authorization'] = basic(account)
        try:
            web.request(method, path, body, given)
            answer = web.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            if not connection:
                web.close()

    def https(self):
        return http.client.HTTPSConnection(self.name, self.ports['https'], timeout=PATIENCE, context=self.tls())

    def https_socket(self):
        """A TLS socket to the web's listener, for what no library would send."""
        sock = socket.create_connection((HOST, self.ports['https']), PATIENCE)
        return self.tls().wrap_socket(sock, server_hostname=self.name)

    def session(self, account):
        """The JMAP session of an account."""
        status, _, text = self.request('GET', '/jmap/session', account=account)
        if status != 200:
            raise AssertionError(f'the session answers {status}: {text}')
        return json.loads(text)

    def jmap(self, account, *calls, using=()):
        """The responses to method calls; `using` beside the core."""
        body = {'using': ['urn:ietf:params:jmap:core', *using], 'methodCalls': list(calls)}
        status, _, text = self.request('POST', '/jmap/api', json.dumps(body), {'Content-Type': 'application/json'},
                                       account)
        if status != 200:
            raise AssertionError(f'the API answers {status}: {text}')
        return json.loads(text)['methodResponses']

    def raw(self, account=None, port='submissions'):
        """A plain TLS socket to the service, for what no library would send; see Dialogue."""
        sock = socket.create_connection((HOST, self.ports[port]), PATIENCE)
        if port in ('submissions', 'pop3s'):
            sock = self.tls().wrap_socket(sock, server_hostname=self.name)
        return Dialogue(sock, account)


class Installation(Service):
    """The service as an operator installs it: `bailey init`, edited settings, and the daemon."""

    name = 'localhost'

    def __init__(self, **settings):
        """`settings`: {'signin.failures_to_lock': 3, ...} beside the ports and paths."""
        super().__init__()
        self.config = os.path.join(self.folder, 'bailey.conf')
        self.ca = os.path.join(self.folder, 'ca.pem')
        self.settings = settings

    def configure(self):
        """Makes the configuration, with the paths and ports of this test, and then everything else."""
        base = free_port_base()
        self.ports = {name: base + n for n, name in enumerate(PORTS)}
        at = {LISTENERS[name]: [f'{HOST}:{port}'] for name, port in self.ports.items()}
        data = f'sqlite:{self.folder}/data/'
        self.write_config({
            'service.suffix': 'bailey.test', 'service.hostname': 'localhost',
            'database.community': data + 'community.db', 'database.queue': data + 'queue.db',
            'database.cells': [data + f'cell-{n}.db' for n in range(2)],
            'keys.ring': self.folder + '/keys', 'tls.certificate': self.folder + '/certificate.pem',
            'tls.key': self.folder + '/certificate.key', 'connections.drain': '5s', **at, **self.settings})
        made = self.bailey('init')
        if made.returncode != 0:
            raise AssertionError('bailey init: ' + made.stdout + made.stderr)
        return self

    def write_config(self, settings):
        sections = {}
        for name, value in settings.items():
            section, key = name.split('.')
            sections.setdefault(section, []).append(f'{key} = {json.dumps(value)}\n')
        with open(self.config, 'w', encoding='utf-8') as f:
            for section, lines in sections.items():
                f.write(f'[{section}]\n' + ''.join(lines))

    def add_user(self, address, password, organisation='Kestrel Chambers'):
        name = address.split('@')[0]
        added = self.bailey('user', 'add', address, '--organisation', organisation, '--first-name', name, '--last-name',
                            'Test', '--password-stdin', input=password + '\n')
        if added.returncode != 0:
            raise AssertionError(added.stderr)
        address += '.bailey.test'
        self.accounts[name + ' Test'] = Account(address, password, address, organisation, name + ' Test')
        return self.account(name)

    def start(self):
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen([BAILEYD, '--config', self.config], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        wait_until(self.ready, 'the daemon is ready')
        return self

    def ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f'baileyd ended with {self.process.returncode}:\n' + self.log()[-4000:])
        try:
            return self.page('/health/ready')[0] == 200
        except OSError:
            return False


class Dialogue:
    """Octets out, replies in. Signs in to SMTP if an account is given."""

    def __init__(self, sock, account):
        self.socket = sock
        self.reader = sock.makefile('rb')
        self.greeting = self.reply()
        if account:
            self.ask('EHLO laptop.example')
            token = base64.b64encode(f'\0{account.username}\0{account.password}'.encode()).decode()
            assert self.ask('AUTH PLAIN ' + token)[0] == 235

    def send(self, octets):
        self.socket.sendall(octets)

    def reply(self):
        """(code, text) of a reply of SMTP; (None, '') where the connection was closed. POP3: (0 or 1, line)."""
        text = ''
        while True:
            try:
                line = self.reader.readline().decode('utf-8', 'replace')
            except (ConnectionError, ssl.SSLError):
                line = ''
            if not line:
                return None, text
            if line.startswith(('+OK', '-ERR')):
                return int(line.startswith('+')), line.strip()
            text += line
            if line[3:4] == ' ':
                return int(line[:3]), text.strip()

    def ask(self, command):
        self.send(command.encode('utf-8') + b'\r\n')
        return self.reply()

    def close(self):
        self.reader.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
