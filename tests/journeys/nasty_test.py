"""Journeys 7 and 8: messages and addresses that are wrong, odd or hostile. What is refused is refused with the right
code and leaves nothing behind; what is accepted arrives as it was."""
import unittest

import letters
from service import Service, body, fields


def setUpModule():
    global service, margaret, dele
    service = Service().start()
    margaret, dele = service.account('Margaret'), service.account('Dele')


def tearDownModule():
    service.close()


HEADER = b'From: m.ellison@ashfordcrown.bailey.test\r\nSubject: nasty\r\n'


class Nasty(unittest.TestCase):
    def transaction(self, d, to=None):
        self.assertEqual(d.ask(f'MAIL FROM:<{margaret.address}> BODY=8BITMIME')[0], 250)
        self.assertEqual(d.ask(f'RCPT TO:<{(to or dele).address}>')[0], 250)

    def data(self, d, octets):
        """DATA with `octets` exactly as they are, the end included; the reply."""
        self.transaction(d)
        self.assertEqual(d.ask('DATA')[0], 354)
        d.send(octets)
        return d.reply()

    def bdat(self, d, *chunks):
        self.transaction(d)
        for n, chunk in enumerate(chunks):
            last = ' LAST' if n + 1 == len(chunks) else ''
            d.send(f'BDAT {len(chunk)}{last}\r\n'.encode() + chunk)
            answer = d.reply()
        return answer

    def assert_nothing_came(self):
        service.settled()
        self.assertEqual(service.count(dele), 0)

    def assert_closed(self, d):
        self.assertEqual(d.reply(), (None, ''))


class Messages(Nasty):
    """Journey 7."""

    def test_7_1_smuggling(self):
        """RFC 5321 sections 2.3.8 and 4.1.1.4: only CRLF . CRLF ends a message. A second message hidden behind
        anything that another server might take for the end never becomes one."""
        hidden = f'MAIL FROM:<{margaret.address}>\r\nRCPT TO:<{dele.address}>\r\nDATA\r\n'.encode()
        hidden += HEADER + b'\r\nx\r\n.\r\n'
        for end in (b'\n.\n', b'\n.\r\n', b'\r\n.\n', b'\r.\r', b'\r\n.\r', b'\r.\r\n', b'\n\n.\r\n', b'\r\n\0.\r\n',
                    b'\r\n.\r\r\n', b'\r\n.\0\r\n'):
            with self.subTest(end), service.raw(margaret) as d:
                code, text = self.data(d, HEADER + b'\r\ntext' + end + hidden)
                self.assertEqual((code, text[4:9]), (554, '5.6.0'), text)
                self.assert_closed(d)
        self.assert_nothing_came()

    def test_7_2_bare_line_ends_and_nul_in_data_and_bdat(self):
        for octets in (b'\r\na\nb\r\n', b'\r\na\rb\r\n', b'\r\na\0b\r\n', b'X-Bare: a\n b\r\n\r\n',
                       b'X-Bare: a\r b\r\n\r\n'):
            with self.subTest(octets), service.raw(margaret) as d:
                self.assertEqual(self.data(d, HEADER + octets + b'.\r\n')[0], 554)
            with self.subTest(octets), service.raw(margaret) as d:
                self.assertEqual(self.bdat(d, HEADER + octets)[0], 554)
                self.assertEqual(d.ask('NOOP')[0], 250, 'BDAT tells where the message ends: the session goes on')
        self.assert_nothing_came()

    def test_7_3_bare_line_ends_and_nul_in_commands(self):
        for octets in (b'NOOP\n', b'NOOP\rNOOP\r\n', b'NO\0OP\r\n', b'\nNOOP\r\n'):
            with self.subTest(octets), service.raw(margaret) as d:
                d.send(octets)
                self.assertEqual(d.reply()[0], 500)
                self.assert_closed(d)

    def test_7_4_long_lines(self):
        with service.raw(margaret) as d:
            text = b'x' * 60_000 + b'\r\n' + b'y' * 998 + b'\r\n'
            self.assertEqual(self.data(d, HEADER + b'\r\n' + text + b'.\r\n')[0], 250)
            self.assertEqual(body(service.collect_one(dele)), text)
            code, said = self.data(d, HEADER + b'\r\n' + b'x' * 70_000 + b'\r\n.\r\n')
            self.assertEqual(code, 554, said)
            self.assertIn('line', said)
            self.assertEqual(self.data(d, HEADER + b'X-Long: ' + b'x' * 60_000 + b'\r\n\r\n.\r\n')[0], 250)
            self.assertEqual(fields(service.collect_one(dele), 'X-Long'), ['x' * 60_000])

    def test_7_5_header_bombs(self):
        bombs = [b'A: b\r\n' * 60_000, b'X: x\r\n' + (b'\t' + b'y' * 60_000 + b'\r\n') * 5,
                 b'Bcc: ' + b'a@b.example,\r\n ' * 30_000 + b'a@b.example\r\n']
        for bomb in bombs:
            with self.subTest(bomb[:10]), service.raw(margaret) as d:
                code, said = self.data(d, bomb + HEADER + b'\r\n.\r\n')
                self.assertEqual((code, said[4:9]), (552, '5.3.4'), said)
                self.assertEqual(d.ask('NOOP')[0], 250)
        with service.raw(margaret) as d:
            self.assertEqual(self.data(d, b'A: b\r\n' * 20_000 + HEADER + b'\r\n.\r\n')[0], 250)
        self.assertEqual(len(fields(service.collect_one(dele), 'A')), 20_000)

    def test_7_6_many_addresses_in_one_from(self):
        with service.raw(margaret) as d:
            own = margaret.address.encode()
            octets = b'From: ' + b', '.join([own] * 200) + b'\r\n\r\n.\r\n'
            code, said = self.data(d, octets)
            self.assertIn(code, (250, 550, 554), said)  # RFC 5322 allows it; they are all hers
            service.settled()
            service.collect(dele, 1 if code == 250 else 0)

    def test_7_7_dots(self):
        """RFC 5321 section 4.5.2, both directions."""
        texts = [b'.\r\n', b'..\r\n', b'...\r\n.\r\n', b'.a\r\n.\r\n..\r\n', b'a\r\n.\r\n', b'\r\n.\r\n\r\n',
                 b'.' * 60_000 + b'\r\n', b'.\r\n' * 1000, b'. \r\n', b'.\t.\r\n']
        with service.raw(margaret) as d:
            for text in texts:
                stuffed = b'\r\n'.join(b'.' + line if line.startswith(b'.') else line for line in text.split(b'\r\n'))
                with self.subTest(text[:20], how='DATA'):
                    self.assertEqual(self.data(d, HEADER + b'\r\n' + stuffed + b'.\r\n')[0], 250)
                    self.assertEqual(body(service.collect_one(dele)), text)
                with self.subTest(text[:20], how='BDAT'):
                    self.assertEqual(self.bdat(d, HEADER + b'\r\n' + text)[0], 250)
                    self.assertEqual(body(service.collect_one(dele)), text)

    def test_7_8_no_line_end_at_the_end(self):
        with service.raw(margaret) as d:
            self.assertEqual(self.bdat(d, HEADER + b'\r\nlast words')[0], 250)
            self.assertEqual(body(service.collect_one(dele)), b'last words\r\n')
            self.assertEqual(self.bdat(d, HEADER + b'\r\n.')[0], 250)
            self.assertEqual(body(service.collect_one(dele)), b'.\r\n')
            self.assertEqual(self.bdat(d, HEADER + b'\r\nhalf an end\r')[0], 554)
            self.assertEqual(self.bdat(d, HEADER[:-2])[0], 250, 'nothing but a header, and that without its end')
            self.assertEqual(body(service.collect_one(dele)), b'')

    def test_7_9_chunks_cut_anywhere(self):
        whole = HEADER + b'\r\n.\r\n..\r\nend\r\n'
        with service.raw(margaret) as d:
            for at in range(len(whole) + 1):
                self.assertEqual(self.bdat(d, whole[:at], whole[at:])[0], 250, at)
            self.assertEqual(self.bdat(d, *(whole[n:n + 1] for n in range(len(whole))))[0], 250)
            self.assertEqual(self.bdat(d, whole, b'')[0], 250)
        count = len(whole) + 3
        got = service.collect(dele, count)
        self.assertEqual([body(m) for m in got], [b'.\r\n..\r\nend\r\n'] * count)

    def test_7_10_empty_things(self):
        with service.raw(margaret) as d:
            for octets, text in ((HEADER + b'\r\n', b''), (HEADER, b''), (HEADER + b'\r\n\r\n\r\n', b'\r\n\r\n'),
                                 (HEADER + b'no field\r\n', b'no field\r\n'), (HEADER + b': none\r\n', b': none\r\n')):
                with self.subTest(octets):
                    self.assertEqual(self.data(d, octets + b'.\r\n')[0], 250)
                    self.assertEqual(body(service.collect_one(dele)), text)
            for octets in (b'', b'\r\n', b'\r\n' + HEADER, b' folded\r\n' + HEADER, b'just text\r\n' + HEADER):
                with self.subTest(octets):
                    code, said = self.data(d, octets + b'.\r\n')
                    self.assertEqual(code // 100, 5, said)
            self.assertEqual(self.bdat(d, b'')[0] // 100, 5)
        self.assert_nothing_came()

    def test_7_11_received_loops(self):
        with service.raw(margaret) as d:
            for count in (50, 10_000):
                code, said = self.data(d, b'Received: x\r\n' * count + HEADER + b'\r\n.\r\n')
                self.assertEqual((code, said[4:9]), (554, '5.4.6'), said)
            self.assertEqual(self.data(d, b'Received: x\r\n' * 49 + HEADER + b'\r\n.\r\n')[0], 250)
        self.assertEqual(len(fields(service.collect_one(dele), 'Received')), 50)

    def test_7_12_every_octet(self):
        text = bytes(n for n in range(1, 256) if n not in b'\r\n') * 3 + b'\r\n'
        with service.raw(margaret) as d:
            self.assertEqual(self.data(d, HEADER + b'\r\n' + text + b'.\r\n')[0], 250)
            self.assertEqual(body(service.collect_one(dele)), text)

    def test_7_13_a_client_that_vanishes(self):
        for text in (b'half a mess', b'all but the end\r\n', b'end\r\n.', b'end\r\n.\r'):
            with service.raw(margaret) as d:
                self.transaction(d)
                self.assertEqual(d.ask('DATA')[0], 354)
                d.send(HEADER + b'\r\n' + text)
        with service.raw(margaret) as d:
            self.transaction(d)
            d.send(b'BDAT 1000 LAST\r\n' + HEADER + b'\r\nhalf')
        self.assert_nothing_came()

    def test_7_14_commands_injected_before_tls(self):
        """RFC 3207 section 4.2, RFC 2595 section 4: nothing said in clear counts under TLS."""
        with service.raw(port='submission') as d:
            d.ask('EHLO laptop.example')
            d.send(b'STARTTLS\r\nNOOP\r\n')
            code, said = d.reply()
            self.assertEqual(code, 503, said)
            self.assert_closed(d)
        with service.raw(port='pop3') as d:
            d.send(b'STLS\r\nCAPA\r\n')
            good, said = d.reply()
            self.assertEqual(good, 0, said)

    def test_7_15_noise(self):
        for port in ('submissions', 'pop3s', 'submission', 'pop3'):
            with service.raw(port=port) as d:
                try:
                    for _ in range(3):
                        d.send(letters.octets(5000, seed=1).replace(b'\r', b'').replace(b'\n', b'') + b'\r\n')
                except OSError:
                    pass  # closed already
                for _ in range(50):
                    code, _ = d.reply()
                    if code is None:
                        break
                    self.assertIn(code, (0, 500, 421, 554))
                self.assertIsNone(code, 'closed')
        service.smtp(margaret).quit()

    def test_7_16_a_web_browser(self):
        with service.raw(port='submission') as d:
            d.send(b'POST / HTTP/1.1\r\nHost: mail.bailey.test\r\n\r\n')
            self.assertEqual(d.reply()[0], 500)
        with service.raw(port='pop3') as d:
            d.send(b'GET / HTTP/1.1\r\nHost: mail.bailey.test\r\n\r\n')
            self.assertEqual(d.reply()[0], 0)


class Addresses(Nasty):
    """Journey 8."""

    def rcpt(self, d, path, smtputf8=False):
        d.ask('RSET')
        self.assertEqual(d.ask(f'MAIL FROM:<{margaret.address}>' + ' SMTPUTF8' * smtputf8)[0], 250)
        code, said = d.ask(f'RCPT TO:{path}')
        return code, said[4:9]

    def test_8_1_refused_addresses(self):
        local64, label63 = 'a' * 64, 'b' * 63
        expected = {
            f'<{local64}@kestrelchambers.co.uk>': (550, '5.1.1'),
            f'<{local64}a@kestrelchambers.co.uk>': (501, '5.1.3'),
            f'<"{local64}a"@kestrelchambers.co.uk>': (501, '5.1.3'),
            f'<a@{label63}.example>': (550, '5.7.1'),
            f'<a@{label63}b.example>': (501, '5.1.3'),
            '<a@' + '.'.join(['c' * 60] * 5) + '>': (501, '5.1.3'),
            '<>': (501, '5.1.3'),
            '<@>': (501, '5.1.3'),
            '<a@>': (501, '5.1.3'),
            '<a>': (501, '5.1.3'),
            '<a@b@kestrelchambers.co.uk>': (501, '5.1.3'),
            '<a b@kestrelchambers.co.uk>': (501, '5.1.3'),
            '<.a@kestrelchambers.co.uk>': (501, '5.1.3'),
            '<a..b@kestrelchambers.co.uk>': (501, '5.1.3'),
            '<a@-kestrelchambers.co.uk>': (501, '5.1.3'),
            '<a@kestrel chambers.co.uk>': (501, '5.1.3'),
            '<"a@kestrelchambers.co.uk>': (501, '5.1.3'),
            'd.okafor@kestrelchambers.co.uk': (501, '5.1.3'),
            '<d.okafor@kestrelchambers.co.uk': (501, '5.1.3'),
            '<d.okafor%outside.example@kestrelchambers.co.uk>': (550, '5.1.1'),
            '<outside.example!d.okafor@kestrelchambers.co.uk>': (550, '5.1.1'),
            '<"d.okafor@kestrelchambers.co.uk"@outside.example>': (550, '5.7.1'),
            '<d.okafor@evil.kestrelchambers.co.uk>': (550, '5.7.1'),
            '<d.okafor@kestrelchambers.co.uk.evil.example>': (550, '5.7.1'),
            '<d.okafor@bailey.test>': (550, '5.1.1'),
            '<d.okafor@[127.0.0.1]>': (501, '5.1.3'),  # nobody here has an address literal
        }
        with service.raw(margaret) as d:
            for path, answer in expected.items():
                with self.subTest(path):
                    self.assertEqual(self.rcpt(d, path), answer)

    def test_8_2_odd_ways_to_write_an_address(self):
        with service.raw(margaret) as d:
            for path in ('<D.Okafor@KestrelChambers.CO.UK>', '<"d.okafor"@kestrelchambers.co.uk>',
                         '<"d\\.okafor"@kestrelchambers.co.uk.bailey.test>', ' <d.okafor@kestrelchambers.co.uk>',
                         '<@relay.example,@other.example:d.okafor@kestrelchambers.co.uk>'):
                with self.subTest(path):
                    self.assertEqual(self.rcpt(d, path), (250, '2.1.5'))

    def test_8_3_a_quoted_local_part_is_a_mailbox_like_another(self):
        address = '"front desk"@kestrelchambers.co.uk'
        self.add(address)
        desk = dele._replace(username=address + '.bailey.test', address=address + '.bailey.test', name='Desk')
        service.send(margaret, desk, letters.letter(margaret, desk))
        service.send(desk, dele, letters.letter(desk, dele))
        self.assertEqual(fields(service.collect_one(dele), 'Return-Path'), [f'<{desk.address}>'])
        service.collect_one(desk)

    def test_8_4_a_local_part_beyond_ascii(self):
        """RFC 6531: with SMTPUTF8 it is an address like another; without it is refused."""
        address = 'siân.ŵyn@prycevaughan.cymru'
        self.add(address)
        sian = dele._replace(username=address, address=address + '.bailey.test', name='Siân')
        with service.raw(margaret) as d:
            self.assertEqual(self.rcpt(d, f'<{sian.address}>'), (553, '5.6.7'))
            self.assertEqual(self.rcpt(d, f'<{sian.address}>', smtputf8=True), (250, '2.1.5'))
            self.assertEqual(self.rcpt(d, '<SIÂN.Ŵyn@prycevaughan.cymru>', smtputf8=True), (250, '2.1.5'))
            self.assertEqual(self.rcpt(d, '<sia\u0302n.w\u0302yn@prycevaughan.cymru>', smtputf8=True), (250, '2.1.5'))
            d.ask('RSET')
            d.ask(f'MAIL FROM:<{margaret.address}> SMTPUTF8')
            d.ask(f'RCPT TO:<{sian.address}> NOTIFY=SUCCESS')
            d.ask('DATA')
            d.send(HEADER + f'To: {sian.address}\r\n\r\nCyfarchion\r\n.\r\n'.encode())
            self.assertEqual(d.reply()[0], 250)
        got = service.collect_one(sian)
        self.assertEqual(fields(got, 'To'), [sian.address])
        report = service.collect_one(margaret)
        self.assertIn(f'Final-Recipient: utf-8; {sian.address}'.encode(), report)

    def test_8_5_a_domain_beyond_ascii(self):
        done = service.bailey('organisation', 'add', 'Llys Tŷ', '--domain', 'llys-tŷ.cymru')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.add('clerc@llys-tŷ.cymru')
        a_label = 'llys-tŷ.cymru'.encode('idna').decode()
        clerk = dele._replace(username='clerc@llys-tŷ.cymru', address='clerc@' + a_label, name='Clerc')
        with service.raw(margaret) as d:
            self.assertEqual(self.rcpt(d, f'<{clerk.address}>'), (250, '2.1.5'))
            self.assertEqual(self.rcpt(d, '<clerc@LLYS-TŶ.cymru.bailey.test>', smtputf8=True), (250, '2.1.5'))
        service.send(margaret, clerk, letters.letter(margaret, clerk))
        service.collect_one(clerk)

    def add(self, address):
        done = service.bailey('user', 'add', address, '--password-stdin', input=dele.password + '\n')
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == '__main__':
    unittest.main()
