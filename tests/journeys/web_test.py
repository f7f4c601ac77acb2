"""Journey 10: programs use the API over HTTPS, and browsers sign in."""
import contextlib
import email
import email.policy
import gzip
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import textwrap
import threading
import unittest

import letters
from service import HOST, PATIENCE, ROOT, Installation, Service, basic, wait_until

CORE = 'urn:ietf:params:jmap:core'


def setUpModule():
    global service, alun, keira, margaret
    service = Service().start()
    alun, keira, margaret = (service.account(n) for n in ('Alun', 'Keira', 'Margaret'))


def tearDownModule():
    service.close()


def rest(sock):
    """What comes until the server closes."""
    said = b''
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while piece := sock.recv(65536):
            said += piece
    return said


class Browser:
    """Our own page in a browser: it keeps the cookie and says where its requests come from."""

    def __init__(self, at=None):
        self.service = at or service
        self.cookie = None

    def ask(self, method, path, body=None, **headers):
        """(status, JSON, header fields)."""
        given = {'X-Bailey': '1', 'Sec-Fetch-Site': 'same-origin', 'User-Agent': 'Firefox on Linux'}
        if body is not None:
            given['Content-Type'] = 'application/json'
        if self.cookie:
            given['Cookie'] = self.cookie
        given.update({name.replace('_', '-'): value for name, value in headers.items()})
        status, fields, text = self.service.request(method, path, None if body is None else json.dumps(body), given)
        if fields['Set-Cookie']:
            self.cookie = fields['Set-Cookie'].split(';')[0]
        return status, json.loads(text) if text else None, fields

    def sign_in(self, account):
        status, said, fields = self.ask('POST', '/api/sign-in',
                                        {'username': account.username, 'password': account.password})
        if status != 200:
            raise AssertionError(f'signing in answers {status}: {said}')
        return fields


class Programs(unittest.TestCase):
    """What RFC 8620 asks of the server as a whole, over real HTTPS."""

    def test_10_1_the_session_by_password_token_and_cookie(self):
        by_password = service.session(alun)
        self.assertEqual(by_password['username'], alun.address)
        page = Browser()
        page.sign_in(alun)
        status, made, _ = page.ask('POST', '/api/tokens', {'name': 'Case system'})
        self.assertEqual(status, 201)
        status, _, text = service.request('GET', '/jmap/session', headers={'Authorization': 'Bearer ' + made['token']})
        self.assertEqual((status, json.loads(text)), (200, by_password))
        status, by_cookie, _ = page.ask('GET', '/jmap/session')
        self.assertEqual((status, by_cookie), (200, by_password))
        own, shared = by_password['accounts'].values()
        self.assertEqual((own['name'], own['isPersonal'], own['isReadOnly']), (alun.address, True, False))
        self.assertEqual((shared['isPersonal'], shared['isReadOnly']), (False, False))

    def test_10_2_whoever_is_not_signed_in_is_told_how(self):
        for headers in ({}, {'Authorization': 'Bearer nonsense'}, {'Authorization': 'Basic bm9ib2R5Og=='},
                        {'Cookie': '__Host-bailey=nonsense'}):
            with self.subTest(headers):
                status, fields, text = service.request('GET', '/jmap/session', headers=headers)
                self.assertEqual(status, 401)
                self.assertIn('Basic realm="Bailey", charset="UTF-8"', fields.get_all('WWW-Authenticate'))
                self.assertEqual(fields['Content-Type'], 'application/problem+json')
                self.assertEqual(json.loads(text)['status'], 401)

    def test_10_3_the_well_known_address_and_absolute_urls(self):
        status, fields, _ = service.request('GET', '/.well-known/jmap')
        origin = f'https://{HOST}:{service.ports["https"]}'
        self.assertEqual((status, fields['Location']), (307, origin + '/jmap/session'))
        session = service.session(alun)
        for name in ('apiUrl', 'downloadUrl', 'uploadUrl', 'eventSourceUrl'):
            self.assertTrue(session[name].startswith(origin + '/jmap/'), session[name])
        socket_url = session['capabilities']['urn:ietf:params:jmap:websocket']['url']
        self.assertEqual(socket_url, origin.replace('https', 'wss') + '/jmap/ws')

    def test_10_4_a_method_is_called(self):
        self.assertEqual(service.jmap(alun, ['Core/echo', {'hello': True}, 'c1']), [['Core/echo', {'hello': True}, 'c1']])

    def test_10_5_the_fields_that_protect(self):
        _, fields, _ = service.request('GET', '/jmap/session', account=alun)
        self.assertEqual(fields['Strict-Transport-Security'], 'max-age=63072000')
        self.assertEqual(fields['X-Content-Type-Options'], 'nosniff')
        self.assertIn("default-src 'none'", fields['Content-Security-Policy'])
        self.assertIsNone(fields['Access-Control-Allow-Origin'])

    def test_10_6_a_file_goes_up_and_comes_down(self):
        octets = os.urandom(700_000)
        account = next(iter(service.session(alun)['accounts']))
        status, _, text = service.request('POST', f'/jmap/upload/{account}', octets, {'Content-Type': 'image/png'}, alun)
        self.assertEqual(status, 201, text)
        said = json.loads(text)
        self.assertEqual((said['accountId'], said['type'], said['size']), (account, 'image/png', len(octets)))
        path = f'/jmap/download/{account}/{said["blobId"]}/plan%20%C3%A9.png?type=image/png'
        status, fields, text = service.request('GET', path, account=alun)
        self.assertEqual((status, fields['Content-Type']), (200, 'image/png'))
        self.assertEqual(text, octets)
        self.assertEqual(fields['Content-Disposition'],
                         "attachment; filename=\"plan __.png\"; filename*=UTF-8''plan%20%C3%A9.png")
        status, fields, text = service.request('GET', path, headers={'Range': 'bytes=262100-262200'}, account=alun)
        self.assertEqual((status, fields['Content-Range']), (206, f'bytes 262100-262200/{len(octets)}'))
        self.assertEqual(text, octets[262100:262201])
        self.assertEqual(service.request('GET', path, account=keira)[0], 404, 'somebody else')
        other = next(iter(service.session(keira)['accounts']))
        self.assertEqual(service.request('GET', path.replace(account, other), account=keira)[0], 404)

    def test_10_7_a_change_is_heard_of(self):
        with service.https_socket() as sock:
            sock.sendall(f'GET /jmap/eventsource?types=*&closeafter=state&ping=0 HTTP/1.1\r\nHost: {HOST}\r\n'
                         f'Authorization: {basic(alun)}\r\n\r\n'.encode())
            said = b''
            while b'\r\n\r\n' not in said:
                said += sock.recv(65536)
            self.assertIn(b'200 OK', said)
            self.assertIn(b'Content-Type: text/event-stream', said)
            # Where the listener begins is read after the answer: what comes before that is not news.
            stop = threading.Event()

            def write():
                while not stop.wait(0.3):
                    service.send(margaret, alun, letters.letter(margaret, alun))

            writer = threading.Thread(target=write)
            writer.start()
            try:
                said += rest(sock)
            finally:
                stop.set()
                writer.join()
            event = said.split(b'\r\n\r\n', 1)[1].decode()
            self.assertIn('event: state\n', event)
            data = json.loads(next(line[6:] for line in event.splitlines() if line.startswith('data: ')))
            self.assertEqual(data['@type'], 'StateChange')
            account = next(iter(service.session(alun)['accounts']))
            self.assertIn('Email', data['changed'][account])

    def upgrade(self, sock, more=''):
        sock.sendall((f'GET /jmap/ws HTTP/1.1\r\nHost: {HOST}:{service.ports["https"]}\r\nAuthorization: {basic(alun)}\r\n'
                      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
                      f'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n').encode())
        said = b''
        while b'\r\n\r\n' not in said:
            said += sock.recv(65536)
        return int(said[9:12])

    def test_10_21_mail_is_written_by_a_program(self):
        account = next(iter(service.session(keira)['accounts']))
        uses = [f'urn:ietf:params:jmap:{name}' for name in ('mail', 'blob', 'quota')]
        papers = letters.octets(50_000)
        status, _, text = service.request('POST', f'/jmap/upload/{account}', papers, {'Content-Type': 'application/pdf'}, keira)
        self.assertEqual(status, 201, text)
        draft = {'mailboxIds': {'m1': True}, 'keywords': {'$draft': True}, 'subject': 'Gwrandawiad – dydd Gwener, tŷ 2',
                 'from': [{'name': 'Keira Ŵyn', 'email': keira.address}], 'to': [{'name': None, 'email': alun.address}],
                 'textBody': [{'partId': 't'}], 'htmlBody': [{'partId': 'h', 'type': 'text/html'}],
                 'bodyValues': {'t': {'value': 'Annwyl Alun,\nam ddeg.\n'}, 'h': {'value': '<p>Annwyl Alun</p>'}},
                 'attachments': [{'blobId': json.loads(text)['blobId'], 'name': 'Gorchymyn tŷ.pdf'}, {'blobId': '#note'}]}
        asked = {'accountId': account}
        note = {'type': 'text/csv', 'data': [{'data:asText': 'a,b'}, {'data:asBase64': 'DQo='}]}
        _, written, quota = service.jmap(keira, ['Blob/upload', {**asked, 'create': {'note': note}}, 'a'],
                                         ['Email/set', {**asked, 'create': {'draft': draft}}, 'b'],
                                         ['Quota/get', {**asked, 'ids': None}, 'c'], using=uses)
        self.assertIsNone(written[1]['notCreated'])
        made = written[1]['created']['draft']
        self.assertGreaterEqual(quota[1]['list'][0]['used'], made['size'])
        status, _, octets = service.request('GET', f'/jmap/download/{account}/{made["blobId"]}/a.eml?type=message/rfc822',
                                            account=keira)
        self.assertEqual((status, len(octets)), (200, made['size']))
        # What Python's own reader finds in it.
        read = email.message_from_bytes(octets, policy=email.policy.default)
        self.assertEqual((read['Subject'], str(read['From'])), (draft['subject'], f'Keira Ŵyn <{keira.address}>'))
        self.assertTrue(read['Date'].datetime and read['Message-ID'])
        self.assertEqual(read.get_body(('plain',)).get_content().splitlines(), ['Annwyl Alun,', 'am ddeg.'])
        self.assertEqual(read.get_body(('html',)).get_content().strip(), '<p>Annwyl Alun</p>')
        files = [(part.get_content_type(), part.get_filename(), part.get_payload(decode=True))
                 for part in read.iter_attachments()]
        self.assertEqual(files, [('application/pdf', 'Gorchymyn tŷ.pdf', papers), ('text/csv', None, b'a,b\r\n')])
        # It is in the Inbox that POP3 shows, and goes from there.
        session = service.pop3(keira)
        try:
            shown = [b''.join(line + b'\r\n' for line in session.retr(n)[1]) for n in range(1, session.stat()[0] + 1)]
        finally:
            session.quit()
        self.assertIn(octets, shown)
        moved, gone = service.jmap(keira, ['Email/set', {**asked, 'update': {made['id']: {'mailboxIds': {'m2': True}}}}, 'a'],
                                   ['Email/set', {**asked, 'destroy': [made['id']]}, 'b'], using=uses)
        self.assertEqual((moved[1]['updated'], gone[1]['destroyed']), ({made['id']: None}, [made['id']]))

    def test_10_8_a_websocket_speaks_jmap(self):
        for more, status in (('', 400), ('Sec-WebSocket-Protocol: chat\r\n', 400),
                             ('Sec-WebSocket-Protocol: jmap\r\nOrigin: https://evil.example\r\n', 403)):
            with self.subTest(more), service.https_socket() as sock:
                self.assertEqual(self.upgrade(sock, more), status)
        with service.https_socket() as sock:
            self.assertEqual(self.upgrade(sock, 'Sec-WebSocket-Protocol: jmap\r\n'), 101)
            text = json.dumps({'@type': 'Request', 'id': 'R1', 'using': [CORE],
                               'methodCalls': [['Core/echo', {}, 'c']]}).encode()
            self.assertLess(len(text), 126)
            sock.sendall(bytes([0x81, 0x80 | len(text)]) + bytes(4) + text)  # a mask of zeros is a mask
            with sock.makefile('rb') as reader:
                head = reader.read(2)
                self.assertEqual(head[0], 0x81)
                size = int.from_bytes(reader.read(2), 'big') if head[1] == 126 else head[1]
                answer = json.loads(reader.read(size))
            self.assertEqual((answer['@type'], answer['requestId']), ('Response', 'R1'))
            self.assertEqual(answer['methodResponses'], [['Core/echo', {}, 'c']])

    def test_10_9_what_is_too_much_is_refused(self):
        status, _, _ = service.request('GET', '/jmap/session', headers={'X-Much': 'x' * 20_000}, account=alun)
        self.assertEqual(status, 431)
        with service.https_socket() as sock:
            sock.sendall(f'POST /jmap/api HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: {basic(alun)}\r\n'
                         'Content-Type: application/json\r\nContent-Length: 10485761\r\n\r\n'.encode())
            head, text = rest(sock).split(b'\r\n\r\n', 1)
            self.assertTrue(head.startswith(b'HTTP/1.1 400 '), head)
            self.assertEqual(json.loads(text)['limit'], 'maxSizeRequest')
        for body, error in ((b'{', 'notJSON'), (b'[]', 'notRequest')):
            status, _, text = service.request('POST', '/jmap/api', body, {'Content-Type': 'application/json'}, alun)
            self.assertEqual((status, json.loads(text)['type']), (400, 'urn:ietf:params:jmap:error:' + error))

    def test_10_10_in_clear_nothing_is_answered(self):
        with socket.create_connection((HOST, service.ports['https']), PATIENCE) as sock:
            sock.sendall(b'GET /jmap/session HTTP/1.1\r\nHost: x\r\n\r\n')
            self.assertNotIn(b'HTTP/', rest(sock))


class Pages(unittest.TestCase):
    """Signing in as the pages do, and what people do about their own way in."""

    def test_10_11_in_and_out(self):
        page = Browser()
        fields = page.sign_in(keira)
        self.assertRegex(fields['Set-Cookie'], r'^__Host-bailey=[\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict$')
        sessions = page.ask('GET', '/api/sessions')[1]['list']
        self.assertEqual([(s['kind'], s['name'], s['current']) for s in sessions], [('page', 'Firefox on Linux', True)])
        kept = page.cookie
        self.assertEqual(page.ask('POST', '/api/sign-out')[0], 204)
        page.cookie = kept
        self.assertEqual(page.ask('GET', '/api/sessions')[0], 401)

    def test_10_12_a_strangers_page_does_nothing_with_the_cookie(self):
        page = Browser()
        page.sign_in(keira)
        for headers in ({}, {'X-Bailey': '1'}, {'X-Bailey': '1', 'Origin': 'https://evil.example'},
                        {'X-Bailey': '1', 'Sec-Fetch-Site': 'cross-site'}):
            headers = {'Cookie': page.cookie, 'Content-Type': 'application/json', **headers}
            with self.subTest(headers):
                self.assertEqual(service.request('POST', '/jmap/api', '{}', headers)[0], 403)
                self.assertEqual(service.request('POST', '/api/sign-out', None, headers)[0], 403)
        origin = {'X-Bailey': '1', 'Origin': f'https://{HOST}:{service.ports["https"]}', 'Cookie': page.cookie,
                  'Content-Type': 'application/json'}
        self.assertEqual(service.request('POST', '/jmap/api', '{}', origin)[0], 400, 'no Request, but heard')

    def test_10_13_an_app_password_opens_mail_and_not_the_pages(self):
        page = Browser()
        page.sign_in(keira)
        status, made, _ = page.ask('POST', '/api/app-passwords', {'name': 'Thunderbird'})
        self.assertEqual(status, 201)
        program = keira._replace(password=made['password'])
        service.pop3(program).quit()
        service.smtp(program).quit()
        self.assertEqual(service.session(program)['username'], keira.address)
        status, said, _ = Browser().ask('POST', '/api/sign-in',
                                        {'username': keira.username, 'password': made['password']})
        self.assertEqual((status, said['type']), (403, 'urn:bailey:error:wrongPassword'))
        self.assertEqual(service.request('GET', '/api/app-passwords', account=program)[0], 403)
        self.assertEqual(page.ask('DELETE', '/api/app-passwords/' + made['id'])[0], 204)
        wait_until(lambda: service.request('GET', '/jmap/session', account=program)[0] == 401, 'it is revoked')

    def test_10_14_the_operator_makes_and_ends_ways_in(self):
        made = json.loads(service.bailey('app-password', 'create', keira.address, 'Fax', '--json').stdout)
        program = keira._replace(password=made['password'])
        service.session(program)
        self.assertEqual(service.bailey('app-password', 'revoke', keira.address, str(made['id'])).returncode, 0)
        wait_until(lambda: service.request('GET', '/jmap/session', account=program)[0] == 401, 'it is revoked')
        page = Browser()
        page.sign_in(keira)
        all_of_them = json.loads(service.bailey('session', 'list', keira.address, '--json').stdout)
        for session in all_of_them:
            self.assertEqual(service.bailey('session', 'end', keira.address, str(session['id'])).returncode, 0)
        wait_until(lambda: page.ask('GET', '/jmap/session')[0] == 401, 'it is ended')


class Installed(unittest.TestCase):
    """As an operator sets it up: the service under its public name, with limits and pages of its own."""

    @classmethod
    def setUpClass(cls):
        cls.at = Installation(**{'https.public_url': 'https://mail.secure.example', 'https.body_timeout': '1s',
                                 'https.header_timeout': '1s', 'https.header_size': '4KB',
                                 'https.requests_per_person': 2, 'signin.argon2_memory': '8MB'})
        cls.at.settings['https.pages'] = cls.pages = os.path.join(cls.at.folder, 'pages')
        os.mkdir(cls.pages)
        cls.write('index.html', b'<!doctype html><title>Bailey</title>')
        script = b'console.log("hello")' * 100
        cls.write('app-0123abcd.js', script)
        cls.write('app-0123abcd.js.gz', gzip.compress(script))
        cls.at.configure()
        cls.at.bailey('organisation', 'add', 'Kestrel Chambers', '--domain', 'kestrel.example')
        cls.ann = cls.at.add_user('ann@kestrel.example', 'walrus orbit kettle')
        cls.at.start()

    @classmethod
    def tearDownClass(cls):
        cls.at.close()

    @classmethod
    def write(cls, name, octets):
        with open(os.path.join(cls.pages, name), 'wb') as f:
            f.write(octets)

    def test_10_15_urls_bear_the_public_name(self):
        session = self.at.session(self.ann)
        self.assertEqual(session['apiUrl'], 'https://mail.secure.example/jmap/api')
        self.assertEqual(session['capabilities']['urn:ietf:params:jmap:websocket']['url'],
                         'wss://mail.secure.example/jmap/ws')

    def test_10_16_a_slow_request_is_not_waited_for(self):
        for request in (b'GET /jmap/session HTTP/1.1\r\nHost: ',
                        f'POST /jmap/api HTTP/1.1\r\nHost: x\r\nAuthorization: {basic(self.ann)}\r\n'
                        'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{'.encode()):
            with self.subTest(request), self.at.https_socket() as sock:
                sock.sendall(request)
                self.assertTrue(rest(sock).startswith(b'HTTP/1.1 408 '))
        self.assertEqual(self.at.request('GET', '/', headers={'X-Much': 'x' * 5000})[0], 431)

    def test_10_17_the_pages(self):
        status, fields, text = self.at.request('GET', '/', headers={'Accept': 'text/html'})
        self.assertEqual((status, fields['Content-Type']), (200, 'text/html; charset=utf-8'))
        self.assertIn("script-src 'self'", fields['Content-Security-Policy'])
        self.assertEqual(self.at.request('GET', '/mail/inbox', headers={'Accept': 'text/html'})[2], text)
        self.assertEqual(self.at.request('GET', '/', headers={'If-None-Match': fields['ETag']})[0], 304)
        status, fields, text = self.at.request('GET', '/app-0123abcd.js', headers={'Accept-Encoding': 'gzip'})
        self.assertEqual((status, fields['Content-Encoding']), (200, 'gzip'))
        self.assertIn('immutable', fields['Cache-Control'])
        self.assertIn(b'hello', gzip.decompress(text))
        self.assertEqual(self.at.request('GET', '/nothing.js')[0], 404)
        self.write('index.html', b'<!doctype html><title>New</title>')
        self.at.process.send_signal(signal.SIGHUP)
        wait_until(lambda: b'New' in self.at.request('GET', '/')[2], 'a reload takes up the new pages')

    def test_10_18_a_first_password_is_set_on_the_pages(self):
        made = self.at.bailey('user', 'add', 'bob@kestrel.example', '--first-name', 'Bob', '--json')
        first = json.loads(made.stdout)['one_time_password']
        page = Browser(self.at)
        who = {'username': 'bob@kestrel.example', 'password': first}
        status, said, _ = page.ask('POST', '/api/sign-in', who)
        self.assertEqual((status, said['next']), (200, 'password'))
        self.assertEqual(page.ask('GET', '/jmap/session')[0], 401)
        status, said, _ = page.ask('POST', '/api/sign-in/password', {'newPassword': 'short'})
        self.assertEqual((status, said['weakness']), (422, 'tooShort'))
        self.at.bailey('organisation', 'set', 'Kestrel Chambers', '--second-factor', 'off')
        status, said, _ = page.ask('POST', '/api/sign-in/password', {'newPassword': 'lantern quiet harbour'})
        self.assertEqual((status, said['next']), (200, 'setUp'))
        status, said, _ = page.ask('POST', '/api/sign-in/skip', {})
        self.assertEqual((status, said['next']), (200, None))
        self.assertEqual(page.ask('GET', '/jmap/session')[0], 200)

    def test_10_19_who_asks_too_much_must_wait(self):
        answers = [self.at.request('GET', '/jmap/session', account=self.ann) for _ in range(30)]
        refused = [fields for status, fields, _ in answers if status == 429]
        self.assertTrue(refused)
        self.assertGreater(int(refused[0]['Retry-After']), 0)


class Examples(unittest.TestCase):
    """The examples of docs/use/api.md, word for word, by somebody who has the example's address and password set."""

    @staticmethod
    def blocks():
        with open(os.path.join(ROOT, 'docs', 'use', 'api.md'), encoding='utf-8') as f:
            return re.findall(r'(?:^    .*\n)+', f.read(), re.M)

    def test_10_21_method_calls_work(self):
        fragments = [block for block in self.blocks() if block.startswith('    [')]
        self.assertGreaterEqual(len(fragments), 2)
        uses = ['urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission', 'urn:ietf:params:jmap:principals',
                'urn:bailey:params:jmap:recipients', 'urn:bailey:params:jmap:recoverable']
        account = service.session(alun)['primaryAccounts'][uses[0]]
        (_, inbox, _), (_, identities, _), (_, made, _), (_, people, _) = service.jmap(
            alun, ['Mailbox/query', {'accountId': account, 'filter': {'role': 'inbox'}}, 'm'],
            ['Identity/get', {'accountId': account, 'ids': None}, 'i'],
            ['Mailbox/set', {'accountId': account, 'create': {'k': {'name': 'To be shared'}}}, 's'],
            ['Principal/query', {'accountId': account, 'filter': {'text': 'keira'}}, 'p'], using=uses)
        # What the fragments take for given: ids, and an Email made in the same request.
        ids = {'a17': account, 'm1': inbox['ids'][0], 'm9': made['created']['k']['id'], 'i1': identities['list'][0]['id'],
               'p23': people['ids'][0]}
        address = [{'email': alun.address}]
        draft = ['Email/set', {'accountId': account, 'create': {'draft': {
            'mailboxIds': {ids['m1']: True}, 'keywords': {'$draft': True}, 'from': address, 'to': address}}}, 'draft']
        for fragment in fragments:
            text = re.sub(r'\b(a17|m1|m9|i1|p23)\b', lambda m: ids[m[1]], fragment)
            calls = json.loads(text if text.lstrip().startswith('[[') else f'[{text}]')
            with self.subTest(fragment):
                answers = service.jmap(alun, draft, *calls, using=uses)
                self.assertGreater(len(answers), len(calls))
                for name, result, _ in answers:
                    self.assertNotEqual(name, 'error', result)
                    self.assertFalse(result.get('notCreated') or result.get('notUpdated'), result)

    def test_10_20_commands_work(self):
        blocks = self.blocks()
        commands = [textwrap.dedent(block) for block in blocks if re.match(r'    (\w+=\$\(|call\(\) \{ )?(curl|call) ', block)]
        self.assertGreaterEqual(len(commands), 7)
        # An event stream goes on until it is cut off; that is curl's exit code 28.
        script = """
            curl() {
                case "$*" in *eventsource*) limit=2 ;; *) limit=60 ;; esac
                command curl --silent --show-error --fail-with-body --max-time $limit "$@" || [ $? = 28 ]
            }
            """ + ''.join(f'printf "\\n=== {n}\\n"\n{command}' for n, command in enumerate(commands))
        done = subprocess.run(['bash', '-eu', '-o', 'pipefail', '-c', script], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=5 * PATIENCE,
                              env={**os.environ, 'BAILEY': f'https://{HOST}:{service.ports["https"]}',
                                   'ME': f'{alun.username}:{alun.password}', 'CURL_CA_BUNDLE': service.ca})
        self.assertEqual(done.returncode, 0, script + done.stdout + done.stderr)
        said = re.split(r'\n=== \d+\n', done.stdout)[1:]
        self.assertEqual(len(said), len(commands))
        for command, text in zip(commands, said):
            if command.startswith('call ') or command.startswith('curl') and '/jmap/api' in command:
                with self.subTest(command):
                    for name, result, _ in json.loads(text)['methodResponses']:
                        self.assertNotEqual(name, 'error', text)
                        self.assertFalse(result.get('notCreated') or result.get('notUpdated'), text)


if __name__ == '__main__':
    unittest.main()
