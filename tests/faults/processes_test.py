"""The roles in processes of their own over one PostgreSQL: what one of them does, the others hear of."""
import base64
import json
import os
import re
import signal
import smtplib
import socket
import ssl
import subprocess
import time
import unittest
import urllib.request

import postgres
from service import BINARIES, START_WITHIN, Service, free_ports

PATIENCE = 60


class Process:
    """A baileyd with some of the roles of an installation."""

    def __init__(self, service, roles):
        self.service, self.roles = service, roles
        self.config = os.path.join(service.folder, roles.replace(',', '-') + '.conf')
        with open(service.config) as file:
            text = file.read()
        metrics = f'127.0.0.1:{free_ports(1)}'
        section, found = re.subn(r'(\[metrics\]\n(?:#.*\n|\n)*listen = ).*', rf'\1["{metrics}"]', text)
        assert found == 1
        with open(self.config, 'w') as file:
            file.write(section)

    def start(self):
        begin = os.path.getsize(self.service.log.name)
        self.process = subprocess.Popen([os.path.join(BINARIES, 'baileyd'), '--config', self.config, '--roles', self.roles],
                                        stdout=self.service.log, stderr=self.service.log)
        deadline = time.monotonic() + START_WITHIN
        while 'server.started' not in self.service.log_text(begin):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.service.log_tail())
            time.sleep(0.02)
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


class Listener:
    """A program that hears of an account's changes by its event stream."""

    def __init__(self, web, address):
        self.sock = web.tls(socket.create_connection(('127.0.0.1', web.port), PATIENCE))
        # Whoever missed something is told at once: then it listens.
        self.sock.sendall(f'GET /jmap/eventsource?types=*&closeafter=no&ping=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n'
                          f'Authorization: {web.basic(address)}\r\nLast-Event-ID: long ago\r\n\r\n'.encode())
        self.text = b''
        self.state()

    def state(self):
        """The next state change."""
        while True:
            found = re.search(rb'data: (\{"@type":"StateChange".*\})\r?\n', self.text)
            if found:
                self.text = self.text[found.end():]
                return json.loads(found[1])['changed']
            more = self.sock.recv(65536)
            if not more:
                raise AssertionError('the stream ended: ' + repr(self.text))
            self.text += more

    def mail(self, account):
        """Waits for the next arrival of mail in an account; what else changes meanwhile is passed over."""
        while 'EmailDelivery' not in self.state().get(account, {}):
            pass

    def close(self):
        self.sock.close()


class Web:
    def __init__(self, service):
        self.service, self.port = service, service.facts['ports']['https']
        self.context = ssl.create_default_context(cafile=service.facts['ca'])

    def tls(self, sock):
        return self.context.wrap_socket(sock, server_hostname='127.0.0.1')

    def basic(self, address):
        return 'Basic ' + base64.b64encode(f'{address}:{self.service.accounts[address]}'.encode()).decode()

    def call(self, address, name, arguments, using):
        body = {'using': ['urn:ietf:params:jmap:core', *using], 'methodCalls': [[name, arguments, 'c']]}
        request = urllib.request.Request(f'https://127.0.0.1:{self.port}/jmap/api', json.dumps(body).encode(),
                                         {'Content-Type': 'application/json', 'Authorization': self.basic(address)})
        with urllib.request.urlopen(request, timeout=PATIENCE, context=self.context) as answer:
            return json.loads(answer.read())['methodResponses'][0]

    def own_account(self, address):
        request = urllib.request.Request(f'https://127.0.0.1:{self.port}/jmap/session',
                                         headers={'Authorization': self.basic(address)})
        with urllib.request.urlopen(request, timeout=PATIENCE, context=self.context) as answer:
            accounts = json.loads(answer.read())['accounts']
        return next(name for name, account in accounts.items() if account['isPersonal'])


class TwoProcesses(unittest.TestCase):
    def setUp(self):
        self.server = postgres.Server()
        self.addCleanup(self.server.remove)
        self.service = Service(self.server.url)
        self.addCleanup(self.service.close)
        self.processes = []
        self.addCleanup(self.stop)
        for roles in ('smtp,worker', 'web'):
            self.processes.append(Process(self.service, roles).start())
        self.web = Web(self.service)
        self.sender, self.reader = sorted(self.service.accounts)[:2]

    def stop(self):
        for process in self.processes:
            self.assertEqual(process.stop(), 0, self.service.log_tail())
        self.processes = []

    def send(self, sender, recipient, number):
        with smtplib.SMTP_SSL('127.0.0.1', self.service.facts['ports']['submissions'], timeout=PATIENCE,
                              context=self.web.context) as program:
            program.login(sender, self.service.accounts[sender])
            program.sendmail(sender, [recipient], f'From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: Number {number}\r\n'
                             f'\r\nHear, hear.\r\n'.encode())

    def listener(self, address):
        listener = Listener(self.web, address)
        self.addCleanup(listener.close)
        return listener

    def test_a_delivery_of_one_is_heard_by_those_who_listen_to_the_other(self):
        listener = self.listener(self.reader)
        account = self.web.own_account(self.reader)
        for number in range(3):
            self.send(self.sender, self.reader, number)
            listener.mail(account)

    def test_a_lost_connection_is_made_anew(self):
        listener, account = self.listener(self.reader), self.web.own_account(self.reader)
        self.server.stop('fast')
        self.server.start()
        deadline = time.monotonic() + PATIENCE
        while self.service.log_text().count('cell.announcements_missed') < 2 * len(self.processes):
            self.assertLess(time.monotonic(), deadline, self.service.log_tail())
            time.sleep(0.05)
        while True:  # connections that the restart has cut are noticed when they are used
            try:
                self.send(self.sender, self.reader, 0)
                break
            except smtplib.SMTPException as refused:
                self.assertLess(time.monotonic(), deadline, refused)
                time.sleep(0.2)
        listener.mail(account)

    def test_out_of_office_counts_for_the_process_that_delivers(self):
        self.send(self.sender, self.reader, 0)  # so that the worker knows: this one is in
        vacation = 'urn:ietf:params:jmap:vacationresponse'
        name, result, _ = self.web.call(self.reader, 'VacationResponse/set', {
            'accountId': self.web.own_account(self.reader),
            'update': {'singleton': {'isEnabled': True, 'subject': 'Away', 'textBody': 'Until Monday.'}}}, [vacation])
        self.assertIn('singleton', result.get('updated') or {}, (name, result))
        listener = self.listener(self.sender)
        self.send(self.sender, self.reader, 1)
        listener.mail(self.web.own_account(self.sender))

    def test_a_held_submission_of_one_is_settled_by_the_other(self):
        mail, submission = 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'
        account = self.web.own_account(self.sender)

        def ask(name, **arguments):
            answered, result, _ = self.web.call(self.sender, name, {'accountId': account, **arguments}, [mail, submission])
            self.assertEqual(answered, name, result)
            return result

        drafts = next(m['id'] for m in ask('Mailbox/get', ids=None)['list'] if m['role'] == 'drafts')
        identity = ask('Identity/get', ids=None)['list'][0]
        draft = ask('Email/set', create={'d': {
            'mailboxIds': {drafts: True}, 'from': [{'email': identity['email']}], 'to': [{'email': self.reader}],
            'subject': 'Later', 'bodyStructure': {'type': 'text/plain', 'partId': 't'},
            'bodyValues': {'t': {'value': 'Not yet.'}}}})['created']['d']['id']
        # RFC 4865: it waits in the queue, so that the worker delivers it.
        made = ask('EmailSubmission/set', create={'s': {
            'identityId': identity['id'], 'emailId': draft, 'envelope': {
                'mailFrom': {'email': identity['email'], 'parameters': {'HOLDFOR': '2'}},
                'rcptTo': [{'email': self.reader}]}}})
        self.assertIn('s', made.get('created') or {}, made)
        deadline = time.monotonic() + PATIENCE
        while True:
            one = ask('EmailSubmission/get', ids=[made['created']['s']['id']])['list'][0]
            if one['undoStatus'] == 'final' and one['deliveryStatus'][self.reader]['delivered'] == 'yes':
                return
            self.assertLess(time.monotonic(), deadline, one)
            time.sleep(0.1)


if __name__ == '__main__':
    unittest.main()
