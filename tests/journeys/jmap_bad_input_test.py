"""Journey 13: whatever a program sends to the API over HTTPS, it gets the error that the RFC has for it, nothing has
changed, and the service goes on: no answer is a 500 or serverFail, and no line of the log is an error.
"""
import json
import os
import re
import time
import unittest

import jmap_methods
import jmap_objects
import mime_bombs
from service import ROOT, Service

CORE, MAIL = 'urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'
PROBLEM = 'urn:ietf:params:jmap:error:'
MOST_CALLS = 64
MOST_MEMORY = 1 << 30  # octets: nothing that is refused costs more


def nested(opening, levels):
    return opening * levels


def request_of(calls, using=(CORE,)):
    return json.dumps({'using': list(using), 'methodCalls': calls}).encode()


def echo(argument):
    """The octets of a request with one Core/echo of this JSON."""
    return b'{"using":["%s"],"methodCalls":[["Core/echo",{"x":%s},"c"]]}' % (CORE.encode(), argument)


class BadInput:
    """On one engine; a class below each."""

    @classmethod
    def options(cls):
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.service = Service(*cls.options()).start()
        cls.alun, cls.margaret = cls.service.account('Alun'), cls.service.account('Margaret')
        session = cls.service.session(cls.alun)
        cls.using = list(session['capabilities'])
        cls.own = session['primaryAccounts'][MAIL]
        cls.shared = next(id for id in session['accounts'] if id != cls.own)
        theirs = cls.service.session(cls.margaret)['primaryAccounts'][MAIL]
        assert theirs not in session['accounts']
        cls.foreign = theirs
        cls.connection = None

    @classmethod
    def tearDownClass(cls):
        if cls.connection:
            cls.connection.close()
        log = cls.service.log()
        cls.service.close()
        wrong = [line for line in log.splitlines() if re.match(r'\S+ error ', line)]
        assert not wrong, '\n'.join(wrong[:20])

    # Asking

    def post(self, body, path='/jmap/api', content_type='application/json', account=None):
        """(status, JSON) of a POST; whatever it is, it is no failure of the server's."""
        while True:
            status, fields, text = self.service.request('POST', path, body, {'Content-Type': content_type},
                                                        account or self.alun)
            if status == 429 and 'Retry-After' in fields:
                time.sleep(float(fields['Retry-After']))
                continue
            self.assertLess(status, 500, (body[:200], text[:500]))
            self.assertNotIn(b'"serverFail"', text, (body[:2000], text[:2000]))
            self.assertNotIn(b'"serverUnavailable"', text, (body[:2000], text[:2000]))
            return status, json.loads(text)

    def calls(self, calls, account=None):
        """The response to each call, [name, arguments], however many there are; each call is [method, arguments]."""
        answers = []
        for begin in range(0, len(calls), MOST_CALLS):
            part = [[method, arguments, str(n)] for n, (method, arguments) in enumerate(calls[begin:begin + MOST_CALLS])]
            status, answer = self.post(request_of(part, self.using), account=account)
            self.assertEqual(status, 200, answer)
            first = {}
            for name, arguments, call in answer['methodResponses']:
                first.setdefault(call, [name, arguments])
            answers += [first[str(n)] for n in range(len(part))]
        return answers

    def call(self, method, arguments, account=None):
        (name, answer), = self.calls([[method, arguments]], account)
        self.assertEqual(name, method, answer)
        return answer

    def upload(self, octets, account=None, of=None):
        status, answer = self.post(octets, f'/jmap/upload/{of or self.own}', 'message/rfc822', account)
        self.assertEqual(status, 201, answer)
        return answer['blobId']

    def world(self):
        """All that Alun's and the shared account hold, and their states."""
        known = {method for method in jmap_methods.registered() if method.endswith('/get')}
        calls = []
        for method in sorted(known - {'SearchSnippet/get', 'Blob/get', 'Quota/get', 'PushSubscription/get', 'Thread/get'}):
            for account in (self.own, self.shared):
                calls.append([method, {'accountId': account, 'ids': None}])
        for method in ('Thread/get', 'Quota/get'):
            calls.append([method, {'accountId': self.own, 'ids': []}])
        calls.append(['PushSubscription/get', {'ids': None}])
        return self.calls(calls)

    def unchanged(self):
        """A context in which nothing may change."""
        return Unchanged(self)

    # Requests as a whole

    def whole_requests(self):
        good = request_of([['Core/echo', {}, 'c']])
        deep = 1_000_000
        not_json = {
            'nothing': b'', 'half': good[:-1], 'two': good + good, 'text behind': good + b'x', 'a word': b'nothing',
            'apostrophes': good.replace(b'"', b"'"), 'a comma too much': good.replace(b']}', b',]}'),
            'a comment': b'/**/' + good, 'a byte order mark': b'\xef\xbb\xbf' + good,
            'UTF-16': good.decode().encode('utf-16'), 'NaN': echo(b'NaN'), 'Infinity': echo(b'-Infinity'),
            'a leading zero': echo(b'01'), 'a plus': echo(b'+1'), 'a point': echo(b'1.'), 'hexadecimal': echo(b'0x1'),
            'a control character': echo(b'"\n"'), 'an escape that is none': echo(b'"\\x41"'), 'NUL': echo(b'"\0"'),
            # I-JSON, RFC 7493: no name twice, numbers within a double, text that is Unicode.
            'a name twice': b'{"using":[],' + good[1:], 'a name twice inside': echo(b'{"a":1,"a":1}'),
            'a name twice by an escape': echo(b'{"a":1,"\\u0061":2}'),
            'a name twice deep inside': echo(b'[[[{"a":{"b":1,"c":2,"b":3}}]]]'),
            '1e400': echo(b'1e400'), '-1e400': echo(b'-1e400'), 'a number of 400 digits': echo(b'9' * 400),
            'a number of a million digits': echo(b'9' * 1_000_000),
            'a giant exponent': echo(b'1e99999999999999999999'),
            'a lone high surrogate': echo(b'"\\ud800"'), 'a lone low surrogate': echo(b'"\\udc00"'),
            'surrogates in the wrong order': echo(b'"\\udc00\\ud800"'), 'a surrogate in a name': echo(b'{"\\ud800":1}'),
            'half a surrogate pair': echo(b'"\\ud83d\\u0041"'), 'a noncharacter': echo(b'"\\ufffe"'),
            'another noncharacter': echo('"\ufdd0"'.encode()),
            'octets that are none of UTF-8': echo(b'"\xff"'), 'UTF-8 longer than need be': echo(b'"\xc0\x80"'),
            'a surrogate in UTF-8': echo(b'"\xed\xa0\x80"'), 'UTF-8 beyond Unicode': echo(b'"\xf4\x90\x80\x80"'),
            'half a character': echo(b'"\xe2\x82"'), 'half a character at the end': good + b'\xe2',
            # What would cost too much.
            'arrays in each other': nested(b'[', deep), 'closed arrays in each other': echo(b'[' * deep + b']' * deep),
            'objects in each other': nested(b'{"a":', deep), 'one level too many': echo(b'[' * 64 + b']' * 64),
            'too many values': echo(b'[' + b'0,' * 1_000_000 + b'0]'),
            'too many names': echo(b'{' + b','.join(b'"%d":0' % n for n in range(600_000)) + b'}'),
            'a giant name': echo(b'{"' + b'a' * 1_000_000 + b'":1}'),
        }
        triple = ['Core/echo', {}, 'c']
        no_request = [
            [], 'x', 17, None, True, {}, {'using': []}, {'methodCalls': []}, {'using': None, 'methodCalls': []},
            {'using': {}, 'methodCalls': []}, {'using': CORE, 'methodCalls': []}, {'using': [17], 'methodCalls': []},
            {'using': [], 'methodCalls': {}}, {'using': [], 'methodCalls': [17]}, {'using': [], 'methodCalls': [[]]},
            {'using': [], 'methodCalls': [triple[:2]]}, {'using': [], 'methodCalls': [[*triple, 1]]},
            {'using': [], 'methodCalls': [[17, {}, 'c']]}, {'using': [], 'methodCalls': [['Core/echo', [], 'c']]},
            {'using': [], 'methodCalls': [['Core/echo', None, 'c']]}, {'using': [], 'methodCalls': [['Core/echo', {}, 1]]},
            {'using': [], 'methodCalls': [], 'createdIds': []}, {'using': [], 'methodCalls': [], 'createdIds': None},
            {'using': [], 'methodCalls': [], 'createdIds': {'a': 17}},
            {'using': [], 'methodCalls': [], 'createdIds': {'a b': 'c'}},
            {'using': [], 'methodCalls': [], 'createdIds': {'a': ''}},
        ]
        for what, body in not_json.items():
            yield what, body, 'notJSON', None
        for body in no_request:
            yield json.dumps(body), json.dumps(body).encode(), 'notRequest', None
        for uri in ('', 'nonsense', 'urn:ietf:params:jmap:CORE', 'x' * 100_000):
            yield 'using ' + uri[:40], request_of([triple], [CORE, uri]), 'unknownCapability', None
        create = ['Mailbox/set', {'accountId': self.own, 'create': {'x': {'name': 'Never'}}}, 'c']
        for count in (MOST_CALLS + 1, 10_000):
            yield f'{count} calls', request_of([create] * count, [CORE, MAIL]), 'limit', 'maxCallsInRequest'

    def test_13_1_a_request_that_is_none_is_told_why_and_does_nothing(self):
        with self.unchanged():
            for what, body, error, limit in self.whole_requests():
                with self.subTest(what):
                    status, answer = self.post(body)
                    self.assertEqual((status, answer['type'], answer['status'], answer.get('limit')),
                                     (400, PROBLEM + error, 400, limit))

    def test_13_2_what_is_odd_and_allowed_is_answered(self):
        for argument in (b'9007199254740993', b'1e308', b'-0', b'1e-400', b'0.' + b'1' * 100_000, b'"\\ud83d\\ude00"',
                         b'"' + b'x' * 5_000_000 + b'"', b'[' * 59 + b']' * 59, b'[' + b'0,' * 400_000 + b'0]'):
            with self.subTest(argument[:40]):
                status, answer = self.post(echo(argument))
                self.assertEqual((status, answer['methodResponses'][0][0]), (200, 'Core/echo'))
                said, meant = answer['methodResponses'][0][1]['x'], json.loads(argument)
                if isinstance(meant, (int, float)):
                    self.assertAlmostEqual(float(said) / float(meant or 1), float(meant) / float(meant or 1), 12)
                else:
                    self.assertEqual(said, meant)
        body = json.loads(request_of([['Core/echo', {}, 'c']]))
        status, answer = self.post(json.dumps({**body, 'future': {'x': [1]}}).encode())  # RFC 8620 section 3.3
        self.assertEqual((status, answer['methodResponses']), (200, [['Core/echo', {}, 'c']]))
        for content_type in ('text/plain', '', 'application/jsonx', 'multipart/form-data; boundary=x'):
            with self.subTest(content_type):
                status, answer = self.post(json.dumps(body).encode(), content_type=content_type)
                self.assertEqual((status, answer['type']), (400, PROBLEM + 'notJSON'))

    # Arguments

    def test_13_3_an_argument_of_another_type_is_named(self):
        asked = []
        for method in jmap_methods.registered():
            arguments = jmap_methods.arguments(method)
            if arguments is None:
                continue
            good = jmap_methods.good(method, self.own, self.shared)
            for name, kind in arguments.items():
                asked += [(method, {**good, name: value}, name) for value in jmap_methods.NOT_A[kind]]
            asked += [(method, {k: v for k, v in good.items() if k != name}, name) for name in jmap_methods.required(method)]
            asked += [(method, {**good, name: 17}, name) for name in ('noSuchArgument', '', 'ids ', 'accountid')]
        self.assertGreater(len(asked), 2000)
        with self.unchanged():
            answers = self.calls([[method, arguments] for method, arguments, _ in asked])
        for (method, arguments, name), (answer, said) in zip(asked, answers):
            with self.subTest(method=method, arguments=repr(arguments)[:300]):
                self.assertEqual((answer, said.get('type')), ('error', 'invalidArguments'), said)
                if method != 'MDN/send':  # which looks for its identity first
                    self.assertIn(name, said.get('arguments', [name]))

    def test_13_4_every_method_is_known_to_this_test(self):
        unknown = [m for m in jmap_methods.registered() if jmap_methods.arguments(m) is None]
        self.assertEqual(unknown, [])
        answers = self.calls([[m, {}] for m in jmap_methods.registered()])
        self.assertNotIn('unknownMethod', [said.get('type') for _, said in answers])
        for method in ('Nothing/get', 'email/get', 'Email/Get', 'Email', '', '\u0175/get', 'x' * 100_000):
            (name, said), = self.calls([[method, {}]])
            self.assertEqual((name, said['type']), ('error', 'unknownMethod'))

    def test_13_5_accounts_of_others_and_of_nobody(self):
        asked, wanted = [], []
        for method in jmap_methods.registered():
            good = jmap_methods.good(method, self.own, self.shared)
            for name in {'accountId', 'fromAccountId'} & set(good):
                for id in (self.foreign, 'a99999999', 'zzz', 'a0', 'a-1', 'a' + '9' * 40, self.own.upper()):
                    asked.append([method, {**good, name: id}])
                    error = 'accountNotFound' if name == 'accountId' else 'fromAccountNotFound'
                    wanted.append('invalidArguments' if method.startswith('MDN/') else error)  # RFC 9007 section 2.1
        with self.unchanged():
            for (method, arguments), error, (name, said) in zip(asked, wanted, self.calls(asked)):
                with self.subTest(method=method, arguments=arguments):
                    self.assertEqual((name, said.get('type')), ('error', error))

    def test_13_6_ids_and_states_that_are_not_there(self):
        dead = ['dead', 'e99999999', 'm99999999', '-', 'x' * 255, 'e' + '9' * 40, 'e01']
        with self.unchanged():
            for method in jmap_methods.registered():
                type_name, verb = method.split('/')
                good = jmap_methods.good(method, self.own, self.shared)
                with self.subTest(method):
                    if verb == 'get' and 'ids' in jmap_methods.arguments(method) and type_name != 'Blob':
                        got = self.call(method, {**good, 'ids': dead})
                        self.assertEqual((got['list'], sorted(got['notFound'])), ([], sorted(dead)))
                    if verb in ('changes', 'queryChanges'):
                        state = 'sinceState' if verb == 'changes' else 'sinceQueryState'
                        for nonsense in ('', 'nonsense', '-1', '9' * 40, '\u0175', 'x' * 100_000, '1:2:3:4'):
                            (_, said), = self.calls([[method, {**good, state: nonsense}]])
                            self.assertEqual(said.get('type'), 'cannotCalculateChanges', nonsense[:40])
                    if verb == 'query':
                        (_, said), = self.calls([[method, {**good, 'anchor': 'dead'}]])
                        self.assertEqual(said.get('type'), 'anchorNotFound')
                        got = self.call(method, {**good, 'position': 2 ** 53 - 1, 'limit': 2 ** 53 - 1})
                        self.assertEqual(got['ids'], [])
                    if verb in ('set', 'copy', 'import') and 'ifInState' in jmap_methods.arguments(method):
                        for nonsense in ('', 'nonsense', '9' * 40):
                            (_, said), = self.calls([[method, {**good, 'ifInState': nonsense}]])
                            self.assertEqual(said.get('type'), 'stateMismatch', nonsense)
                    if verb == 'copy' and 'ifFromInState' in jmap_methods.arguments(method):
                        (_, said), = self.calls([[method, {**good, 'ifFromInState': 'nonsense'}]])
                        self.assertEqual(said.get('type'), 'stateMismatch')
                    if verb == 'set':
                        self.nothing_is_set(method, good, [*dead, 'a b', '', '#none'])

    def nothing_is_set(self, method, good, dead):
        got = self.call(method, {**good, 'update': {id: {} for id in dead}, 'destroy': []})
        self.assertIsNone(got['updated'])
        self.assertEqual(set(got['notUpdated']), set(dead))
        types = {error['type'] for error in got['notUpdated'].values()}
        self.assertLessEqual(types, {'notFound', 'forbidden'}, method)
        got = self.call(method, {**good, 'destroy': dead})
        self.assertIsNone(got['destroyed'])
        types = {error['type'] for error in got['notDestroyed'].values()}
        self.assertLessEqual(types, {'notFound', 'forbidden', 'singleton'}, method)

    def test_13_7_references_to_nothing_and_paths_without_end(self):
        def reference(path, of='first', name='Core/echo'):
            return {'resultOf': of, 'name': name, 'path': path}

        deep = json.loads('[' * 50 + ']' * 50)
        first = ['Core/echo', {'a': [1, {'b': None}], 'deep': deep, 'ids': ['x']}, 'first']
        bad = [None, True, 17, 'first', [], {}, {'resultOf': 'first'}, {'resultOf': 1, 'name': 'Core/echo', 'path': ''},
               {'resultOf': 'first', 'name': 'Core/echo', 'path': None}, reference('', 'later'), reference('', 'none'),
               reference('', name='Email/get'), reference('', name=''), reference('a'), reference('/none'),
               reference('/a/2'), reference('/a/-1'), reference('/a/-'), reference('/a/01'), reference('/a/1e0'),
               reference('/a/' + '9' * 40), reference('/a/0/x'), reference('/a/*/b'), reference('/a/1/b/x'),
               reference('/~2'), reference('/a~'), reference('/*'), reference('*'), reference('/' * 1_000_000),
               reference('/a/*' + '/*' * 100_000), reference('/deep' + '/*' * 60), reference('/deep' + '/0' * 51)]
        for value in bad:
            with self.subTest(repr(value)[:100]):
                body = request_of([first, ['Core/echo', {'#x': value}, 'second'], ['Core/echo', {'y': 1}, 'later']])
                status, answer = self.post(body)
                self.assertEqual(status, 200)
                (_, _, _), (name, said, _), last = answer['methodResponses']
                self.assertEqual(last, ['Core/echo', {'y': 1}, 'later'])
                if value == reference('/deep' + '/*' * 60):
                    self.assertEqual((name, said), ('Core/echo', {'x': []}))  # nothing is in it, however deep
                    continue
                self.assertEqual((name, said.get('type')), ('error', 'invalidResultReference'))
        status, answer = self.post(request_of([first, ['Core/echo', {'#x': reference('/a'), 'x': 1}, 'second']]))
        self.assertEqual(answer['methodResponses'][1][1]['type'], 'invalidArguments')

    def test_13_8_references_that_double_and_redouble_are_cut_off(self):
        calls = [['Core/echo', {'x': 'y' * 1000}, '0']]
        for n in range(1, MOST_CALLS):
            refer = {'resultOf': str(n - 1), 'name': 'Core/echo', 'path': ''}
            calls.append(['Core/echo', {'#a': refer, '#b': refer}, str(n)])
        status, answer = self.post(request_of(calls))
        self.assertEqual(status, 200)
        self.assertEqual(answer['methodResponses'][-1][1]['type'], 'invalidResultReference')
        # Very many references, each through very many items that are nothing.
        empty = ['Core/echo', {'x': [[]] * 100_000}, 'first']
        refer = {'resultOf': 'first', 'name': 'Core/echo', 'path': '/x/*/*'}
        many = {f'#r{n}': refer for n in range(20_000)}
        status, answer = self.post(request_of([empty, ['Core/echo', many, 'second']]))
        self.assertEqual(answer['methodResponses'][1][1]['type'], 'invalidResultReference')

    def test_13_9_conditions_and_comparators_that_are_none(self):
        filters = [{'noSuchCondition': 1}, {'inMailbox': 17}, {'inMailbox': None}, {'inMailboxOtherThan': 'x'},
                   {'before': 'x'}, {'minSize': -1}, {'minSize': '1'}, {'hasKeyword': 17}, {'hasAttachment': 1},
                   {'text': 17}, {'header': []}, {'header': ['a', 'b', 'c']}, {'header': [17]}, {'header': 'x'}]
        deep = {'text': 'x'}
        for _ in range(25):
            deep = {'operator': 'AND', 'conditions': [deep]}
        wide = {'operator': 'OR', 'conditions': [{'text': 'x'}] * 10_000}
        sorts = [[{'property': 'noSuchProperty'}], [{'property': 'receivedAt', 'collation': 'nonsense'}],
                 [{'property': 'hasKeyword'}], [{'property': 'hasKeyword', 'keyword': 17}],
                 [{'property': 'receivedAt', 'colour': 'red'}], [{'property': 'receivedAt'}] * 1000]
        account = {'accountId': self.own}
        for given in [{'filter': f} for f in filters] + [{'sort': s} for s in sorts] + [{'filter': wide}]:
            with self.subTest(repr(given)[:200]):
                (name, said), = self.calls([['Email/query', {**account, **given}]])
                self.assertEqual(name, 'error', said)
                self.assertIn(said['type'], ('unsupportedFilter', 'unsupportedSort', 'invalidArguments'))
        self.call('Email/query', {**account, 'filter': deep})

    # Objects

    def fill(self, value):
        """`value` with "$name" replaced by an id of Alun's."""
        if isinstance(value, dict):
            return {self.fill(k): self.fill(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill(v) for v in value]
        if isinstance(value, str):
            return re.sub(r'\$(inbox|drafts|email|identity|me|book|card|script)\b', lambda m: self.things[m[1]], value)
        return value

    def make_things(self):
        inbox, drafts = (self.call('Mailbox/query', {'accountId': self.own, 'filter': {'role': role}})['ids'][0]
                         for role in ('inbox', 'drafts'))
        self.things = {'inbox': inbox, 'drafts': drafts, 'me': self.alun.address,
                       'script': self.upload(b'keep;\r\n'),
                       'identity': self.call('Identity/get', {'accountId': self.own, 'ids': None})['list'][0]['id'],
                       'book': self.call('AddressBook/get', {'accountId': self.own, 'ids': None})['list'][0]['id']}
        for name, type_name in (('email', 'Email'), ('card', 'ContactCard')):
            good = self.fill({**jmap_objects.CREATES[type_name][0]})
            made = self.call(type_name + '/set', {'accountId': self.own, 'create': {'k': good}})
            self.assertIsNone(made['notCreated'])
            self.things[name] = made['created']['k']['id']

    def test_13_10_an_object_with_a_wrong_property_is_not_made(self):
        self.make_things()
        allowed = {'invalidProperties', 'noRecipients', 'invalidRecipients', 'forbiddenFrom', 'forbidden',
                   'tooManyKeywords', 'blobNotFound', 'invalidSieve', 'tooLarge'}
        for type_name, (good, properties) in jmap_objects.CREATES.items():
            account = {} if type_name == 'PushSubscription' else {'accountId': self.own}
            cases = {f'k{n}': (name, value) for n, (name, value) in enumerate(
                (name, value) for name, values in properties.items() for value in values)}
            create = {k: self.fill({**good, name: value}) for k, (name, value) in cases.items()}
            create['whole'] = {}
            with self.subTest(type_name), self.unchanged():
                got = self.call(type_name + '/set', {**account, 'create': create})
                for k, made in (got['created'] or {}).items():
                    with self.subTest(type_name, made=cases[k]):
                        self.fail('it was made')
                for k, error in (got['notCreated'] or {}).items():
                    with self.subTest(type_name, property=repr(cases.get(k))[:200]):
                        self.assertIn(error['type'], allowed, error)
                        if error['type'] == 'invalidProperties' and k in cases:
                            name = 'textBody' if cases[k][0] == 'bodyStructure' else cases[k][0]
                            self.assertTrue({name, cases[k][0]} & {p.split('/')[0] for p in error['properties']}, error)

    def test_13_11_an_object_is_not_changed_by_a_wrong_property(self):
        self.make_things()
        for type_name, (id, properties) in jmap_objects.UPDATES.items():
            for name, value in ((name, value) for name, values in properties.items() for value in values):
                patch = self.fill({name: value})
                with self.subTest(type_name, patch=repr(patch)[:200]), self.unchanged():
                    got = self.call(type_name + '/set', {'accountId': self.own, 'update': {self.fill(id): patch}})
                    self.assertIsNone(got['updated'])
                    error = got['notUpdated'][self.fill(id)]
                    self.assertIn(error['type'], ('invalidProperties', 'invalidPatch'), error)

    def test_13_12_imports_copies_and_uploads_that_are_wrong(self):
        self.make_things()
        blob, inbox = self.upload(b'Subject: x\r\n\r\nx\r\n'), self.things['inbox']
        theirs = self.upload(b'Subject: theirs\r\n\r\nx\r\n', self.margaret, self.foreign)
        good = {'blobId': blob, 'mailboxIds': {inbox: True}}
        wrong = [{}, {**good, 'blobId': None}, {**good, 'blobId': 17}, {**good, 'blobId': 'a b'}, {**good, 'mailboxIds': {}},
                 {**good, 'mailboxIds': None}, {**good, 'mailboxIds': []}, {**good, 'mailboxIds': {'m99999': True}},
                 {**good, 'mailboxIds': {inbox: False}}, {**good, 'keywords': 17}, {**good, 'keywords': {'a b': True}},
                 {**good, 'keywords': {'$seen': 1}}, {**good, 'receivedAt': 'yesterday'}, {**good, 'receivedAt': 17},
                 {**good, 'colour': 'red'}, {**good, 'id': 'e1'}, {**good, 'mailboxIds': {'#none': True}}]
        gone = [{**good, 'blobId': id} for id in ('dead', theirs, 'u99999999', 'b' + '9' * 40)]
        with self.unchanged():
            got = self.call('Email/import', {'accountId': self.own,
                                             'emails': {f'k{n}': one for n, one in enumerate(wrong + gone)}})
            self.assertIsNone(got['created'])
            for n, one in enumerate(wrong):
                self.assertEqual(got['notCreated'][f'k{n}']['type'], 'invalidProperties', one)
            for n in range(len(wrong), len(wrong + gone)):
                self.assertEqual(got['notCreated'][f'k{n}']['type'], 'blobNotFound')
            got = self.call('Email/parse', {'accountId': self.own, 'blobIds': ['dead', theirs, self.foreign]})
            self.assertEqual((got['parsed'], sorted(got['notFound'])), (None, sorted(['dead', theirs, self.foreign])))
            for method, extra in (('Email/copy', {'mailboxIds': {inbox: True}}), ('ContactCard/copy', {})):
                create = {'k0': {'id': 'dead', **extra}, 'k1': {**extra}, 'k2': {'id': 17, **extra},
                          'k3': {'id': 'a b', **extra}, 'k4': {'id': 'e1', 'colour': 'red'}}
                got = self.call(method, {'accountId': self.own, 'fromAccountId': self.shared, 'create': create})
                self.assertIsNone(got['created'])
                self.assertEqual(set(got['notCreated']), set(create))
                self.assertLessEqual({e['type'] for e in got['notCreated'].values()}, {'notFound', 'invalidProperties'})
            got = self.call('Blob/copy', {'accountId': self.own, 'fromAccountId': self.shared, 'blobIds': ['dead', theirs]})
            self.assertEqual(set(got['notCopied']), {'dead', theirs})
        for path in (f'/jmap/upload/{self.foreign}', '/jmap/upload/zzz', '/jmap/upload/a%20b', '/jmap/upload/%2e%2e'):
            status, _ = self.post(b'x', path, 'text/plain')
            self.assertIn(status, (400, 404), path)
        for path in (f'{self.own}/{theirs}', f'{self.foreign}/{theirs}', f'{self.own}/dead'):
            status, _, _ = self.service.request('GET', f'/jmap/download/{path}/x?type=text/plain', account=self.alun)
            self.assertIn(status, (400, 404, 414, 431), path[:80])

    def test_13_13_objects_of_very_many_members(self):
        self.make_things()
        many, of, inbox = 200_000, {'accountId': self.own}, self.things['inbox']
        names = {f'p{n}': 1 for n in range(many)}
        place = {'mailboxIds': {inbox: True}}
        refused = [
            ['Mailbox/set', {**of, 'create': {'k': names}}], ['Email/set', {**of, 'create': {'k': names}}],
            ['ContactCard/set', {**of, 'create': {'k': names}}], ['EmailSubmission/set', {**of, 'create': {'k': names}}],
            ['Email/import', {**of, 'emails': {'k': names}}],
            ['Mailbox/set', {**of, 'update': {inbox: names}}],
            ['Email/set', {**of, 'update': {self.things['email']: names}}],
            ['VacationResponse/set', {**of, 'update': {'singleton': names}}],
            ['Email/set', {**of, 'update': {self.things['email']: {f'keywords/p{n}': True for n in range(many)}}}],
            ['Email/set', {**of, 'update': {self.things['email']: {f'mailboxIds/m{n + 99}': True for n in range(many)}}}],
            ['Email/set', {**of, 'create': {'k': {**place, 'keywords': {f'p{n}': True for n in range(many)}}}}],
            ['Email/set', {**of, 'create': {'k': {'mailboxIds': {f'm{n + 99}': True for n in range(many)}}}}],
            ['Email/set', {**of, 'create': {'k': {**place, 'attachments': [{'partId': '1', 'type': 'text/plain'}] * 50_000,
                                                  'bodyValues': {'1': {'value': 'x'}}}}}],
            ['Email/set', {**of, 'create': {'k': {**place, 'bodyStructure': jmap_objects.deep(25)}}}],
            ['Email/set', {**of, 'create': {'k': {**place, 'bodyStructure': {
                'partId': '1', 'type': 'text/plain', **{f'header:X-{n}': 17 for n in range(many)}}}}}],
            ['Email/set', {**of, 'create': {f'k{n}': {'mailboxIds': {f'#k{n + 1}': True, **{f'#x{m}': True for m in range(200)}}}
                                            for n in range(1000)}}],
            ['Mailbox/set', {**of, 'create': {f'k{n}': {'name': f'n{n}', 'parentId': f'#k{(n + 1) % 1000}'}
                                              for n in range(1000)}}],
        ]
        failing = [
            ['Email/get', {**of, 'ids': [], 'properties': [f'header:X-{n}' for n in range(many)]}],
            ['Email/get', {**of, 'ids': [], 'bodyProperties': [f'header:X-{n}' for n in range(many)]}],
            ['Email/get', {**of, 'ids': [f'x{n}' for n in range(many)]}],
            ['Email/set', {**of, 'destroy': [f'x{n}' for n in range(many)]}],
            ['Email/set', {**of, 'update': {f'x{n}': {} for n in range(many)}}],
            ['Email/parse', {**of, 'blobIds': [f'x{n}' for n in range(many)]}],
            ['Email/query', {**of, 'sort': [{'property': 'receivedAt'}] * 100_000}],
            ['Email/query', {**of, 'filter': {'operator': 'OR', 'conditions': [{'text': 'x'}] * 100_000}}],
            ['Email/query', {**of, 'filter': {f'x{n}': 1 for n in range(many)}}],
            ['Blob/get', {**of, 'ids': [f'x{n}' for n in range(many)]}],
            ['Email/get', {**of, **{f'x{n}': 1 for n in range(many)}}],
        ]
        with self.unchanged():
            for call in refused:
                with self.subTest(repr(call)[:150]):
                    got = self.call(*call)
                    self.assertFalse(got.get('created') or got.get('updated'), repr(got)[:300])
            for call in failing:
                with self.subTest(repr(call)[:150]):
                    (name, said), = self.calls([call])
                    self.assertEqual(name, 'error')
                    self.assertIn(said['type'], ('requestTooLarge', 'invalidArguments', 'unsupportedFilter',
                                                 'unsupportedSort'))

    def test_13_14_messages_that_are_bombs(self):
        self.make_things()
        with open(os.path.join(ROOT, 'src', 'api', 'jmap', 'email', 'properties.cpp'), encoding='utf-8') as f:
            properties = re.findall(r'^        \{"(\w+)", Shape', f.read(), re.M)
        self.assertGreater(len(properties), 20)
        forms = ['header:To:asAddresses:all', 'header:To:asGroupedAddresses', 'header:References:asMessageIds',
                 'header:Date:asDate', 'header:List-Post:asURLs', 'header:Subject:asText:all', 'header:X:asRaw:all']
        everything = {'properties': properties + forms, 'fetchAllBodyValues': True, 'maxBodyValueBytes': 100_000}
        for what, octets in mime_bombs.bombs().items():
            with self.subTest(what):
                self.bomb(octets, everything)
        peak = self.memory()
        self.assertLess(peak, MOST_MEMORY, f'{peak >> 20} MiB at the most')

    def test_13_15_the_session_names_no_extension_that_is_not_registered(self):
        session = self.service.session(self.alun)
        for capabilities in (session['capabilities'], session['primaryAccounts'],
                             *(a['accountCapabilities'] for a in session['accounts'].values())):
            for uri in capabilities:  # ours are told apart from the registered ones by their namespace
                self.assertRegex(uri, r'^urn:(ietf|bailey):params:jmap:[a-z:]+$')

    def bomb(self, octets, everything):
        account = {'accountId': self.own}
        blob = self.upload(octets)
        (name, said), = self.calls([['Email/parse', {**account, 'blobIds': [blob], **everything}]])
        if name == 'error':
            self.assertEqual(said['type'], 'requestTooLarge')
        else:
            self.assertEqual(len(said['parsed'] or {}) + len(said['notParsable'] or []), 1, said)
        self.call('MDN/parse', {**account, 'blobIds': [blob]})
        got = self.call('Email/import', {**account, 'emails': {
            'k': {'blobId': blob, 'mailboxIds': {self.things['inbox']: True}}}})
        if got['notCreated']:
            self.assertIn(got['notCreated']['k']['type'], ('invalidEmail', 'tooLarge', 'alreadyExists'))
            return
        id = got['created']['k']['id']
        (name, said), = self.calls([['Email/get', {**account, 'ids': [id], **everything}]])
        self.assertTrue(name == 'Email/get' or said['type'] == 'requestTooLarge', said.get('type'))
        got = self.call('Email/query', {**account, 'filter': {'text': 'bomb'}})
        self.call('SearchSnippet/get', {**account, 'filter': {'text': 'bomb'}, 'emailIds': [id]})
        got = self.call('Email/set', {**account, 'destroy': [id]})
        self.assertEqual(got['destroyed'], [id])

    def memory(self):
        """The most memory that the process has had, in octets."""
        with open(f'/proc/{self.service.process.pid}/status', encoding='utf-8') as f:
            return int(re.search(r'^VmHWM:\s+(\d+) kB', f.read(), re.M)[1]) << 10


class Unchanged:
    def __init__(self, test):
        self.test = test

    def __enter__(self):
        self.before = self.test.world()

    def __exit__(self, kind, *_):
        if kind is None:
            after = self.test.world()
            for was, is_now in zip(self.before, after):
                self.test.assertEqual(is_now, was)


class OnSqlite(BadInput, unittest.TestCase):
    @classmethod
    def options(cls):
        return ()


if __name__ == '__main__':
    unittest.main()
