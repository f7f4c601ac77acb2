"""Journey 11: programs send by JMAP, now and later, and take back what they sent."""
import json
import time
import unittest

import letters
from service import Service, fields, wait_until

MAIL, SUBMISSION = 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'


def setUpModule():
    global service, alun, margaret
    service = Service().start()
    alun, margaret = (service.account(n) for n in ('Alun', 'Margaret'))


def tearDownModule():
    service.close()


class Sending(unittest.TestCase):
    def setUp(self):
        self.account = next(iter(service.session(alun)['accounts']))
        self.identity = self.call('Identity/get', ids=None)['list'][0]['id']
        # Something of his own to send: he wrote it to himself.
        subject = f'Note {time.time_ns()}'
        service.send(alun, alun, letters.letter(alun, margaret, subject))
        wait_until(lambda: self.email(subject), 'it is in the Inbox')
        self.subject, self.mail = subject, self.email(subject)

    def call(self, method, **arguments):
        (name, answer, _), *_ = service.jmap(alun, [method, {'accountId': self.account, **arguments}, 'c'],
                                             using=(MAIL, SUBMISSION))
        self.assertEqual(name, method, answer)
        return answer

    def email(self, subject):
        newest = self.call('Email/query', sort=[{'property': 'receivedAt', 'isAscending': False}], limit=20)['ids']
        found = self.call('Email/get', ids=newest, properties=['subject'])['list']
        return next((e['id'] for e in found if e['subject'] == subject), None)

    def submit(self, to, **parameters):
        envelope = {'mailFrom': {'email': alun.address, 'parameters': parameters or None},
                    'rcptTo': [{'email': to, 'parameters': None}]}
        return self.call('EmailSubmission/set', create={
            'k': {'identityId': self.identity, 'emailId': self.mail, 'envelope': envelope}})

    def submission(self, made):
        return self.call('EmailSubmission/get', ids=[made['created']['k']['id']])['list'][0]

    def came(self):
        return any(fields(m, 'Subject') == [self.subject] for m in service.collect(margaret, 0))

    def test_11_1_it_arrives_and_says_so(self):
        made = self.submit(margaret.address)
        wait_until(lambda: self.submission(made)['deliveryStatus'][margaret.address]['delivered'] == 'yes', 'delivered')
        self.assertTrue(self.came())

    def test_11_2_a_draft_is_written_sent_and_filed_in_one_request(self):
        boxes = {b['role']: b['id'] for b in self.call('Mailbox/get', ids=None)['list']}
        made, sent, filed = (answer for _, answer, _ in service.jmap(
            alun,
            ['Email/set', {'accountId': self.account, 'create': {'draft': {
                'mailboxIds': {boxes['drafts']: True}, 'keywords': {'$draft': True}, 'subject': self.subject,
                'from': [{'name': 'Alun', 'email': alun.address}], 'to': [{'email': margaret.address}],
                'bcc': [{'email': alun.address}], 'bodyStructure': {'partId': 'p', 'type': 'text/plain'},
                'bodyValues': {'p': {'value': 'At ten.'}}}}}, 'a'],
            ['EmailSubmission/set', {'accountId': self.account, 'create': {
                's': {'identityId': self.identity, 'emailId': '#draft'}}, 'onSuccessUpdateEmail': {'#s': {
                    f'mailboxIds/{boxes["drafts"]}': None, f'mailboxIds/{boxes["sent"]}': True,
                    'keywords/$draft': None}}}, 'b'], using=(MAIL, SUBMISSION)))
        name = made['created']['draft']['id']
        self.assertIn('s', sent['created'] or {}, json.dumps(sent))
        self.assertEqual(list(filed['updated']), [name])
        kept = self.call('Email/get', ids=[name], properties=['mailboxIds', 'keywords', 'bcc'])['list'][0]
        self.assertEqual(kept['mailboxIds'], {boxes['sent']: True})
        self.assertNotIn('$draft', kept['keywords'])
        self.assertTrue(kept['bcc'], 'the sender keeps it')
        service.settled()
        got, = (m for m in service.collect(margaret, 1) if fields(m, 'Subject') == [self.subject])
        self.assertEqual(fields(got, 'Bcc'), [])

    def test_11_3_an_outside_recipient_is_refused_by_name(self):
        refused = self.submit('eve@gmail.com')['notCreated']['k']
        self.assertEqual((refused['type'], refused['invalidRecipients']), ('invalidRecipients', ['eve@gmail.com']))
        self.assertIn('550 5.7.1 <eve@gmail.com> is outside the community', refused['description'])

    def test_11_4_a_held_message_goes_at_its_time(self):
        made = self.submit(margaret.address, HOLDFOR='2')
        self.assertEqual(self.submission(made)['undoStatus'], 'pending', json.dumps(made))
        wait_until(lambda: self.submission(made)['undoStatus'] == 'final', 'released')
        wait_until(lambda: self.submission(made)['deliveryStatus'][margaret.address]['delivered'] == 'yes', 'delivered')
        self.assertTrue(self.came())

    def test_11_5_taken_back_over_a_restart_nobody_gets_it(self):
        made = self.submit(margaret.address, HOLDFOR='3600')
        service.restart()
        name = made['created']['k']['id']
        done = self.call('EmailSubmission/set', update={name: {'undoStatus': 'canceled'}})
        self.assertIn(name, done['updated'] or {}, json.dumps(done))
        self.assertEqual(self.submission(made)['undoStatus'], 'canceled')
        trace = service.bailey('trace', name[1:], '--json')
        self.assertEqual(json.loads(trace.stdout)['recipients'][0]['state'], 'canceled')
        self.assertFalse(self.came())


if __name__ == '__main__':
    unittest.main()
