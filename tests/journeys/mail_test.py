"""Journey 11: a program reads and writes mail by JMAP."""
import unittest

import letters
from service import Service, body, fields, wait_until

MAIL, SUBMISSION = 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'


def setUpModule():
    global service, alun, keira
    service = Service().start()
    alun, keira = service.account('Alun'), service.account('Keira')


def tearDownModule():
    service.close()


class Mail(unittest.TestCase):
    def call(self, account, *calls, using=(MAIL,)):
        responses = service.jmap(account, *calls, using=using)
        for response in responses:
            self.assertNotEqual(response[0], 'error', response)
        return [response[1] for response in responses]

    def setUp(self):
        session = service.session(alun)
        self.account = session['primaryAccounts'][MAIL]
        mailboxes, = self.call(alun, ['Mailbox/get', {'accountId': self.account, 'ids': None}, 'c'])
        self.mailboxes = {m['role']: m['id'] for m in mailboxes['list'] if m['role']}

    def newest(self, account=None):
        """The newest email of Alun's inbox, with its text; none: None."""
        queried, got = self.call(
            alun,
            ['Email/query', {'accountId': self.account, 'filter': {'inMailbox': self.mailboxes['inbox']},
                             'sort': [{'property': 'receivedAt', 'isAscending': False}], 'limit': 1}, 'q'],
            ['Email/get', {'accountId': self.account, 'fetchTextBodyValues': True,
                           '#ids': {'resultOf': 'q', 'name': 'Email/query', 'path': '/ids'},
                           'properties': ['subject', 'from', 'to', 'keywords', 'blobId', 'textBody', 'bodyValues',
                                          'mailboxIds', 'threadId', 'preview', 'receivedAt']}, 'g'])
        return got['list'][0] if queried['ids'] else None

    def test_11_1_the_usual_mailboxes_are_there(self):
        self.assertTrue({'inbox', 'drafts', 'sent', 'junk', 'trash', 'archive'} <= set(self.mailboxes))

    def test_11_2_a_letter_sent_by_smtp_is_read(self):
        service.send(keira, alun, letters.letter(keira, alun, subject='Listing'))
        email = wait_until(self.newest, 'the letter')
        self.assertEqual(email['subject'], 'Listing')
        self.assertEqual(email['from'][0]['email'], keira.address)
        self.assertIn('Ten o clock', email['preview'])
        self.assertIn('Ten o clock', email['bodyValues'][email['textBody'][0]['partId']]['value'])
        status, _, raw = service.request('GET', f'/jmap/download/{self.account}/{email["blobId"]}/x.eml', account=alun)
        self.assertEqual(status, 200)
        self.assertEqual(fields(raw, 'Subject'), ['Listing'])

    def test_11_3_a_letter_is_marked_as_read(self):
        service.send(keira, alun, letters.letter(keira, alun, subject='Another'))
        email = wait_until(lambda: next((e for e in [self.newest()] if e and e['subject'] == 'Another'), None), 'it')
        self.assertEqual(email['keywords'], {})
        done, = self.call(alun, ['Email/set', {'accountId': self.account,
                                               'update': {email['id']: {'keywords/$seen': True}}}, 's'])
        self.assertIn(email['id'], done['updated'])
        self.assertEqual(self.newest()['keywords'], {'$seen': True})

    def test_11_4_a_letter_is_written_and_sent(self):
        identities, = self.call(alun, ['Identity/get', {'accountId': self.account, 'ids': None}, 'i'],
                                using=[SUBMISSION])
        identity = identities['list'][0]
        self.assertEqual(identity['email'], alun.address)
        drafts, sent = self.mailboxes['drafts'], self.mailboxes['sent']
        responses = self.call(
            alun,
            ['Email/set', {'accountId': self.account, 'create': {'letter': {
                'mailboxIds': {drafts: True}, 'keywords': {'$draft': True, '$seen': True},
                'from': [{'name': 'Alun Bevan', 'email': alun.address}], 'to': [{'name': None, 'email': keira.address}],
                'subject': 'Gwrandawiad: tŷ', 'bodyValues': {'1': {'value': 'Bore da.\n'}},
                'textBody': [{'partId': '1', 'type': 'text/plain'}]}}}, 'e'],
            ['EmailSubmission/set', {'accountId': self.account, 'create': {'sending': {
                'identityId': identity['id'], 'emailId': '#letter'}},
                'onSuccessUpdateEmail': {'#sending': {
                    f'mailboxIds/{drafts}': None, f'mailboxIds/{sent}': True, 'keywords/$draft': None}}}, 's'],
            using=[MAIL, SUBMISSION])
        self.assertIn('letter', responses[0]['created'])
        self.assertIn('sending', responses[1]['created'])
        got = service.collect_one(keira)
        self.assertEqual(body(got).strip(), b'Bore da.')
        email, = self.call(alun, ['Email/get', {'accountId': self.account,
                                                'ids': [responses[0]['created']['letter']['id']],
                                                'properties': ['mailboxIds', 'keywords']}, 'g'])
        self.assertEqual(email['list'][0]['mailboxIds'], {sent: True})
        self.assertNotIn('$draft', email['list'][0]['keywords'])

    def test_11_5_nothing_leaves_the_community(self):
        identities, = self.call(alun, ['Identity/get', {'accountId': self.account, 'ids': None}, 'i'],
                                using=[SUBMISSION])
        responses = self.call(
            alun,
            ['Email/set', {'accountId': self.account, 'create': {'letter': {
                'mailboxIds': {self.mailboxes['drafts']: True}, 'from': [{'name': None, 'email': alun.address}],
                'to': [{'name': None, 'email': 'someone@elsewhere.example'}], 'subject': 'Out',
                'bodyValues': {'1': {'value': 'x'}}, 'textBody': [{'partId': '1', 'type': 'text/plain'}]}}}, 'e'],
            ['EmailSubmission/set', {'accountId': self.account, 'create': {'sending': {
                'identityId': identities['list'][0]['id'], 'emailId': '#letter'}}}, 's'], using=[MAIL, SUBMISSION])
        self.assertIn('sending', responses[1]['notCreated'] or {})


if __name__ == '__main__':
    unittest.main()
