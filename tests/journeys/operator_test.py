"""Journey 9: an operator installs the service, runs it, looks after it, and stops it."""
import json
import os
import poplib
import re
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import unittest

import letters
from service import BAILEY, BAILEYD, PATIENCE, PORTS, Installation, body, free_port_base, wait_until

ANN = 'walrus orbit kettle'
BOB = 'pebble under lantern'


def setUpModule():
    global service, ann, bob
    service = Installation(**{'signin.failures_to_lock': 3, 'connections.per_address': 8, 'log.format': 'json'})
    service.configure()
    done = service.bailey('organisation', 'add', 'Kestrel Chambers', '--domain', 'kestrelchambers.co.uk')
    assert done.returncode == 0, done.stderr
    ann, bob = service.add_user('ann@kestrelchambers.co.uk', ANN), service.add_user('bob@kestrelchambers.co.uk', BOB)
    service.start()


def tearDownModule():
    service.close()


def certificate_of(sock):
    return sock.getpeercert(binary_form=True)


class Running(unittest.TestCase):
    """The daemon runs on what `bailey init` made."""

    def bailey(self, *words, code=0, **more):
        done = service.bailey(*words, **more)
        self.assertEqual(done.returncode, code, f'bailey {" ".join(words)}:\n{done.stdout}{done.stderr}')
        return done.stdout if code == 0 else done.stderr

    def test_9_1_from_nothing_to_a_delivered_message(self):
        service.send(ann, bob, letters.letter(ann, bob))
        service.collect_one(bob)
        again = self.bailey('init')
        self.assertNotIn('wrote', again)
        self.assertNotIn('made', again, 'a second init changes nothing')
        for name in ('keys', 'certificate.key'):
            self.assertEqual(os.stat(os.path.join(service.folder, name)).st_mode & 0o777, 0o600, name)

    def test_9_2_what_became_of_a_message(self):
        message = service.send(ann, [bob, ann], letters.letter(ann, bob))
        service.collect_one(bob)
        service.collect_one(ann)
        service.settled()
        text = self.bailey('trace', message)
        self.assertIn(ann.address, text)
        self.assertRegex(text, re.escape(bob.address) + r' +delivered')
        traced = json.loads(self.bailey('trace', message, '--json'))
        self.assertEqual([r['state'] for r in traced['recipients']], ['delivered', 'delivered'])
        self.assertNotIn('Ten o clock', text, 'the envelope, never the content')
        self.assertIn('no message', self.bailey('trace', 'aaaaaaaaaaaaa', code=1))
        self.bailey('trace', 'not an id', code=2)
        self.assertEqual(self.bailey('queue', 'list'), 'Nothing waits.\n')
        self.assertEqual(self.bailey('queue', 'list', '--json'), '')

    def test_9_3_check_audit_and_users_beside_the_running_service(self):
        service.send(ann, bob, letters.with_papers(ann, bob, size=300_000))
        service.settled()
        self.assertIn('All is whole.', self.bailey('check'))
        service.collect_one(bob)
        self.assertRegex(self.bailey('audit', 'verify'),
                         r'^\d+ records, all as they were written\.\nHead: \d+ [0-9a-f]{64}')
        users = json.loads(self.bailey('user', 'list', '--json'))
        self.assertEqual({u['address'] for u in users} >= {ann.address, bob.address}, True)
        wait_until(lambda: 'signed_in' in self.bailey('audit', 'list'), 'the sign-ins are on record')

    def test_9_4_wrong_passwords_lock_and_the_operator_unlocks(self):
        cleo = service.add_user('cleo@kestrelchambers.co.uk', 'granite window seat')
        wait_until(lambda: self.known(cleo), 'the running service knows the new user')
        for n in range(3):
            self.assertEqual(self.sign_in(cleo, 'wrong'), (535, '5.7.8'), n)
        self.assertEqual(self.sign_in(cleo, cleo.password), (525, '5.7.13'), 'locked, even with the right password')
        with self.assertRaisesRegex(poplib.error_proto, r'\[SYS/PERM\].*locked'):
            service.pop3(cleo)
        self.assertIn('locked', self.bailey('user', 'show', cleo.address))
        self.assertIn('user_locked', self.bailey('audit', 'list'))
        self.bailey('user', 'unlock', cleo.address)
        wait_until(lambda: self.sign_in(cleo, cleo.password)[0] == 235, 'unlocked', 10)
        service.pop3(cleo).quit()

    def sign_in(self, account, password):
        with service.smtp() as s:
            s.user, s.password = account.username, password
            try:
                code, said = s.auth('PLAIN', s.auth_plain)
            except smtplib.SMTPAuthenticationError as e:
                code, said = e.smtp_code, e.smtp_error
            return code, said.decode().split()[0]

    def known(self, account):
        with service.smtp(ann) as s:
            s.mail(ann.address)
            return s.rcpt(account.address)[0] == 250

    def test_9_5_a_new_password_ends_the_old_one(self):
        dora = service.add_user('dora@kestrelchambers.co.uk', 'copper garden gate')
        wait_until(lambda: self.known(dora), 'the running service knows the new user')
        self.assertEqual(self.sign_in(dora, dora.password)[0], 235)
        change = ('user', 'password', dora.address, '--password-stdin')
        self.assertIn('password', self.bailey(*change, input='short\n', code=1))
        self.bailey(*change, input='silver garden gate\n')
        wait_until(lambda: self.sign_in(dora, 'silver garden gate')[0] == 235, 'the new one', 10)
        self.assertEqual(self.sign_in(dora, dora.password)[0], 535)
        self.bailey('user', 'suspend', dora.address)
        wait_until(lambda: self.sign_in(dora, 'silver garden gate')[0] == 525, 'suspended', 10)

    def test_9_6_a_one_time_password_is_for_the_first_sign_in_only(self):
        said = self.bailey('user', 'add', 'eve@kestrelchambers.co.uk', '--first-name', 'Eve', '--json')
        user = json.loads(said)
        eve = ann._replace(username=user['address'], address=user['address'])
        wait_until(lambda: self.known(eve), 'the running service knows the new user')
        self.assertEqual(self.sign_in(eve, user['one_time_password'])[0], 525)

    def test_9_7_a_new_certificate_without_a_restart(self):
        old = service.smtp(ann)
        before = certificate_of(old.sock)
        key, certificate = service.folder + '/certificate.key', service.folder + '/certificate.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
                        '-keyout', key, '-out', certificate], check=True, stderr=subprocess.DEVNULL)
        service.ca = certificate
        service.process.send_signal(signal.SIGHUP)

        def shown():
            try:
                with service.smtp() as s:
                    return certificate_of(s.sock)
            except ssl.SSLError:
                return None  # still the old one, which the new authority has not signed

        after = wait_until(shown, 'the new certificate', 10)
        self.assertNotEqual(after, before)
        self.assertEqual(old.noop()[0], 250, 'the connection from before goes on')
        self.assertEqual(old.sendmail(ann.address, bob.address, letters.letter(ann, bob)), {})
        old.quit()
        service.collect_one(bob)

        with open(certificate, 'w', encoding='ascii') as f:
            f.write('not a certificate\n')
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: 'reload' in service.log(), 'the mistake is logged', 10)
        with open(certificate, 'w', encoding='ascii') as f:
            f.write(ssl.DER_cert_to_PEM_cert(after))
        with service.smtp(ann) as s:
            self.assertEqual(certificate_of(s.sock), after, 'a bad file leaves the last good certificate in use')

    def test_9_8_health_and_metrics(self):
        self.assertEqual(service.page('/health/live')[0], 200)
        status, text = service.page('/health/ready')
        self.assertEqual((status, json.loads(text)), (200, {'ok': True, 'queue': True, 'cells': 2, 'cells_ok': 2}))
        before = service.metric('bailey_messages_total{outcome="ok",protocol="submissions"}')
        service.send(ann, bob, letters.letter(ann, bob))
        service.collect_one(bob)
        self.assertEqual(service.metric('bailey_messages_total{outcome="ok",protocol="submissions"}'), before + 1)
        self.assertEqual(service.page('/nothing')[0], 404)

    def test_9_9_too_many_connections_from_one_address(self):
        held, refused = [], 0
        try:
            for _ in range(12):
                d = service.raw(port='submission')
                held.append(d)
                refused += d.greeting[0] != 220
            self.assertEqual(refused, 4, [d.greeting for d in held])
            self.assertEqual({d.greeting[0] for d in held}, {220, 421})
        finally:
            for d in held:
                d.close()
        wait_until(self.let_in, 'room again', 10)

    def let_in(self):
        with service.raw(port='submission') as d:
            return d.greeting[0] == 220

    def test_9_10_the_log_is_json_without_secrets(self):
        service.smtp(ann).quit()
        lines = [line for line in service.log().splitlines() if line]
        for line in lines:
            self.assertIn('level', json.loads(line))
        for secret in (ANN, BOB):
            self.assertNotIn(secret, '\n'.join(lines))

    def test_9_11_a_stop_lets_a_message_in_transfer_finish(self):
        idle, busy = service.smtp(ann), service.smtp(ann)
        reading = service.pop3(bob)
        busy.mail(ann.address)
        busy.rcpt(bob.address)
        busy.docmd('DATA')
        text = b'first half\r\nsecond half\r\n'
        busy.send(letters.letter(ann, bob, text=text[:10]))
        service.process.send_signal(signal.SIGTERM)
        self.assertEqual(idle.getreply()[0], 421, 'who has nothing under way is told')
        with self.assertRaises(OSError):
            wait_until(lambda: service.raw(port='submission').close(), 'nobody new is let in', 5)
        busy.send(text[10:] + b'.\r\n')
        self.assertEqual(busy.getreply()[0], 250)
        self.assertEqual(service.process.wait(PATIENCE), 0)
        service.process = None
        idle.close()
        busy.close()
        reading.close()
        service.start()
        self.assertEqual(body(service.collect_one(bob)), text)


class Mistaking(unittest.TestCase):
    """What is wrong with a configuration is named by file and line, before anything starts."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='bailey-config-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, 'bailey.conf')

    def run_it(self, *command):
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)

    def test_9_12_mistakes_are_named_by_line(self):
        mistakes = {
            '[service]\nsufix = "x.example"\n': (2, 'sufix'),
            '[service]\nsuffix = 5\n': (2, 'suffix'),
            '[smtp]\n\n\nmessage_size = "50 bananas"\n': (4, 'message_size'),
            '[queue]\nlifetime = "-1d"\n': (2, 'lifetime'),
            '[nonsense]\na = 1\n': (1, 'nonsense'),
            '[smtp]\nsubmission = ["127.0.0.1"]\n': (2, 'submission'),
            '[service\nsuffix = "x.example"\n': (1, ''),
        }
        for text, (line, word) in mistakes.items():
            with self.subTest(text):
                with open(self.path, 'w', encoding='utf-8') as f:
                    f.write(text)
                for command in ([BAILEYD, '--config', self.path], [BAILEYD, '--config', self.path, '--check']):
                    done = self.run_it(*command)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertRegex(done.stderr, f'^{re.escape(self.path)}:{line}(:\\d+)?: .*{word}')
                done = self.run_it(BAILEY, 'config', 'check', '--config', self.path)
                self.assertEqual(done.returncode, 1)
                self.assertIn(f'{self.path}:{line}', done.stderr)

    def test_9_13_a_file_that_is_missing_and_a_role_that_is_not(self):
        done = self.run_it(BAILEYD, '--config', self.path)
        self.assertEqual(done.returncode, 2)
        self.assertIn(self.path, done.stderr)
        done = self.run_it(BAILEYD, '--config', service.config, '--roles', 'smtp,imap')
        self.assertEqual(done.returncode, 2)
        self.assertIn('imap', done.stderr)
        self.assertEqual(self.run_it(BAILEYD, '--config', service.config, '--check').returncode, 0)

    def test_9_14_a_port_that_is_taken(self):
        done = self.run_it(BAILEYD, '--config', service.config)
        self.assertEqual(done.returncode, 1, 'the service runs already')
        self.assertIn(str(service.ports[PORTS[0]]), done.stderr)

    def test_9_14_1_sqlite_is_served_by_one_process(self):
        with open(service.config, encoding='utf-8') as f:
            text = f.read()
        base = free_port_base()
        for n, port in enumerate(service.ports.values()):
            text = text.replace(f':{port}"', f':{base + n}"')
        with open(self.path, 'w', encoding='utf-8') as f:
            f.write(text)
        done = self.run_it(BAILEYD, '--config', self.path, '--roles', 'web')
        self.assertEqual(done.returncode, 1, 'the service runs already')
        self.assertIn('database.served_already', done.stderr)
        self.assertEqual(service.bailey('user', 'list').returncode, 0, 'commands go on')

    def test_9_15_sockets_from_systemd(self):
        """sd_listen_fds(3): the sockets come by name as descriptors from 3 up, and the daemon opens none for these."""
        with socket.create_server(('127.0.0.1', 0)) as pop3s, socket.create_server(('127.0.0.1', 0)) as metrics:
            other = Installation()
            self.addCleanup(other.close)
            other.configure()
            given = {'pop3s': pop3s.getsockname()[1], 'metrics': metrics.getsockname()[1]}

            def pass_on():
                copies = [os.dup(sock.fileno()) for sock in (pop3s, metrics)]
                for n, copy in enumerate(copies):
                    os.dup2(copy, 3 + n, inheritable=True)

            with open(other.log_path, 'ab') as log:
                other.process = subprocess.Popen(
                    ['sh', '-c', 'export LISTEN_PID=$$; exec "$0" --config "$1"', BAILEYD, other.config],
                    env={**os.environ, 'LISTEN_FDS': '2', 'LISTEN_FDNAMES': 'pop3s:metrics'}, stdout=log, stderr=log,
                    preexec_fn=pass_on, pass_fds=(3, 4))
            own = dict(other.ports)
            other.ports.update(given)
            wait_until(other.ready, 'the daemon is ready')
            with other.raw(port='pop3s') as d:
                self.assertEqual(d.greeting[0], 1)
            with self.assertRaises(ConnectionRefusedError):
                socket.create_connection(('127.0.0.1', own['pop3s']))
            with other.raw(port='submission') as d:
                self.assertEqual(d.greeting[0], 220)

    def test_9_16_the_sample_is_a_configuration(self):
        with open(self.path, 'w', encoding='utf-8') as f:
            f.write(self.run_it(BAILEY, 'config', 'defaults').stdout)
        done = self.run_it(BAILEY, 'config', 'check', '--config', self.path)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == '__main__':
    unittest.main()
