"""Mail programs that write without a pause, a ledger of what they were told, and a judge who reads every maildrop.

The promise that is judged (docs/ARCHITECTURE.md): a message for which the client saw 250 is in each recipient's
maildrop exactly once with the right bytes; one that was refused is in none; one whose reply never came is in all of
them once or in none.
"""
import base64
import collections
import concurrent.futures
import hashlib
import poplib
import random
import smtplib
import ssl
import threading
import time

ACCEPTED, REFUSED, UNKNOWN = 'accepted', 'refused', 'unknown'
PATIENCE = 60  # seconds a client waits for an answer

poplib._MAXLINE = 1 << 20


def small(dice):
    return dice.randrange(0, 4000)


def mixed(dice):
    """Most are short, some have several chunks, some are so large that they are stored while they arrive."""
    return dice.choices([small(dice), dice.randrange(250_000, 600_000), dice.randrange(1_100_000, 3_000_000)],
                        [88, 8, 4])[0]


def large(dice):
    return dice.randrange(1_100_000, 4_000_000)


class Message:
    def __init__(self, number, size, sender, recipients):
        self.number, self.sender, self.recipients = number, sender, recipients
        self.outcome, self.reply = REFUSED, 'never sent'
        self.size = size
        self.digest = hashlib.sha256(self.body()).hexdigest()

    def body(self):
        dice = random.Random(self.number)
        lines = base64.encodebytes(dice.randbytes(self.size)).replace(b'\n', b'\r\n')
        return b'.\r\n..a dot begins this line\r\n' + lines + b'.\r\n'

    def text(self):
        header = (f'From: <{self.sender}>\r\nTo: {", ".join(self.recipients)}\r\nSubject: Message {self.number}\r\n'
                  f'X-Fault-Number: {self.number}\r\n\r\n')
        return header.encode() + self.body()

    def __str__(self):
        return (f'message {self.number} ({self.size} octets, {len(self.recipients)} recipients, {self.outcome}: '
                f'{self.reply})')


class Ledger:
    """Every message that was ever tried, over all the lives of a service."""

    def __init__(self, addresses):
        self.addresses = sorted(addresses)
        self.messages = []
        self._lock = threading.Lock()

    def new(self, sender, size_of):
        with self._lock:
            number = len(self.messages)
            dice = random.Random(~number)
            recipients = dice.sample(self.addresses, dice.choice([1, 1, 1, 2, 3, 5, len(self.addresses)]))
            message = Message(number, size_of(dice), sender, recipients)
            self.messages.append(message)
            return message

    def count(self, outcome, since=0):
        return sum(m.outcome == outcome for m in self.messages[since:])

    def replies(self, since=0):
        """How often each refusal was heard."""
        return collections.Counter(m.reply for m in self.messages[since:] if m.outcome == REFUSED)


def trusting(service):
    return ssl.create_default_context(cafile=service.facts['ca'])


def submission(service, sender, patience=PATIENCE):
    """A connection over SMTPS, signed in."""
    client = smtplib.SMTP_SSL('127.0.0.1', service.facts['ports']['submissions'], timeout=patience,
                              context=trusting(service))
    try:
        client.login(sender, service.accounts[sender])
    except BaseException:
        client.close()
        raise
    return client


def send(client, message):
    """Tries once; what the client learnt is noted in the message. False when the connection is of no more use."""
    message.reply = 'cut before DATA'
    try:
        for command in [lambda: client.mail(message.sender)] + [
                lambda to=to: client.rcpt(to) for to in message.recipients]:
            code, said = command()
            if code != 250:
                message.reply = f'{code} {said.decode()}'
                return code != 421 and client.rset()[0] == 250
        code, said = client.docmd('DATA')
        if code != 354:
            message.reply = f'{code} {said.decode()}'
            return code != 421
        message.outcome, message.reply = UNKNOWN, 'cut before the reply'
        client.send(smtplib._quote_periods(message.text()) + b'.\r\n')
        code, said = client.getreply()
        message.outcome = ACCEPTED if code == 250 else REFUSED
        message.reply = f'{code} {said.decode()}'
        return code != 421
    except (OSError, smtplib.SMTPException) as e:
        message.reply += f' ({type(e).__name__})'
        return False


class Load:
    """Client threads, each with a sender of its own; they keep their connections and make new ones when cut."""

    def __init__(self, service, ledger, threads=6, size_of=mixed, pause=0.0):
        self.service, self.ledger, self.size_of, self.pause = service, ledger, size_of, pause
        self.first = len(ledger.messages)
        self.not_signed_in = collections.Counter()  # why a connection could not be made or used, and how often
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._client, args=[ledger.addresses[n % len(ledger.addresses)]])
                         for n in range(threads)]

    def __enter__(self):
        for t in self._threads:
            t.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        for t in self._threads:
            t.join()

    def wait_for(self, done, seconds):
        """Until done() or the time is over; returns done()."""
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline:
            time.sleep(0.02)
        return done()

    def accepted(self):
        return self.ledger.count(ACCEPTED, self.first)

    def _client(self, sender):
        while not self._ending.is_set():
            try:
                client = submission(self.service, sender)
            except (OSError, smtplib.SMTPException) as e:
                self.not_signed_in[str(e)] += 1
                self._ending.wait(0.05)
                continue
            while not self._ending.is_set() and send(client, self.ledger.new(sender, self.size_of)):
                self._ending.wait(self.pause)
            client.close()


class Maildrops:
    """All that lies in the maildrops. What was read before is not read again: its unique-id must still be there."""

    def __init__(self):
        self._read = {}  # (address, unique-id): (number, digest)

    def collect(self, service):
        """{address: [(number, digest), ...]}; number None for a message of somebody else."""
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            drops = pool.map(lambda address: self._one(service, address), service.accounts)
            return dict(zip(service.accounts, drops))

    def _one(self, service, address):
        client = maildrop(service, address)
        found = []
        for line in client.uidl()[1]:
            place, unique_id = line.decode().split()
            key = (address, unique_id)
            if key not in self._read:
                self._read[key] = parse(client.retr(int(place))[1])
            found.append(self._read[key])
        client.quit()
        return found


def maildrop(service, address):
    """A connection over POP3S, signed in."""
    client = poplib.POP3_SSL('127.0.0.1', service.facts['ports']['pop3s'], timeout=PATIENCE,
                             context=trusting(service))
    client.user(address)
    client.pass_(service.accounts[address])
    return client


def parse(lines):
    """The lines of a message as (number, digest of its body)."""
    end = lines.index(b'')
    prefix = b'X-Fault-Number: '
    number = next((int(line[len(prefix):]) for line in lines[:end] if line.startswith(prefix)), None)
    body = b''.join(line + b'\r\n' for line in lines[end + 1:])
    return number, hashlib.sha256(body).hexdigest()


def judge(ledger, found):
    """What breaks the promise, a sentence each."""
    problems = []
    copies = collections.Counter()
    for address, drop in found.items():
        for number, digest in drop:
            if number is None:
                problems.append(f'{address} has a message nobody wrote')
                continue
            message = ledger.messages[number]
            copies[number, address] += 1
            if digest != message.digest:
                problems.append(f'{address} has other bytes of {message}')
            if address not in message.recipients:
                problems.append(f'{address} has {message}, which is not for them')
    for message in ledger.messages:
        counts = [copies[message.number, to] for to in message.recipients]
        wanted = {ACCEPTED: [1], REFUSED: [0], UNKNOWN: [0, 1]}[message.outcome]
        if set(counts) not in [{n} for n in wanted]:
            problems.append(f'{message} is there {counts} times')
    return problems


def verify(test, service, ledger, drops, seconds=20):
    """The service runs: waits for the last delivery, then judges everything it holds."""
    said = service.wait_until_nothing_waits(seconds)
    test.assertEqual(said, 'Nothing waits.', service.log_tail())
    test.assertEqual(judge(ledger, drops.collect(service))[:20], [], service.log_tail())
    code, said = service.command('check')
    test.assertIn('All is whole.', said)
    test.assertEqual(code, 0)
