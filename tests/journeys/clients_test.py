"""Journeys 1 and 2: ordinary mail programs send to and collect from the service, byte for byte."""
import glob
import os
import poplib
import shutil
import smtplib
import ssl
import subprocess
import tempfile
import unittest
import warnings

import letters
from service import HOST, PATIENCE, Service, body, sha256


def setUpModule():
    global service
    service = Service().start()


def tearDownModule():
    service.close()


def run(command, folder, input=b'', **identity):
    """Runs a mail program with `folder` for its home."""
    env = {**os.environ, 'HOME': folder, 'FETCHMAILHOME': folder, 'LC_ALL': 'C.UTF-8'}
    done = subprocess.run(command, input=input, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, env=env,
                          timeout=PATIENCE, **identity)
    if done.returncode != 0:
        said = done.stdout.decode(errors='replace')[-4000:]
        raise AssertionError(f'{command[0]} ended with {done.returncode}:\n{said}')
    return done.stdout


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'wb') as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    os.chmod(path, 0o600)
    return path


class WithFolder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='bailey-client-')
        self.addCleanup(shutil.rmtree, self.folder)


class Sending(WithFolder):
    """Journey 1: Margaret sends papers, Welsh and dots with every program; Dele gets each exactly as it was."""

    def journey(self, send, added=b''):
        margaret, dele = service.account('Margaret'), service.account('Dele')
        for message in letters.kinds(margaret, dele):
            send(margaret, dele, message)
            got = service.collect_one(dele)
            self.assertEqual(sha256(body(got)), sha256(body(message) + added))
            self.assertTrue(got.startswith(b'Return-Path: <' + margaret.address.encode() + b'>\r\nReceived: from '))

    def swaks(self, port, *tls):
        self.journey(self.with_swaks(port, *tls), added=b'\r\n')  # swaks ends what it reads from a file by a line

    def with_swaks(self, port, *tls):
        def send(sender, to, message):
            run(['swaks', '--server', HOST, '--port', str(service.ports[port]), *tls, '--tls-verify', '--tls-ca-path',
                 service.ca, '--ehlo', 'laptop.example', '--auth-user', sender.username,
                 '--auth-password', sender.password, '--from', sender.address, '--to', to.address,
                 '--data', '@' + write(self.folder, 'message', message)], self.folder)
        return send

    def test_1_1_swaks_under_tls(self):
        self.swaks('submissions', '--tls-on-connect', '--auth', 'PLAIN')

    def test_1_2_swaks_with_starttls(self):
        self.swaks('submission', '--tls', '--auth', 'PLAIN')

    def test_1_3_swaks_pipelining_with_auth_login(self):
        self.swaks('submission', '--tls', '--pipeline', '--auth', 'LOGIN')

    def msmtp(self, port, starttls):
        def send(sender, to, message):
            config = write(self.folder, 'msmtprc', '\n'.join([
                'account default', 'host localhost', f'port {service.ports[port]}', 'tls on',
                f'tls_starttls {starttls}', f'tls_trust_file {service.ca}', 'auth on', f'user {sender.username}',
                f'password {sender.password}', f'from {sender.address}', 'domain laptop.example', '']))
            # As sendmail(8) is called: lines end in LF.
            run(['msmtp', '-C', config, to.address], self.folder, message.replace(b'\r\n', b'\n'))
        return send

    def test_1_4_msmtp_under_tls(self):
        self.journey(self.msmtp('submissions', 'off'))

    def test_1_5_msmtp_with_starttls(self):
        self.journey(self.msmtp('submission', 'on'))

    def curl(self, url, *more):
        def send(sender, to, message):
            run(['curl', '--silent', '--show-error', '--cacert', service.ca, *more, '--url', url, '--user',
                 f'{sender.username}:{sender.password}', '--mail-from', sender.address, '--mail-rcpt', to.address,
                 '--upload-file', write(self.folder, 'message', message)], self.folder)
        return send

    def test_1_6_curl_under_tls(self):
        self.journey(self.curl(f'smtps://{HOST}:{service.ports["submissions"]}/laptop.example'))

    def test_1_7_curl_with_starttls_and_auth_login(self):
        self.journey(self.curl(f'smtp://{HOST}:{service.ports["submission"]}/laptop.example', '--ssl-reqd',
                               '--login-options', 'AUTH=LOGIN'))

    def test_1_8_smtplib_under_tls(self):
        self.journey(lambda sender, to, message: service.send(sender, to, message))

    def test_1_9_smtplib_with_starttls(self):
        def send(sender, to, message):
            with smtplib.SMTP(HOST, service.ports['submission'], 'laptop.example', PATIENCE) as s:
                s.starttls(context=service.tls())
                s.login(sender.username, sender.password)
                s.sendmail(sender.address, to.address, message, ['BODY=8BITMIME'])
        self.journey(send)


class Collecting(WithFolder):
    """Journey 2: Sam's mail, papers, Welsh and dots, is collected by every program and then gone from the server."""

    def journey(self, collect, line_end=b'\n'):
        gwenllian, sam = service.account('Gwenllian'), service.account('Sam')
        sent = letters.kinds(gwenllian, sam)
        for message in sent:
            service.send(gwenllian, sam, message)
        service.settled()
        got = collect(sam)
        self.assertEqual(sorted(sha256(body_of(m, line_end)) for m in got), sorted(sha256(body(m)) for m in sent))
        self.assertEqual(service.count(sam), 0)

    def maildir(self):
        path = os.path.join(self.folder, 'Maildir')
        for sub in ['', 'new', 'cur', 'tmp']:
            os.mkdir(os.path.join(path, sub))
        return path

    def read_all(self, pattern):
        messages = []
        for name in glob.glob(os.path.join(self.folder, pattern)):
            with open(name, 'rb') as f:
                messages.append(f.read())
        return messages

    def mpop(self, port, starttls):
        def collect(account):
            config = write(self.folder, 'mpoprc', '\n'.join([
                'account default', 'host localhost', f'port {service.ports[port]}', 'tls on',
                f'tls_starttls {starttls}', f'tls_trust_file {service.ca}', 'auth user', f'user {account.username}',
                f'password {account.password}', f'delivery maildir {self.maildir()}',
                f'uidls_file {self.folder}/uidls', 'keep off', 'received_header off', '']))
            run(['mpop', '-C', config], self.folder)
            return self.read_all('Maildir/new/*')
        return collect

    def test_2_1_mpop_under_tls(self):
        self.journey(self.mpop('pop3s', 'off'))

    def test_2_2_mpop_with_stls_and_pipelining(self):
        self.journey(self.mpop('pop3', 'on'))

    def fetchmail(self, port, tls):
        def collect(account):
            deliver = write(self.folder, 'deliver', f'#!/bin/sh\ncat > "$(mktemp {self.folder}/got.XXXXXX)"\n')
            os.chmod(deliver, 0o700)
            config = write(self.folder, 'fetchmailrc', (
                f'poll localhost protocol pop3 port {service.ports[port]} uidl auth password\n'
                f'  username "{account.username}" password "{account.password}" {tls} sslcertck\n'
                f'  sslcertfile "{service.ca}" no rewrite nokeep mda "{deliver}"\nset invisible\n'))
            run(['fetchmail', '-f', config, '--nosyslog', '--nodetach', '--pidfile', self.folder + '/pid', '--idfile',
                 self.folder + '/ids'], self.folder)
            return self.read_all('got.*')
        return collect

    def test_2_3_fetchmail_under_tls(self):
        self.journey(self.fetchmail('pop3s', 'ssl'))

    def test_2_4_fetchmail_with_stls(self):
        self.journey(self.fetchmail('pop3', 'sslproto "TLS1.2+"'))

    def test_2_5_getmail(self):
        def collect(account):
            with open(service.ca, 'rb') as f:
                ca = write(self.folder, 'ca.pem', f.read())
            write(self.folder, 'rc', '\n'.join([
                '[retriever]', 'type = SimplePOP3SSLRetriever', 'server = localhost',
                f'port = {service.ports["pop3s"]}', f'username = {account.username}', f'password = {account.password}',
                f'ca_certs = {ca}', '[destination]', 'type = Maildir', f'path = {self.maildir()}/', '[options]',
                'delete = true', 'received = false', 'delivered_to = false', '']))
            identity = {}
            if os.geteuid() == 0:  # getmail delivers nothing as root
                identity = {'user': 'nobody', 'group': 'nogroup', 'extra_groups': []}
                for folder, _, files in os.walk(self.folder):
                    for name in [folder, *(os.path.join(folder, file) for file in files)]:
                        shutil.chown(name, 'nobody', 'nogroup')
            run(['getmail', '--getmaildir', self.folder, '--rcfile', 'rc'], self.folder, **identity)
            return self.read_all('Maildir/new/*')
        self.journey(collect)

    def curl(self, url, *more):
        def collect(account):
            user = ['--silent', '--show-error', '--cacert', service.ca, *more, '--user',
                    f'{account.username}:{account.password}']
            listed = run(['curl', *user, '--url', url], self.folder).splitlines()
            got = []
            for n in range(1, len(listed) + 1):
                got.append(run(['curl', *user, '--url', f'{url}/{n}'], self.folder))
                self.assertEqual(int(listed[n - 1].split()[1]), len(got[-1]), 'LIST tells the size of RETR')
            for _ in listed:
                run(['curl', *user, '--url', f'{url}/1', '--request', 'DELE', '--list-only'], self.folder)
            return got
        return collect

    def test_2_6_curl_under_tls(self):
        self.journey(self.curl(f'pop3s://{HOST}:{service.ports["pop3s"]}'), b'\r\n')

    def test_2_7_curl_with_stls_and_sasl_plain(self):
        self.journey(self.curl(f'pop3://{HOST}:{service.ports["pop3"]}', '--ssl-reqd', '--login-options', 'AUTH=PLAIN'),
                     b'\r\n')

    def test_2_8_poplib_under_tls(self):
        self.journey(lambda account: service.collect(account, 3), b'\r\n')

    def test_2_9_poplib_with_stls(self):
        def collect(account):
            session = poplib.POP3(HOST, service.ports['pop3'], PATIENCE)
            session.stls(service.tls())
            session.user(account.username)
            session.pass_(account.password)
            got = [b'\r\n'.join(session.retr(n)[1]) + b'\r\n' for n in range(1, session.stat()[0] + 1)]
            for n in range(1, len(got) + 1):
                session.dele(n)
            session.quit()
            return got
        self.journey(collect, b'\r\n')

    def test_2_10_tls_1_2_is_enough_and_1_1_is_not(self):
        for version, good in [(ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_1, False)]:
            context = service.tls()
            context.set_ciphers('DEFAULT:@SECLEVEL=0')
            with warnings.catch_warnings():
                warnings.simplefilter('ignore', DeprecationWarning)  # that they are old is the point
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = version
            if good:
                poplib.POP3_SSL(HOST, service.ports['pop3s'], context=context).quit()
            else:
                with self.assertRaises(ssl.SSLError):
                    poplib.POP3_SSL(HOST, service.ports['pop3s'], context=context)


def body_of(message, line_end):
    """The body as it was on the wire, whatever line ends the program keeps."""
    return body(message if line_end == b'\r\n' else message.replace(b'\n', b'\r\n'))


if __name__ == '__main__':
    unittest.main()
