"""Journey 6: what a mail program may rely on when it collects by POP3."""
import poplib
import re
import unittest

import letters
from service import Service, body, sha256, wait_until


def setUpModule():
    global service, margaret, dele, sam
    service = Service().start()
    margaret, dele, sam = (service.account(n) for n in 'Margaret Dele Sam'.split())


def tearDownModule():
    service.close()


def letter(n):
    return letters.letter(margaret, dele, f'Number {n}', b'Text of number %d.\r\n' % n)


class Collecting(unittest.TestCase):
    def setUp(self):
        session = service.pop3(dele)
        for n in range(1, session.stat()[0] + 1):
            session.dele(n)
        session.quit()

    def fill(self, count):
        for n in range(count):
            service.send(margaret, dele, letter(n))
        wait_until(lambda: service.count(dele) == count, 'all there')

    def drop(self, session):
        session.sock.close()  # no QUIT
        session.file.close()

    def uidls(self):
        session = service.pop3(dele)
        listed = [line.split()[1] for line in session.uidl()[1]]
        session.quit()
        return listed

    def test_6_1_deleted_at_quit_only_and_all_at_once(self):
        self.fill(3)
        session = service.pop3(dele)
        session.dele(1)
        session.dele(3)
        self.assertEqual(session.stat()[0], 1)
        with self.assertRaises(poplib.error_proto):
            session.retr(1)
        session.rset()
        self.assertEqual(session.stat()[0], 3)
        session.dele(2)
        session.quit()
        session = service.pop3(dele)
        self.assertEqual([re.search(rb'number (\d)', session.retr(n)[1][-1])[1] for n in (1, 2)], [b'0', b'2'])
        session.quit()

    def test_6_2_a_dropped_connection_deletes_nothing(self):
        self.fill(2)
        session = service.pop3(dele)
        session.dele(1)
        session.dele(2)
        self.drop(session)
        wait_until(lambda: self.try_count() == 2, 'both are still there')

    def try_count(self):
        try:
            return service.count(dele)
        except poplib.error_proto:  # the service has not seen yet that the other session is gone
            return None

    def test_6_3_unique_ids_are_stable_across_sessions_deletions_and_a_restart(self):
        self.fill(4)
        first = self.uidls()
        self.assertEqual(len(set(first)), 4)
        for uid in first:
            self.assertRegex(uid, rb'^[\x21-\x7e]{1,70}$')
        self.assertEqual(self.uidls(), first)
        session = service.pop3(dele)
        session.dele(2)
        session.quit()
        left = [first[0], first[2], first[3]]
        self.assertEqual(self.uidls(), left)
        service.restart()
        self.assertEqual(self.uidls(), left)
        service.send(margaret, dele, letter(9))
        wait_until(lambda: service.count(dele) == 4, 'one more')
        more = self.uidls()
        self.assertEqual(more[:3], left)
        self.assertNotIn(more[3], first, 'ids are not used again')

    def test_6_4_one_session_a_maildrop(self):
        session = service.pop3(dele)
        with service.raw(port='pop3s') as second:
            second.ask('USER ' + dele.username)
            good, line = second.ask('PASS ' + dele.password)
            self.assertEqual(good, 0)
            self.assertIn('[IN-USE]', line)
        session.quit()
        service.pop3(dele).quit()

    def test_6_5_top_shows_the_header_and_some_lines(self):
        text = b''.join(b'line %d\r\n' % n for n in range(10)) + b'.\r\n..dots\r\n'
        service.send(margaret, dele, letters.letter(margaret, dele, text=text))
        wait_until(lambda: service.count(dele) == 1, 'it is there')
        session = service.pop3(dele)
        whole = session.retr(1)[1]
        start = whole.index(b'') + 1
        for lines in (0, 1, 5, 12, 1000):
            self.assertEqual(session.top(1, lines)[1], whole[:start + lines], f'TOP 1 {lines}')
        self.assertEqual(int(session.list(1).split()[2]), sum(len(line) + 2 for line in whole))
        session.quit()

    def test_6_6_a_thousand_messages_pipelined_both_ways(self):
        count = 1000
        with service.raw(margaret) as d:
            text = [letters.letter(margaret, sam, f'Number {n}', b'%d\r\n' % n * (1 + n % 50)) for n in range(count)]
            said = []
            for start in range(0, count, 100):  # a hundred messages a write, no reply awaited (RFC 2920, RFC 3030)
                d.send(b''.join(b'MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nBDAT %d LAST\r\n%s' % (
                    margaret.address.encode(), sam.address.encode(), len(m), m) for m in text[start:start + 100]))
                said += [d.reply()[0] for _ in range(300)]
            self.assertEqual(said, [250] * 3 * count)
        wait_until(lambda: service.count(sam) == count, 'a thousand messages')
        with service.raw(port='pop3s') as d:
            d.send(f'USER {sam.username}\r\nPASS {sam.password}\r\nSTAT\r\n'.encode() +
                   b''.join(b'RETR %d\r\nDELE %d\r\n' % (n, n) for n in range(1, count + 1)) + b'QUIT\r\n')
            for _ in range(2):
                self.assertEqual(d.reply()[0], 1)
            self.assertRegex(d.reply()[1], f'^\\+OK {count} ')
            got = []
            for _ in range(count):
                self.assertEqual(d.reply()[0], 1)
                lines = []
                while (line := d.reader.readline()) != b'.\r\n':
                    lines.append(line[1:] if line.startswith(b'.') else line)
                got.append(sha256(body(b''.join(lines))))
                self.assertEqual(d.reply()[0], 1)
            self.assertEqual(d.reply()[0], 1)
        self.assertEqual(sorted(got), sorted(sha256(body(m)) for m in text))
        self.assertEqual(service.count(sam), 0)

    def test_6_7_capabilities(self):
        session = poplib.POP3('127.0.0.1', service.ports['pop3'])
        before = session.capa()
        self.assertIn('STLS', before)
        self.assertNotIn('USER', before)
        session.stls(service.tls())
        after = session.capa()
        session.quit()
        for name in ('USER', 'TOP', 'UIDL', 'PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'UTF8', 'EXPIRE', 'SASL'):
            self.assertIn(name, after)
        self.assertNotIn('STLS', after)
        self.assertEqual(after['EXPIRE'], ['NEVER'])

    def test_6_8_a_message_that_arrives_during_a_session_is_seen_by_the_next(self):
        self.fill(1)
        session = service.pop3(dele)
        service.send(margaret, dele, letter(2))
        service.settled()
        self.assertEqual(session.stat()[0], 1)
        session.dele(1)
        session.quit()
        self.assertEqual(service.count(dele), 1)

    def test_6_9_a_restart_keeps_everything(self):
        sent = [letters.with_papers(margaret, dele, size=1000 * n, seed=n) for n in range(1, 20)]
        for message in sent:
            service.send(margaret, dele, message)
        service.restart()
        got = service.collect(dele, len(sent))
        self.assertEqual(sorted(sha256(body(m)) for m in got), sorted(sha256(body(m)) for m in sent))


if __name__ == '__main__':
    unittest.main()
