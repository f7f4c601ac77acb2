"""Journey 12: people's filters and Out of Office, kept by JMAP, at work on mail that comes by SMTP."""
import json
import unittest

import letters
from service import Service, body, fields

SIEVE, VACATION, MAIL = (f'urn:ietf:params:jmap:{name}' for name in ('sieve', 'vacationresponse', 'mail'))


def setUpModule():
    global service, margaret, dele, priya, sam, ruth
    service = Service().start()
    margaret, dele, priya, sam, ruth = (service.account(n) for n in 'Margaret Dele Priya Sam Ruth'.split())


def tearDownModule():
    service.close()


def mail_account(account):
    return service.session(account)['primaryAccounts'][MAIL]


def upload(account, text):
    status, _, said = service.request('POST', f'/jmap/upload/{mail_account(account)}', text.encode(),
                                      {'Content-Type': 'application/sieve'}, account)
    assert status in (200, 201), (status, said)
    return json.loads(said)['blobId']


def ask(account, method, arguments, using=SIEVE):
    (name, answer, _), *_ = service.jmap(account, [method, {'accountId': mail_account(account), **arguments}, 'c'],
                                         using=[using, MAIL])
    assert name == method, answer
    return answer


def activate(account, text):
    """A new script with this content, active."""
    answer = ask(account, 'SieveScript/set', {'create': {'k': {'blobId': upload(account, text)}},
                                              'onSuccessActivateScript': '#k'})
    assert answer['created'], answer
    return answer['created']['k']


class Filters(unittest.TestCase):
    def test_12_1_a_script_is_kept_checked_and_downloaded(self):
        text = 'require "fileinto";\nfileinto "Archive";\n'
        made = activate(margaret, text)
        self.assertTrue(made['isActive'])
        status, _, said = service.request('GET', f'/jmap/download/{mail_account(margaret)}/{made["blobId"]}/s.sieve',
                                          account=margaret)
        self.assertEqual((status, said), (200, text.encode()))
        wrong = ask(margaret, 'SieveScript/validate', {'blobId': upload(margaret, 'keep;\nredirect "a@example.com";')})
        self.assertEqual(wrong['error']['type'], 'invalidSieve')
        self.assertIn('line 2', wrong['error']['description'])
        ask(margaret, 'SieveScript/set', {'onSuccessDeactivateScript': True})

    def test_12_2_mail_is_filed_and_what_is_left_is_in_the_inbox(self):
        activate(dele, 'require ["fileinto", "mailbox"];\n'
                       'if header :contains "subject" "listing" { fileinto :create "Cases/Listings"; }\n')
        service.send(margaret, dele, letters.letter(margaret, dele, 'Listing for Monday'))
        service.send(margaret, dele, letters.letter(margaret, dele, 'Lunch'))
        inbox = service.collect_one(dele)
        self.assertEqual(fields(inbox, 'Subject'), ['Lunch'])
        boxes = {m['name']: m for m in ask(dele, 'Mailbox/get', {'ids': None}, MAIL)['list']}
        self.assertEqual(boxes['Listings']['totalEmails'], 1)
        self.assertEqual(boxes['Listings']['parentId'], boxes['Cases']['id'])

    def test_12_3_redirect_reject_and_vacation(self):
        activate(priya, f'redirect "{sam.address}";')
        papers = letters.with_papers(margaret, priya, size=2_000_000)
        service.send(margaret, priya, papers)
        passed_on = service.collect_one(sam)
        self.assertEqual(body(passed_on), body(papers))
        self.assertEqual(fields(passed_on, 'Delivered-To'), [priya.address])
        self.assertEqual(service.count(priya), 0)

        activate(priya, 'require "reject"; reject "Not to this address, please.";')
        service.send(margaret, priya, letters.letter(margaret, priya))
        told = service.collect_one(margaret)
        self.assertIn(b'Not to this address, please.', told)
        self.assertEqual(fields(told, 'Return-Path'), ['<>'])

        activate(priya, 'require "vacation"; vacation "Back on Monday.";')
        for _ in range(3):
            service.send(margaret, priya, letters.letter(margaret, priya, 'Are you there?'))
        service.settled()
        answer = service.collect_one(margaret)
        self.assertEqual(fields(answer, 'Subject'), ['Auto: Are you there?'])
        self.assertIn(b'Back on Monday.', answer)
        self.assertEqual(len(service.collect(priya, 3)), 3)

    def test_12_4_out_of_office(self):
        ask(ruth, 'VacationResponse/set', {'update': {'singleton': {'isEnabled': True, 'textBody': 'In court.'}}}, VACATION)
        service.send(sam, ruth, letters.letter(sam, ruth, 'Question'))
        answer = service.collect_one(sam)
        self.assertIn(b'In court.', answer)
        self.assertEqual(fields(answer, 'Auto-Submitted'), ['auto-replied'])
        # RFC 5230 section 4.2, RFC 3834 section 2: once to each, and neither to programs nor to lists.
        service.send(sam, ruth, letters.letter(sam, ruth, 'Another question'))
        service.send(dele, ruth, letters.letter(dele, ruth, 'Nightly', more='Auto-Submitted: auto-generated\r\n'))
        service.send(dele, ruth, letters.letter(dele, ruth, 'To all', more='List-Id: <clerks.bailey.test>\r\n'))
        service.settled()
        self.assertEqual((service.count(sam), service.count(dele)), (0, 0))
        service.send(dele, ruth, letters.letter(dele, ruth, 'And one of my own'))
        self.assertIn(b'In court.', service.collect_one(dele))
        ask(ruth, 'VacationResponse/set', {'update': {'singleton': {'isEnabled': False}}}, VACATION)
        service.send(sam, ruth, letters.letter(sam, ruth, 'Question'))
        service.settled()
        self.assertEqual(service.count(sam), 0)

    def test_12_5_a_filter_that_fails_loses_nothing(self):
        activate(sam, 'require ["variables", "reject"];\nset "a" "x";\nkeep;\nreject "${a}";\n')
        for _ in range(2):
            service.send(margaret, sam, letters.letter(margaret, sam, 'Kept'))
        service.settled()
        subjects = [fields(m, 'Subject')[0] for m in service.collect(sam, 3)]
        self.assertEqual(sorted(subjects), ['Kept', 'Kept', 'Your mail filter failed'])
        ask(sam, 'SieveScript/set', {'onSuccessDeactivateScript': True})


if __name__ == '__main__':
    unittest.main()
