"""Programs that write by JMAP without a pause, a ledger of what they were told, and a judge who reads every account.

The promise that is judged: a thing (an email, a mailbox) whose change was acknowledged is as it was changed; one whose
change was refused is as it was before; one whose answer never came, or was that the server is unavailable (the database
went away, perhaps while it committed), is one of the two, and nothing in between. A
submission that was acknowledged is delivered to each recipient exactly once; one that was refused to none; one whose
answer never came to all of them once or to none, and not without a record of it.
"""
import base64
import collections
import http.client
import itertools
import json
import random
import re
import threading
import time

from load import ACCEPTED, PATIENCE, REFUSED, UNKNOWN, trusting

USING = [f'urn:ietf:params:jmap:{name}' for name in ('core', 'mail', 'submission')]
ROLES = ['archive', 'drafts', 'trash', 'junk']  # where the programs put what they make
PAGE = 500
UNAVAILABLE = 'serverUnavailable'


class Refused(Exception):
    """The service would not hear the request: nothing of it was done."""


class Session:
    """A program's connection."""

    def __init__(self, service, address):
        self.connection = http.client.HTTPSConnection('127.0.0.1', service.facts['ports']['https'], timeout=PATIENCE,
                                                      context=trusting(service))
        token = base64.b64encode(f'{address}:{service.accounts[address]}'.encode()).decode()
        self.headers = {'Authorization': 'Basic ' + token, 'Content-Type': 'application/json'}

    def ask(self, method, path, body=None):
        """JSON of the answer; Refused, or OSError and HTTPException where no answer came."""
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise Refused(f'HTTP {answer.status}')
        return json.loads(text)

    def calls(self, *calls):
        """The responses, [name, arguments]."""
        body = {'using': USING, 'methodCalls': [[*call, str(n)] for n, call in enumerate(calls)]}
        return [r[:2] for r in self.ask('POST', '/jmap/api', json.dumps(body))['methodResponses']]

    def call(self, method, arguments):
        (name, said), = self.calls([method, arguments])
        if name == 'error':
            raise AssertionError(f'{method}: {said}')
        return said

    def close(self):
        self.connection.close()


def text_of(number):
    dice = random.Random(number)
    octets = dice.randbytes(dice.choices([10, 1000, 300_000], [30, 68, 2])[0])
    return base64.encodebytes(octets).decode()


class Sent:
    """A submission that was tried."""

    def __init__(self, number, recipients):
        self.number, self.recipients, self.outcome = number, recipients, UNKNOWN

    def __str__(self):
        return f'letter {self.number} to {len(self.recipients)} ({self.outcome})'


class Program:
    """One account's writer. `things` has for each thing, ('email', 7), the states that it may be in; None: not there.
    An email's state is (roles of its mailboxes, keywords), a mailbox's (sortOrder, isSubscribed)."""

    def __init__(self, address, everybody, numbers):
        self.address, self.everybody, self.numbers = address, everybody, numbers
        self.dice = random.Random(address)
        self.things, self.ids = {}, {}
        self.sent = []
        self.account = self.identity = None
        self.mailboxes = {}  # role: id
        self.acknowledged = 0
        self.refusals = collections.Counter()

    def begin(self, session):
        accounts = session.ask('GET', '/jmap/session')['primaryAccounts']
        account = accounts['urn:ietf:params:jmap:mail']
        all_of = {'accountId': account, 'ids': None}
        self.mailboxes = {m['role']: m['id'] for m in session.call('Mailbox/get', all_of)['list'] if m['role']}
        self.identity = session.call('Identity/get', all_of)['list'][0]['id']
        self.account = account  # last: where the service died meanwhile, it is all asked again

    def step(self, session):
        """One thing after another; whatever happens is noted."""
        self.dice.choice([self.set_emails, self.set_emails, self.import_emails, self.set_mailboxes, self.send])(session)

    def settled(self, kind):
        return [key for key, states in self.things.items() if key[0] == kind and states != {None} and len(states) == 1
                and key in self.ids]

    # Writing. `asked` is {thing: state to be}; what was there before is in `things`.

    def attempt(self, session, call, asked, names):
        """`names`: {thing: its creation id or id in the call}."""
        before = {key: set(self.things.get(key, {None})) for key in asked}
        for key, state in asked.items():
            self.things[key] = before[key] | {state}
        try:
            (name, said), = session.calls(call)
        except Refused as why:
            self.refusals[str(why)] += 1
            self.things.update(before)
            return
        for key, state in asked.items():
            done, made = self.outcome(name, said, names[key])
            if done is not None:
                self.things[key] = {state} if done else before[key]
            if made:
                self.ids[key] = made

    def outcome(self, name, said, named):
        """Was it done (None: nobody knows), and the id where it was made?"""
        if name == 'error':
            self.refusals[said['type']] += 1
            return (None if said['type'] == UNAVAILABLE else False), None
        for list_name in ('notCreated', 'notUpdated', 'notDestroyed'):
            if named in (said.get(list_name) or {}):
                why = said[list_name][named]['type']
                self.refusals[why] += 1
                return (None if why == UNAVAILABLE else False), None
        self.acknowledged += 1
        return True, ((said.get('created') or {}).get(named) or {}).get('id')

    def new_place(self):
        roles = frozenset(self.dice.sample(ROLES, self.dice.choice([1, 2])))
        return roles, frozenset(self.dice.sample(['$seen', '$flagged', 'blue', 'green'], 2))

    def place_json(self, state):
        return {'mailboxIds': {self.mailboxes[role]: True for role in state[0]},
                'keywords': {word: True for word in state[1]}}

    def set_emails(self, session):
        asked, names = {}, {}
        arguments = {'accountId': self.account, 'create': {}, 'update': {}, 'destroy': []}
        for _ in range(self.dice.choice([1, 1, 3])):
            number = next(self.numbers)
            key, state = ('email', number), self.new_place()
            asked[key], names[key] = state, f'c{number}'
            arguments['create'][f'c{number}'] = {
                **self.place_json(state), 'subject': f'thing {number}', 'bodyValues': {'1': {'value': text_of(number)}},
                'textBody': [{'partId': '1', 'type': 'text/plain'}]}
        old = self.settled('email')
        self.dice.shuffle(old)
        for key in old[:2]:
            asked[key], names[key] = self.new_place(), self.ids[key]
            arguments['update'][self.ids[key]] = self.place_json(asked[key])
        if len(old) > 10:
            asked[old[2]], names[old[2]] = None, self.ids[old[2]]
            arguments['destroy'].append(self.ids[old[2]])
        self.attempt(session, ['Email/set', arguments], asked, names)

    def import_emails(self, session):
        asked, names, emails = {}, {}, {}
        for _ in range(2):
            number = next(self.numbers)
            text = text_of(number).replace('\n', '\r\n')
            try:
                uploaded = session.ask('POST', f'/jmap/upload/{self.account}',
                                       f'Subject: thing {number}\r\n\r\n{text}'.encode())
            except Refused as why:
                self.refusals[str(why)] += 1
                return
            key, state = ('email', number), self.new_place()
            asked[key], names[key] = state, f'c{number}'
            emails[f'c{number}'] = {'blobId': uploaded['blobId'], **self.place_json(state)}
        self.attempt(session, ['Email/import', {'accountId': self.account, 'emails': emails}], asked, names)

    def set_mailboxes(self, session):
        number = next(self.numbers)
        new, state = ('mailbox', number), (number % 1000, number % 2 == 0)
        asked, names = {new: state}, {new: f'c{number}'}
        arguments = {'accountId': self.account, 'update': {}, 'destroy': [], 'create': {
            f'c{number}': {'name': f'thing {number}', 'sortOrder': state[0], 'isSubscribed': state[1]}}}
        old = self.settled('mailbox')
        self.dice.shuffle(old)
        for key in old[:1]:
            (was, subscribed), = self.things[key]
            asked[key], names[key] = (was + 1000, not subscribed), self.ids[key]
            arguments['update'][self.ids[key]] = {'sortOrder': was + 1000, 'isSubscribed': not subscribed}
        if len(old) > 5:
            asked[old[1]], names[old[1]] = None, self.ids[old[1]]
            arguments['destroy'].append(self.ids[old[1]])
        self.attempt(session, ['Mailbox/set', arguments], asked, names)

    def send(self, session):
        """A draft is made, submitted and moved to Sent, in one request."""
        number = next(self.numbers)
        letter = Sent(number, self.dice.sample(self.everybody, self.dice.choice([1, 1, 2, len(self.everybody)])))
        self.sent.append(letter)
        key = ('letter', number)
        drafted, moved = (frozenset({'drafts'}), frozenset({'$draft'})), (frozenset({'sent'}), frozenset())
        self.things[key] = {None, drafted, moved}
        calls = [
            ['Email/set', {'accountId': self.account, 'create': {'letter': {
                **self.place_json(drafted), 'from': [{'email': self.address}], 'subject': f'letter {number}',
                'bodyValues': {'1': {'value': text_of(number)}}, 'textBody': [{'partId': '1', 'type': 'text/plain'}]}}}],
            ['EmailSubmission/set', {
                'accountId': self.account,
                'create': {'sending': {'identityId': self.identity, 'emailId': '#letter', 'envelope': {
                    'mailFrom': {'email': self.address}, 'rcptTo': [{'email': to} for to in letter.recipients]}}},
                'onSuccessUpdateEmail': {'#sending': {'mailboxIds': {self.mailboxes['sent']: True}, 'keywords': {}}}}]]
        try:
            made, sent, *then = session.calls(*calls)
        except Refused as why:
            self.refusals[str(why)] += 1
            self.things[key], letter.outcome = {None}, REFUSED
            return
        was_made, id = self.outcome(*made, 'letter')
        if not was_made:
            self.things[key], letter.outcome = ({None} if was_made is False else {None, drafted}), REFUSED
            return
        was_sent, _ = self.outcome(*sent, 'sending')
        letter.outcome = ACCEPTED if was_sent else REFUSED
        was_moved = was_sent and then and self.outcome(*then[0], id)[0]
        self.things[key] = {drafted, moved} if was_moved is None else {moved if was_moved else drafted}

    # Reading

    def read(self, session):
        """(things {key: [states]}, letters that were delivered [number], numbers of the letters with a submission)."""
        of = {'accountId': self.account}
        found, inbox, ids = collections.defaultdict(list), [], {}
        for mailbox in session.call('Mailbox/get', {**of, 'ids': None})['list']:
            if re.fullmatch(r'thing \d+', mailbox['name']):
                key = 'mailbox', int(mailbox['name'].split()[1])
                found[key].append((mailbox['sortOrder'], mailbox['isSubscribed']))
                ids[key] = mailbox['id']
        roles = {id: role for role, id in self.mailboxes.items()}
        for email in self.emails(session):
            ours = re.fullmatch(r'(thing|letter) (\d+)', email['subject'] or '')
            if not ours:
                continue  # of the demonstration
            kind, number = ours.groups()
            value = email['bodyValues'][email['textBody'][0]['partId']]
            if value['isTruncated'] or value['value'].split() != text_of(int(number)).split():
                raise AssertionError(f'{email["subject"]} of {self.address} has another text')
            places = frozenset(roles.get(id, 'other') for id in email['mailboxIds'])
            if kind == 'letter' and not places & {'drafts', 'sent'}:  # delivered, wherever a filter put it
                inbox.append(int(number))
                continue
            key = ('letter' if kind == 'letter' else 'email'), int(number)
            found[key].append((places, frozenset(email['keywords'])))
            ids[key] = email['id']
        numbers = {id: key[1] for key, id in ids.items() if key[0] == 'letter'}
        all_sent = session.call('EmailSubmission/get', {**of, 'ids': None})['list']
        submissions = [numbers[s['emailId']] for s in all_sent if s['emailId'] in numbers]
        self.ids = ids
        return found, inbox, submissions

    def emails(self, session):
        of, position = {'accountId': self.account}, 0
        while True:
            ids = session.call('Email/query', {**of, 'position': position, 'limit': PAGE})['ids']
            for begin in range(0, len(ids), 50):
                yield from session.call('Email/get', {
                    **of, 'ids': ids[begin:begin + 50], 'fetchTextBodyValues': True,
                    'properties': ['subject', 'mailboxIds', 'keywords', 'textBody', 'bodyValues']})['list']
            if len(ids) < PAGE:
                return
            position += PAGE

    def judge(self, found):
        """What breaks the promise about things; from now on they are as they were found."""
        problems = []
        for key in set(found) | set(self.things):
            states = found.get(key, [])
            if len(states) > 1:
                problems.append(f'{key} of {self.address} is there {len(states)} times')
                continue
            is_now = states[0] if states else None
            may_be = self.things.get(key, {None})
            if is_now not in may_be:
                problems.append(f'{key} of {self.address} is {is_now}, not one of {may_be}')
            self.things[key] = {is_now}
        return problems


def judge_letters(programs, inboxes, submissions):
    copies = collections.Counter((number, address) for address, numbers in inboxes.items() for number in numbers)
    problems, meant = [], set()
    for program in programs:
        recorded = collections.Counter(submissions[program.address])
        for letter in program.sent:
            meant |= {(letter.number, to) for to in letter.recipients}
            counts = {copies[letter.number, to] for to in letter.recipients}
            wanted = {ACCEPTED: [{1}], REFUSED: [{0}], UNKNOWN: [{0}, {1}]}[letter.outcome]
            if counts not in wanted:
                problems.append(f'{letter} is there {counts} times')
            records = recorded.pop(letter.number, 0)
            if records not in {ACCEPTED: [1], REFUSED: [0], UNKNOWN: [0, 1]}[letter.outcome]:
                problems.append(f'{letter} has {records} submissions')
            if counts == {1} and records == 0:
                problems.append(f'{letter} was delivered, and nothing tells of it')
            if letter.outcome == UNKNOWN:  # a record may say that nobody knows (submission/dispatch.cpp)
                letter.outcome = ACCEPTED if counts == {1} else UNKNOWN
        if recorded:
            problems.append(f'{program.address} has submissions of nothing: {recorded}')
    problems += [f'letter {n} is in the Inbox of {to}' for n, to in copies if (n, to) not in meant]
    return problems


class Load:
    """A thread for each program; a new connection when one was cut."""

    def __init__(self, service, programs, pause=0.0):
        self.service, self.programs, self.pause = service, programs, pause
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=[program]) for program in programs]
        self.faults = []  # of the programs themselves

    def __enter__(self):
        for t in self._threads:
            t.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        for t in self._threads:
            t.join()
        if self.faults:
            raise self.faults[0]

    def _run(self, program):
        while not self._ending.is_set():
            session = Session(self.service, program.address)
            try:
                if not program.account:
                    program.begin(session)
                while not self._ending.is_set():
                    program.step(session)
                    self._ending.wait(self.pause)
            except (OSError, http.client.HTTPException):
                self._ending.wait(0.05)
            except Refused:
                self._ending.wait(0.05)
            except Exception as e:
                self.faults.append(e)
                return
            finally:
                session.close()

    def acknowledged(self):
        return sum(program.acknowledged for program in self.programs)

    def refusals(self):
        return sum((program.refusals for program in self.programs), collections.Counter())

    def wait_for(self, done, seconds):
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline and not self.faults:
            time.sleep(0.02)
        return done()


def programs_for(service):
    numbers = itertools.count()
    everybody = sorted(service.accounts)
    return [Program(address, everybody, numbers) for address in everybody]


def verify(test, service, programs, seconds=20):
    """The service runs: waits for the last delivery, then judges all that it holds."""
    said = service.wait_until_nothing_waits(seconds)
    test.assertEqual(said, 'Nothing waits.', service.log_tail())
    problems, inboxes, submissions = [], {}, {}
    for program in programs:
        session = Session(service, program.address)
        try:
            if not program.account:
                program.begin(session)
            found, inboxes[program.address], submissions[program.address] = program.read(session)
        finally:
            session.close()
        problems += program.judge(found)
    problems += judge_letters(programs, inboxes, submissions)
    test.assertEqual(problems[:20], [], service.log_tail())
    code, said = service.command('check')
    test.assertIn('All is whole.', said)
    test.assertEqual(code, 0)
