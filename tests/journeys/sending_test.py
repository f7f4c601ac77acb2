"""Journeys 3 to 5: what a member may send and to whom, what is refused and how, and the reports that come back."""
import email
import json
import smtplib
import time
import unittest

import letters
from service import HOST, PATIENCE, Service, body, fields, sha256, wait_until


def setUpModule():
    global service, margaret, dele, priya, gwenllian, sam, ruth, ines, noor
    service = Service().start()
    margaret, dele, priya, gwenllian, sam, ruth, ines, noor = (
        service.account(n) for n in 'Margaret Dele Priya Gwenllian Sam Ruth Ines Noor'.split())


def tearDownModule():
    service.close()


def everyday(account):
    """The address in the ordinary world: without the community's suffix."""
    return account.address.removesuffix('.bailey.test')


class Sending(unittest.TestCase):
    """Journey 3: a member writes to members."""

    def test_3_1_to_people_of_other_organisations_and_cells(self):
        to = [dele, priya, gwenllian, sam, ines]
        cells = {u['address']: u['cell'] for u in json.loads(service.bailey('user', 'list', '--json').stdout)}
        self.assertEqual(len({cells[one.address] for one in to}), 4, 'they are spread over four cells')
        message = letters.beyond_ascii(margaret, dele)
        service.send(margaret, to, message)
        for one in to:
            self.assertEqual(body(service.collect_one(one)), body(message))

    def test_3_2_the_same_recipient_twice_gets_one_copy(self):
        service.send(margaret, [dele, everyday(dele), dele.address.upper()], letters.letter(margaret, dele))
        service.settled()
        self.assertEqual(len(service.collect(dele)), 1)

    def test_3_3_blind_copies_stay_blind(self):
        more = f'Bcc: {priya.address}\r\nbcc: {sam.address},\r\n\t{ines.address}\r\nCc: {ruth.address}\r\n'
        to = [dele, ruth, priya, sam, ines]
        service.send(margaret, to, letters.letter(margaret, dele, more=more))
        for one in to:
            got = service.collect_one(one)
            self.assertEqual(fields(got, 'Bcc'), [])
            self.assertEqual(fields(got, 'Cc'), [ruth.address])
            for hidden in (priya, sam, ines):
                self.assertNotIn(hidden.address.encode(), got)

    def test_3_4_the_everyday_address_signs_in_sends_and_is_written_to(self):
        with self.subTest('signs in, MAIL FROM, From and RCPT TO'):
            for account in (margaret, dele):
                common = account._replace(username=everyday(account), address=everyday(account))
                service.send(common, everyday(noor), letters.letter(common, everyday(noor)))
                got = service.collect_one(noor)
                self.assertEqual(fields(got, 'From'), [f'{account.name} <{everyday(account)}>'])
        with self.subTest('collects'):
            service.send(margaret, dele, letters.letter(margaret, dele))
            service.collect_one(dele._replace(username=everyday(dele).upper()))

    def test_3_5_a_subject_beyond_ascii(self):
        subject = 'Gwrandawiad yn y llys: tŷ, 法廷, 😀'
        service.send(margaret, gwenllian, letters.beyond_ascii(margaret, gwenllian, subject), mail=['SMTPUTF8'])
        got = service.collect_one(gwenllian)
        self.assertEqual(fields(got, 'Subject'), [subject])
        self.assertIn('with UTF8SMTPSA', fields(got, 'Received')[0])

    def test_3_6_twenty_megabytes(self):
        message = letters.with_papers(margaret, dele, size=15_000_000, seed=20)
        self.assertGreater(len(message), 20_000_000)
        service.send(margaret, dele, message)
        self.assertEqual(sha256(body(service.collect_one(dele))), sha256(body(message)))

    def test_3_7_what_a_message_lacks_is_added_and_what_it_has_is_left(self):
        service.send(margaret, dele, letters.letter(margaret, dele))
        bare = service.collect_one(dele)
        for name in ('Date', 'Message-ID', 'Return-Path', 'Received'):
            self.assertEqual(len(fields(bare, name)), 1, name)
        own = 'Date: Mon, 2 Jan 2006 15:04:05 +0000\r\nMessage-ID: <one@laptop.example>\r\nX-Own: 1\r\n'
        service.send(margaret, dele, letters.letter(margaret, dele, more=own + 'Return-Path: <x@outside.example>\r\n'))
        got = service.collect_one(dele)
        self.assertEqual(fields(got, 'Message-ID'), ['<one@laptop.example>'])
        self.assertEqual(fields(got, 'Date'), ['Mon, 2 Jan 2006 15:04:05 +0000'])
        self.assertEqual(fields(got, 'X-Own'), ['1'])
        self.assertEqual(fields(got, 'Return-Path'), [f'<{margaret.address}>'])

    def test_3_8_to_oneself(self):
        service.send(margaret, margaret, letters.letter(margaret, margaret))
        service.collect_one(margaret)

    def test_3_9_a_received_field_tells_the_way_and_hides_other_recipients(self):
        service.send(margaret, [dele, sam], letters.letter(margaret, dele))
        got = service.collect_one(dele)
        service.collect_one(sam)
        received = fields(got, 'Received')[0]
        self.assertRegex(received, r'^from laptop\.example \(\[127\.0\.0\.1\]\)\r\n by mail\.bailey\.test with ESMTPSA '
                                   r'\(TLSv1\.3 TLS_\w+\)\r\n id [a-z0-9]{13};\r\n \w{3}, ')
        self.assertNotIn(' for ', received)

    def test_3_10_somebody_reads_what_is_sent_to_the_postmaster(self):
        message = letters.letter(dele, 'postmaster@bailey.test')
        for to in ('postmaster@bailey.test', 'Postmaster'):
            service.send(dele, to, message)
            self.assertEqual(body(service.collect_one(margaret)), body(message))

    def test_3_11_a_further_address_receives_and_sends(self):
        further = dele.address.replace('d.okafor', 'dele.okafor-reid')
        self.assertEqual(service.bailey('user', 'add-address', dele.address, further).returncode, 0)
        renamed = dele._replace(address=further)
        with service.smtp(margaret) as s:
            s.mail(margaret.address)
            wait_until(lambda: s.rcpt(further)[0] == 250, 'the running service knows the new address')
        service.send(renamed, renamed, letters.letter(renamed, renamed))
        service.collect_one(dele)


class Refusing(unittest.TestCase):
    """Journey 4: what may not be sent is refused at once, with a sentence that says why."""

    def refused(self, command_code, code, *words):
        got, text = command_code
        text = text.decode() if isinstance(text, bytes) else text
        self.assertEqual(got, code, text)
        for word in words:
            self.assertIn(word, text)

    def test_4_1_an_outside_recipient_by_name(self):
        with service.smtp(margaret) as s:
            s.mail(margaret.address)
            self.refused(s.rcpt('someone@outside.example'), 550, '5.7.1', '<someone@outside.example>', 'outside')
            self.assertEqual(s.rcpt(dele.address)[0], 250, 'the others are not affected')
            self.assertEqual(s.data(letters.letter(margaret, dele))[0], 250)
        service.collect_one(dele)

    def test_4_2_an_unknown_member(self):
        with service.smtp(margaret) as s:
            s.mail(margaret.address)
            for nobody in ('nobody@kestrelchambers.co.uk', 'nobody@kestrelchambers.co.uk.bailey.test'):
                self.refused(s.rcpt(nobody), 550, '5.1.1', nobody)
            self.refused(s.docmd('DATA'), 554, '5.5.1')

    def test_4_3_somebody_elses_address_at_mail_from(self):
        with service.smtp(margaret) as s:
            for foreign in (dele.address, 'margaret@outside.example', 'nobody@ashfordcrown.bailey.test'):
                self.refused(s.mail(foreign), 553, '5.7.1', foreign)

    def test_4_4_somebody_elses_address_in_from(self):
        def tell(*lines):
            with service.smtp(margaret) as s:
                s.mail(margaret.address)
                s.rcpt(dele.address)
                return s.data(''.join(line + '\r\n' for line in [*lines, '', 'text']).encode())
        foreign = [
            (f'From: {dele.address}',),
            (f'From: {margaret.address}, {dele.address}',),
            (f'From: {margaret.address} <{dele.address}>',),
            (f'From: "{margaret.address}" <boss@outside.example>',),
            (f'From: group: {dele.address};',),
            (f'From : {dele.address}',),
            (f'FROM:\r\n {dele.address}',),
        ]
        for lines in foreign:
            with self.subTest(lines):
                self.refused(tell(*lines), 550, '5.7.1')
        for lines in [('Subject: none',), (f'From: {margaret.address}', f'From: {dele.address}'),
                      (f'From: {margaret.address}', f'From: {margaret.address}'), ('From:',), ('From: group:;',)]:
            with self.subTest(lines):
                code, text = tell(*lines)
                self.assertIn(code, (550, 554), text)
        service.settled()
        self.assertEqual(service.count(dele), 0)

    def test_4_5_nothing_without_signing_in(self):
        with service.smtp() as s:
            self.refused(s.mail(margaret.address), 530, '5.7.0')
            self.refused(s.rcpt(dele.address), 530, '5.7.0')
            self.refused(s.docmd('DATA'), 530, '5.7.0')

    def test_4_6_passwords_in_clear(self):
        with smtplib.SMTP(HOST, service.ports['submission'], 'laptop.example', PATIENCE) as s:
            s.ehlo()
            self.assertNotIn('auth', s.esmtp_features)
            self.refused(s.docmd('AUTH', 'PLAIN AGEAYg=='), 538, '5.7.11')
            self.refused(s.mail(margaret.address), 530, 'STARTTLS')
        with service.raw(port='pop3') as d:
            good, line = d.ask('USER ' + dele.username)
            self.assertEqual(good, 0)
            self.assertIn('clear', line)

    def test_4_7_too_large_is_said_before_it_is_sent_and_after(self):
        with service.smtp(margaret) as s:
            limit = int(s.esmtp_features['size'])
            self.assertEqual(limit, 50 * 1024 * 1024)
            self.refused(s.mail(margaret.address, [f'SIZE={limit + 1}']), 552, '5.3.4')
            s.mail(margaret.address)
            s.rcpt(dele.address)
            line = b'x' * 998 + b'\r\n'
            s.docmd('DATA')
            s.send(letters.letter(margaret, dele, text=b''))
            for _ in range(limit // 1_000_000 + 1):
                s.send(line * 1000)
            s.send(b'.\r\n')
            self.refused(s.getreply(), 552, '5.3.4')
            self.assertEqual(s.noop()[0], 250, 'the session goes on')
        service.settled()
        self.assertEqual(service.count(dele), 0)

    def test_4_8_wrong_passwords_slow_down_then_lock(self):
        """Noor's own guesses; the lock itself is journey 9, with a configuration that locks sooner."""
        wrong = noor._replace(password='not-the-password')
        with service.smtp() as s:
            for n in range(3):
                with self.assertRaises(smtplib.SMTPAuthenticationError) as e:
                    s.user, s.password = wrong.username, wrong.password
                    code, text = s.auth('PLAIN', s.auth_plain)
                self.assertEqual(e.exception.smtp_code, 535)
                self.assertIn(b'5.7.8', e.exception.smtp_error)
            self.refused(s.getreply(), 421, '4.7.0')
        with self.assertRaises(smtplib.SMTPAuthenticationError) as e:
            service.smtp(wrong)
        self.assertEqual((e.exception.smtp_code, e.exception.smtp_error[:5]), (454, b'4.7.0'), 'slow down')
        service.smtp(margaret).quit()  # others are not affected

    def test_4_9_an_unknown_name_hears_what_a_wrong_password_hears(self):
        answers = set()
        for who in (ruth._replace(password='wrong'), ruth._replace(username='nobody@outside.example')):
            with self.assertRaises(smtplib.SMTPAuthenticationError) as e:
                service.smtp(who)
            answers.add((e.exception.smtp_code, e.exception.smtp_error))
        self.assertEqual(len(answers), 1)


class Reporting(unittest.TestCase):
    """Journey 5: the sender is told what became of a message."""

    def report(self, octets):
        """(readable text, fields of the message, fields of the first recipient, the original's header)."""
        self.assertEqual(fields(octets, 'Return-Path'), ['<>'])
        message = email.message_from_bytes(octets)
        self.assertEqual(message.get_content_type(), 'multipart/report')
        self.assertEqual(message.get_param('report-type'), 'delivery-status')
        self.assertEqual(message['Auto-Submitted'], 'auto-replied')
        text, status, original = message.get_payload()
        self.assertEqual(status.get_content_type(), 'message/delivery-status')
        about, recipient = status.get_payload()[:2]
        self.assertEqual(about['Reporting-MTA'], 'dns; mail.bailey.test')
        return text.get_payload(decode=True).decode(), about, recipient, original

    def test_5_1_success(self):
        subject = 'Served on the defence'
        service.send(gwenllian, sam, letters.letter(gwenllian, sam, subject), mail=['ENVID=QQ+2B314', 'RET=HDRS'],
                     rcpt=['NOTIFY=SUCCESS,FAILURE', 'ORCPT=rfc822;Sam+2BHollis@eastmarch.police'])
        service.collect_one(sam)
        text, about, recipient, original = self.report(service.collect_one(gwenllian))
        self.assertIn(subject, text)
        self.assertIn(sam.address, text)
        self.assertEqual(about['Original-Envelope-Id'], 'QQ+314')
        self.assertEqual(recipient['Action'], 'delivered')
        self.assertRegex(recipient['Status'], r'^2\.\d+\.\d+$')
        self.assertEqual(recipient['Final-Recipient'], 'rfc822; ' + sam.address)
        self.assertEqual(recipient['Original-Recipient'], 'rfc822; Sam+Hollis@eastmarch.police')
        self.assertEqual(original.get_content_type(), 'text/rfc822-headers')
        self.assertIn('Subject: ' + subject, original.get_payload())

    def test_5_2_no_report_unless_asked(self):
        service.send(gwenllian, sam, letters.letter(gwenllian, sam))
        service.send(gwenllian, sam, letters.letter(gwenllian, sam), rcpt=['NOTIFY=NEVER'])
        self.assertEqual(len(service.collect(sam, 2)), 2)
        service.settled()
        self.assertEqual(service.count(gwenllian), 0)

    def test_5_3_a_full_mailbox(self):
        """Ines has a small mailbox: what does not fit comes back, and there is room again when she has collected."""
        self.capacity('1MB')
        big = letters.with_papers(gwenllian, ines, size=600_000, subject='Volume')
        service.send(gwenllian, ines, big)
        service.settled()
        self.assertEqual(service.count(ines), 1)
        service.send(gwenllian, ines, big, mail=['RET=FULL'])
        text, _, recipient, original = self.report(service.collect_one(gwenllian))
        self.assertIn('full', text)
        self.assertEqual(recipient['Action'], 'failed')
        self.assertEqual(recipient['Status'], '5.2.2')
        self.assertEqual(recipient['Final-Recipient'], 'rfc822; ' + ines.address)
        self.assertEqual(original.get_content_type(), 'message/rfc822')
        self.assertEqual(original.get_payload()[0]['Subject'], 'Volume')
        service.collect_one(ines)
        service.send(gwenllian, ines, big)
        self.assertEqual(body(service.collect_one(ines)), body(big))

    def test_5_5_a_larger_mailbox_for_a_user(self):
        self.capacity('256KB')
        big = letters.with_papers(gwenllian, ines, size=600_000)
        service.send(gwenllian, ines, big, rcpt=['NOTIFY=NEVER'])
        service.settled()
        self.assertEqual(service.count(ines), 0)
        self.assertEqual(service.count(gwenllian), 0, 'NEVER is never')
        self.capacity('2MB')

        def taken():
            with service.smtp(gwenllian) as s:
                s.mail(gwenllian.address)
                return s.rcpt(ines.address)[0] == 250

        wait_until(taken, 'there is room for Ines')
        service.send(gwenllian, ines, big)
        self.assertEqual(body(service.collect_one(ines)), body(big))

    def capacity(self, size):
        """The running service hears of it within a second: so does the test before it goes on."""
        self.assertEqual(service.bailey('user', 'capacity', ines.address, size).returncode, 0)
        time.sleep(1)

    def test_5_4_a_user_deleted_meanwhile_is_not_found(self):
        self.assertEqual(service.bailey('user', 'delete', priya.address).returncode, 0)

        def answered(code):
            with service.smtp(gwenllian) as s:
                s.mail(gwenllian.address)
                return s.rcpt(priya.address)[0] == code

        # The running service hears within a second of what another process did.
        wait_until(lambda: answered(550), 'a deleted user takes no mail', 10)
        self.assertEqual(service.bailey('user', 'restore', priya.address).returncode, 0)
        wait_until(lambda: answered(250), 'a restored one does', 10)


if __name__ == '__main__':
    unittest.main()
