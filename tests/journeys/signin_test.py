"""Journey 15: people get in: the first time, with a second factor, with a forgotten password, and after a lock; and others
do not."""
import base64
import email
import email.policy
import glob
import hashlib
import hmac
import json
import os
import re
import smtplib
import poplib
import statistics
import struct
import time
import unittest

from relay import Relay
from service import Installation, Service, wait_until

PASSWORD, OTHER = 'walrus orbit kettle', 'lantern quiet harbour'


def code_of(secret, steps=0):
    """RFC 6238, as an authenticator app works it out; `steps` from now."""
    counter = struct.pack('>Q', int(time.time()) // 30 + steps)
    mac = hmac.new(base64.b32decode(secret + '=' * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    at = mac[19] & 15
    return f'{(struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06}'


class Browser:
    """Our own page in a browser: it keeps its cookies and says where its requests come from."""

    def __init__(self, at, agent='Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0'):
        self.at, self.agent, self.cookies = at, agent, {}

    def ask(self, method, path, **body):
        given = {'X-Bailey': '1', 'Sec-Fetch-Site': 'same-origin', 'User-Agent': self.agent,
                 'Content-Type': 'application/json'}
        if self.cookies:
            given['Cookie'] = '; '.join(f'{name}={value}' for name, value in self.cookies.items())
        status, fields, text = self.at.request(method, path, json.dumps(body) if method == 'POST' else None, given)
        for field in fields.get_all('Set-Cookie') or []:
            name, value = field.split(';')[0].split('=', 1)
            self.cookies[name] = value
        return status, json.loads(text) if text else None

    def post(self, path, **body):
        """What a request that must succeed answers."""
        status, said = self.ask('POST', path, **body)
        if status >= 300:
            raise AssertionError(f'{path} answers {status}: {said}')
        return said

    def refused(self, path, **body):
        """The kind of error."""
        status, said = self.ask('POST', path, **body)
        if status < 400:
            raise AssertionError(f'{path} answers {status}: {said}')
        return said['type'].rsplit(':', 1)[1]

    def next(self):
        return self.ask('GET', '/api/me')[1]['next']

    def opens_mail(self):
        return self.ask('GET', '/jmap/session')[0] == 200


def setUpModule():
    global at, relay, folder
    at = Installation(**{'signin.argon2_memory': '8MB', 'signin.failures_to_lock': 5, 'notices.user': 'bailey',
                         'notices.tls': 'starttls'})
    folder = at.folder
    with open(os.path.join(folder, 'password'), 'w', encoding='utf-8') as f:
        f.write('relay secret\n')
    with open(os.path.join(folder, 'conditions.txt'), 'w', encoding='utf-8') as f:
        f.write('2026-11\n\nBe kind to the registry.\n')
    with open(os.path.join(folder, 'conditions.cy.txt'), 'w', encoding='utf-8') as f:
        f.write("2026-11\n\nByddwch yn garedig wrth y gofrestrfa.\n")
    relay = Relay(os.path.join(folder, 'certificate.pem'), os.path.join(folder, 'certificate.key'), 'bailey', 'relay secret')
    at.settings.update({'notices.relay': f'localhost:{relay.port}', 'notices.password_file': folder + '/password',
                        'notices.authorities': folder + '/ca.pem', 'signin.conditions': folder + '/conditions.txt'})
    at.configure()
    at.bailey('organisation', 'add', 'Kestrel Chambers', '--domain', 'kestrel.example')
    at.bailey('organisation', 'add', 'Pryce Vaughan', '--domain', 'pryce.example')
    at.bailey('organisation', 'set', 'Pryce Vaughan', '--second-factor', 'off')
    at.start()


def tearDownModule():
    at.close()
    relay.close()


class GettingIn(unittest.TestCase):
    def user(self, address, organisation='Kestrel Chambers'):
        """A user who has signed in before, and accepted the conditions; where it is off, without a second factor."""
        account = at.add_user(address, PASSWORD, organisation)
        page = Browser(at)
        said = page.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual(said['next'], 'conditions')
        said = page.post('/api/sign-in/conditions', version='2026-11')
        return account, page, said

    def letter(self, to, subject):
        """The newest notice to somebody, once it has come, and out of the box."""
        def come():
            for one in reversed(relay.letters):
                if one[1] == to and subject in one[2]['Subject']:
                    return one
            return None
        found = wait_until(come, f'a notice to {to}: {subject}')
        relay.letters.remove(found)
        return found

    def code(self, to, subject):
        text = self.letter(to, subject)[2].get_content()
        return re.search(r'^    (\d+)\r?$', text, re.M).group(1)

    def token(self, to, subject):
        text = self.letter(to, subject)[2].get_content()
        return re.search(r'^    https://localhost/#/\w+/([\w-]+)\r?$', text, re.M).group(1)

    def with_address(self, address, outside):
        account, page, said = self.user(address, 'Pryce Vaughan')
        self.assertIsNone(said['next'])
        page.post('/api/recovery-address', address=outside, password=PASSWORD)
        page.post('/api/recovery-address/verify', code=self.code(outside, 'Confirm'))
        return account, page

    def test_15_1_the_first_sign_in_to_the_inbox(self):
        made = json.loads(at.bailey('user', 'add', 'bob@kestrel.example', '--first-name', 'Bob', '--json').stdout)
        page = Browser(at)
        self.assertEqual(page.next(), 'signIn')
        said = page.post('/api/sign-in', username='bob@kestrel.example', password=made['one_time_password'])
        self.assertEqual(said['next'], 'password')
        self.assertFalse(page.opens_mail())
        self.assertEqual(page.refused('/api/sign-in/conditions', version='2026-11'), 'notThisStep')
        self.assertEqual(page.refused('/api/sign-in/password', newPassword='password1234'), 'weakPassword')
        said = page.post('/api/sign-in/password', newPassword=PASSWORD)
        self.assertEqual(said['next'], 'conditions')
        self.assertEqual(page.next(), 'conditions', 'after a reload')
        shown = page.ask('GET', '/api/conditions?language=cy')[1]
        self.assertIn('gofrestrfa', shown['text'])
        said = page.post('/api/sign-in/conditions', version=shown['version'])
        self.assertEqual((said['next'], said['mayBeSkipped']), ('setUp', False))
        self.assertEqual(page.refused('/api/sign-in/skip'), 'secondFactorRequired')
        self.assertFalse(page.opens_mail())
        begun = page.post('/api/second-factor/totp')
        self.assertIn('secret=' + begun['secret'], begun['uri'])
        said = page.post('/api/second-factor/totp/confirm', code=code_of(begun['secret']))
        self.assertIsNone(said['next'])
        self.assertEqual(len(said['recoveryCodes']), 10)
        status, session = page.ask('GET', '/jmap/session')
        self.assertEqual((status, session['username']), (200, 'bob@kestrel.example.bailey.test'))
        account = next(iter(session['accounts']))
        _, said = page.ask('POST', '/jmap/api', using=['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'],
                           methodCalls=[['Mailbox/query', {'accountId': account, 'filter': {'role': 'inbox'}}, '1']])
        self.assertEqual(len(said['methodResponses'][0][1]['ids']), 1)
        audit = at.bailey('audit', 'list').stdout
        for act in ('password_changed', 'conditions_accepted', 'second_factor_set'):
            self.assertIn(act, audit)

    def test_15_2_a_second_factor_and_mail_programs(self):
        account, page, said = self.user('cal@kestrel.example')
        self.assertEqual(said['next'], 'setUp')
        with at.smtp(account) as program:
            self.assertEqual(program.noop()[0], 250)
        secret = page.post('/api/second-factor/totp')['secret']
        codes = page.post('/api/second-factor/totp/confirm', code=code_of(secret))['recoveryCodes']
        with self.assertRaises(smtplib.SMTPAuthenticationError) as refused:
            at.smtp(account)
        self.assertEqual(refused.exception.smtp_code, 534)
        self.assertIn(b'app password', refused.exception.smtp_error)
        with self.assertRaises(poplib.error_proto) as refused:
            at.pop3(account)
        self.assertIn('[AUTH]', str(refused.exception))
        status, _, text = at.request('GET', '/jmap/session', account=account)
        self.assertEqual((status, json.loads(text)['type']), (403, 'urn:bailey:error:appPasswordNeeded'))
        made = page.post('/api/app-passwords', name='Thunderbird')
        program = account._replace(password=made['password'])
        with at.smtp(program) as session:
            self.assertEqual(session.noop()[0], 250)
        self.assertEqual(at.count(program), 0)

        elsewhere = Browser(at)
        said = elsewhere.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual((said['next'], said['ways']), ('secondFactor', ['totp', 'recoveryCode']))
        self.assertFalse(elsewhere.opens_mail())
        self.assertEqual(elsewhere.refused('/api/sign-in/second-factor', way='totp', code='000000'), 'wrongCode')
        code = code_of(secret, 1)  # a clock that is ahead, and not the code that confirmed
        said = elsewhere.post('/api/sign-in/second-factor', way='totp', code=code, remember=True)
        self.assertIsNone(said['next'])
        self.assertTrue(elsewhere.opens_mail())
        third = Browser(at)
        third.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual(third.refused('/api/sign-in/second-factor', way='totp', code=code), 'wrongCode', 'replayed')
        self.assertIsNone(third.post('/api/sign-in/second-factor', way='recoveryCode', code=codes[0])['next'])
        elsewhere.post('/api/sign-out')
        said = elsewhere.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertIsNone(said['next'], 'this browser is remembered')
        third.post('/api/sign-out')
        third.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual(third.refused('/api/sign-in/second-factor', way='recoveryCode', code=codes[0]), 'wrongCode')
        self.assertEqual(at.bailey('second-factor', 'reset', account.address).returncode, 0)
        wait_until(lambda: Browser(at).post('/api/sign-in', username=account.address, password=PASSWORD)['next'] == 'setUp',
                   'the operator took it away')

    def test_15_3_a_code_by_mail(self):
        account, page, said = self.user('dot@kestrel.example')
        self.assertEqual(said['next'], 'setUp')
        page.post('/api/recovery-address', address='dot@example.org')
        sender, _, letter = self.letter('dot@example.org', 'Confirm')
        self.assertEqual(sender, 'notices@bailey.test')
        self.assertEqual(letter['Auto-Submitted'], 'auto-generated')
        self.assertNotIn('kestrel', letter.as_string(), 'it names nobody')
        code = re.search(r'^    (\d{6})\r?$', letter.get_content(), re.M).group(1)
        self.assertIsNone(page.post('/api/recovery-address/verify', code=code)['next'])
        again = Browser(at)
        said = again.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual((said['next'], said['ways'], said['email']), ('secondFactor', ['email'], 'd…@e…'))
        again.post('/api/sign-in/code')
        code = self.code('dot@example.org', 'Your sign-in code')
        self.assertIsNone(again.post('/api/sign-in/second-factor', way='email', code=code)['next'])
        third = Browser(at)
        third.post('/api/sign-in', username=account.address, password=PASSWORD)
        self.assertEqual(third.refused('/api/sign-in/second-factor', way='email', code=code), 'codeNotValid')

    def test_15_4_a_forgotten_password(self):
        account, page = self.with_address('eve@pryce.example', 'eve@example.org')
        page.post('/api/language', language='cy')
        stranger = Browser(at)
        self.assertEqual(stranger.post('/api/forgotten', username='eve@pryce.example'), {})
        token = self.token('eve@example.org', 'Dewiswch gyfrinair newydd')
        self.assertEqual(stranger.post('/api/forgotten/check', token=token),
                         {'username': account.address, 'language': 'cy', 'ways': []})
        self.assertEqual(stranger.refused('/api/forgotten/password', token=token, newPassword='short'), 'weakPassword')
        said = stranger.post('/api/forgotten/password', token=token, newPassword=OTHER)
        self.assertIsNone(said['next'])
        self.assertTrue(stranger.opens_mail())
        self.assertFalse(page.opens_mail(), 'every other session has ended')
        self.assertEqual(Browser(at).refused('/api/forgotten/password', token=token, newPassword=PASSWORD),
                         'linkNotValid')
        self.letter('eve@example.org', 'Newidiwyd eich cyfrinair')
        self.assertIn('password_recovered', at.bailey('audit', 'list').stdout)
        with at.smtp(account._replace(password=OTHER)) as program:
            self.assertEqual(program.noop()[0], 250)

    def test_15_5_a_lock_is_undone_by_oneself(self):
        account, _ = self.with_address('fay@pryce.example', 'fay@example.org')
        page = Browser(at)

        def locked():
            kind = page.refused('/api/sign-in', username=account.address, password='wrong')
            time.sleep(0 if kind == 'wrongPassword' else 0.3)
            return kind == 'locked'
        wait_until(locked, 'the lock')
        self.assertEqual(page.refused('/api/sign-in', username=account.address, password=PASSWORD), 'locked')
        page.post('/api/forgotten', username=account.address)
        code = self.code('fay@example.org', 'Choose a new password')
        said = page.post('/api/forgotten/password', username=account.address, code=code, newPassword=OTHER)
        self.assertIsNone(said['next'])
        self.assertTrue(page.opens_mail())
        self.assertIsNone(Browser(at).post('/api/sign-in', username=account.address, password=OTHER)['next'])

    def test_15_6_nobody_learns_who_is_a_member(self):
        account, _ = self.with_address('gil@pryce.example', 'gil@example.org')
        names = {'known': account.address, 'unknown': 'nobody@pryce.example', 'outside': 'x@elsewhere.org'}
        said, took = {}, {name: [] for name in names}
        for _ in range(3):  # in turn, so that a busy machine is as slow with one as with the other
            for kind, name in names.items():
                page = Browser(at)
                began = time.perf_counter()
                answers = [page.ask('POST', '/api/forgotten', username=name)]
                took[kind].append(time.perf_counter() - began)
                answers.append(page.ask('POST', '/api/forgotten/check', username=name, code='12345678'))
                self.assertEqual(said.setdefault('same', answers), answers, kind)
        self.assertLess(statistics.median(took['known']), 0.2 + statistics.median(took['unknown']))
        for kind, name in names.items():
            answers = Browser(at).ask('POST', '/api/sign-in', username=name, password='wrong')
            self.assertEqual(said.setdefault('sign-in', answers), answers, kind)

    def test_15_7_a_notice_survives_a_restart_and_a_relay_that_is_busy(self):
        account, _ = self.with_address('huw@pryce.example', 'huw@example.org')
        relay.refusing = 1
        Browser(at).post('/api/forgotten', username=account.address)
        wait_until(lambda: relay.refusing == 0, 'the relay has put it off')
        at.stop()
        at.start()
        token = self.token('huw@example.org', 'Choose a new password')
        self.assertEqual(Browser(at).post('/api/forgotten/check', token=token)['username'], account.address)

    def test_15_8_where_one_is_signed_in(self):
        account, page, said = self.user('ivy@pryce.example', 'Pryce Vaughan')
        phone = Browser(at, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like '
                            'Gecko) Version/17.6 Mobile/15E148 Safari/604.1')
        phone.post('/api/sign-in', username=account.address, password=PASSWORD)
        listed = page.ask('GET', '/api/sessions')[1]['list']
        self.assertEqual({(one['device'], one['current']) for one in listed},
                         {('Firefox on Windows', True), ('Safari on iPhone', False)})
        self.assertEqual(page.ask('DELETE', '/api/sessions')[0], 204)
        wait_until(lambda: not phone.opens_mail(), 'the phone is signed out')
        self.assertTrue(page.opens_mail())
        me = page.ask('GET', '/api/me')[1]
        self.assertEqual((me['next'], me['name'], me['organisation']['name'], me['toSetUp']),
                         (None, 'ivy Test', 'Pryce Vaughan', ['secondFactor', 'recoveryAddress']))


class Demonstration(unittest.TestCase):
    """`bailey demo` writes notices into a folder, and asks one member's people alone for a second factor."""

    def test_15_9_a_forgotten_password(self):
        service = Service()
        try:
            service.start()
            margaret, noor = service.account('Margaret'), service.account('Noor')
            page = Browser(service)
            self.assertIsNone(page.post('/api/sign-in', username=margaret.address, password=margaret.password)['next'])
            self.assertEqual(Browser(service).post('/api/sign-in', username=noor.address, password=noor.password)['next'],
                             'setUp')
            page.post('/api/forgotten', username=margaret.address)
            notice = wait_until(lambda: glob.glob(os.path.join(service.dir, 'notices', '*.eml')), 'a notice')[0]
            with open(notice, 'rb') as f:
                text = email.message_from_binary_file(f, policy=email.policy.default).get_content()
            link = re.search(rf'^    https://127\.0\.0\.1:{service.ports["https"]}/#/reset/([\w-]+)\r?$', text, re.M)
            said = page.post('/api/forgotten/password', token=link.group(1), newPassword=OTHER)
            self.assertIsNone(said['next'])
        finally:
            service.close()
