"""Journey 14: a folder and an address book are shared with somebody, over HTTPS."""
import json
import threading
import unittest

import letters
from service import HOST, Service, basic
from web_test import rest

MAIL, CONTACTS, BLOB, PRINCIPALS = (f'urn:ietf:params:jmap:{name}' for name in ('mail', 'contacts', 'blob', 'principals'))
READS = {'mayReadItems': True}
WRITES = {name: True for name in ('mayReadItems', 'mayAddItems', 'mayRemoveItems', 'maySetSeen', 'maySetKeywords')}


def setUpModule():
    global service, alun, keira, margaret
    service = Service().start()
    alun, keira, margaret = (service.account(n) for n in ('Alun', 'Keira', 'Margaret'))


def tearDownModule():
    service.close()


def own(account):
    return service.session(account)['primaryAccounts'][MAIL]


def call(account, method, of, **arguments):
    """The arguments of the response to one call in that account."""
    said = service.jmap(account, [method, {'accountId': of, **arguments}, 'c'], using=[MAIL, CONTACTS, BLOB, PRINCIPALS])
    return said[0][1]


class Sharing(unittest.TestCase):
    """What one sees of another's account, as their programs do."""

    def setUp(self):
        self.alun, self.keira = own(alun), own(keira)
        accounts = service.session(keira)['accounts'][self.keira]['accountCapabilities']
        self.principal = accounts['urn:ietf:params:jmap:principals:owner']['principalId']

    def folder(self, name, rights=None):
        share = {self.principal: rights} if rights else None
        made = call(alun, 'Mailbox/set', self.alun, create={'x': {'name': name, 'shareWith': share}})
        return made['created']['x']['id']

    def share(self, folder, rights):
        share = {self.principal: rights} if rights else None
        said = call(alun, 'Mailbox/set', self.alun, update={folder: {'shareWith': share}})
        self.assertIsNone(said['notUpdated'], said)

    def mail_in(self, folder, subject):
        made = call(alun, 'Email/set', self.alun, create={'m': {
            'mailboxIds': {folder: True}, 'subject': subject, 'bodyStructure': {'partId': 'p', 'type': 'text/plain'},
            'bodyValues': {'p': {'value': subject + ' is set down for ten'}}}})
        return made['created']['m']

    def test_14_1_a_reader_sees_the_folder_and_nothing_else(self):
        before = service.session(keira)
        folder, private = self.folder('Listing'), self.folder('Private')
        shown, hidden = self.mail_in(folder, 'Ospreys'), self.mail_in(private, 'Kestrels')
        self.share(folder, READS)
        after = service.session(keira)
        self.assertNotEqual(after['state'], before['state'])
        account = after['accounts'][self.alun]
        self.assertEqual((account['name'], account['isPersonal'], account['isReadOnly']), (alun.address, False, True))
        boxes = call(keira, 'Mailbox/get', self.alun, ids=None)['list']
        self.assertEqual([(b['name'], b['totalEmails']) for b in boxes], [('Listing', 1)])
        got = call(keira, 'Email/get', self.alun, ids=[shown['id'], hidden['id']], properties=['subject'])
        self.assertEqual([e['subject'] for e in got['list']], ['Ospreys'])
        self.assertEqual(got['notFound'], [hidden['id']])
        for word, found in (('ospreys', 1), ('kestrels', 0), ('ten', 1)):
            ids = call(keira, 'Email/query', self.alun, filter={'text': word})['ids']
            self.assertEqual(len(ids), found, word)
        # The owner finds their own mail as before, whoever searched in part of it meanwhile.
        self.assertEqual(len(call(alun, 'Email/query', self.alun, filter={'text': 'ten'})['ids']), 2)
        for email, status in ((shown, 200), (hidden, 404)):
            said = service.request('GET', f'/jmap/download/{self.alun}/{email["blobId"]}/letter.eml', account=keira)
            self.assertEqual(said[0], status)
        said = service.request('POST', f'/jmap/upload/{self.alun}', 'x', {'Content-Type': 'text/plain'}, keira)
        self.assertEqual(said[0], 403, 'a reader uploads nothing')
        self.assertEqual(call(keira, 'Email/set', self.alun, destroy=[shown['id']])['type'], 'accountReadOnly')
        self.assertEqual(call(margaret, 'Mailbox/get', self.alun, ids=None)['type'], 'accountNotFound')
        self.share(folder, None)
        self.assertNotIn(self.alun, service.session(keira)['accounts'])
        said = service.request('GET', f'/jmap/download/{self.alun}/{shown["blobId"]}/letter.eml', account=keira)
        self.assertEqual(said[0], 404)

    def test_14_2_a_writer_files_mail_of_their_own(self):
        folder = self.folder('Exhibits', WRITES)
        blob = json.loads(service.request('POST', f'/jmap/upload/{self.alun}', letters.letter(keira, alun),
                                          {'Content-Type': 'message/rfc822'}, keira)[2])['blobId']
        said = call(keira, 'Email/import', self.alun, emails={'i': {'blobId': blob, 'mailboxIds': {folder: True}}})
        email = said['created']['i']['id']
        said = call(keira, 'Email/import', self.alun, emails={'i': {'blobId': blob, 'mailboxIds': {'m1': True}}})
        self.assertEqual(said['notCreated']['i']['type'], 'invalidProperties', 'a folder that they do not see')
        said = call(keira, 'Email/set', self.alun, update={email: {'keywords/$seen': True}})
        self.assertIsNone(said['notUpdated'])
        got = call(alun, 'Email/get', self.alun, ids=[email], properties=['keywords', 'mailboxIds'])['list'][0]
        self.assertEqual((got['keywords'], got['mailboxIds']), ({'$seen': True}, {folder: True}))
        since = said['newState']
        call(alun, 'Email/set', self.alun, update={email: {'mailboxIds': {'m1': True}}})
        said = call(keira, 'Email/changes', self.alun, sinceState=since)
        self.assertEqual((said['created'], said['updated'], said['destroyed']), ([], [], [email]))
        self.share(folder, None)

    def test_14_3_an_address_book(self):
        book = call(alun, 'AddressBook/set', self.alun, create={'b': {
            'name': 'Experts', 'shareWith': {self.principal: {'mayRead': True}}}})['created']['b']['id']
        private = call(alun, 'AddressBook/get', self.alun, ids=None)['list'][0]['id']
        self.assertNotEqual(book, private)
        card = {'name': {'full': 'Cy Young'}}
        made = call(alun, 'ContactCard/set', self.alun, create={
            'a': {**card, 'addressBookIds': {book: True}}, 'b': {**card, 'addressBookIds': {private: True}}})['created']
        self.assertEqual(call(keira, 'ContactCard/query', self.alun)['ids'], [made['a']['id']])
        self.assertEqual([b['name'] for b in call(keira, 'AddressBook/get', self.alun, ids=None)['list']], ['Experts'])
        said = call(alun, 'AddressBook/set', self.alun, destroy=[book], onDestroyRemoveContents=True)
        self.assertEqual(said['destroyed'], [book])
        self.assertNotIn(self.alun, service.session(keira)['accounts'])

    def test_14_4_whoever_is_concerned_hears_of_it(self):
        folder = self.folder('Judgments')
        with service.https_socket() as sock:
            sock.sendall(f'GET /jmap/eventsource?types=ShareNotification&closeafter=state&ping=0 HTTP/1.1\r\nHost: {HOST}\r\n'
                         f'Authorization: {basic(keira)}\r\n\r\n'.encode())
            said = b''
            while b'\r\n\r\n' not in said:
                said += sock.recv(65536)
            # Where the listener begins is read after the answer: what comes before that is not news.
            stop = threading.Event()

            def share():
                rights = READS
                while not stop.wait(0.3):
                    self.share(folder, rights)
                    rights = None if rights else READS

            sharer = threading.Thread(target=share)
            sharer.start()
            try:
                said += rest(sock)
            finally:
                stop.set()
                sharer.join()
        event = said.split(b'\r\n\r\n', 1)[1].decode()
        data = json.loads(next(line[6:] for line in event.splitlines() if line.startswith('data: ')))
        self.assertEqual(list(data['changed']), [self.keira])
        self.assertIn('ShareNotification', data['changed'][self.keira])
        told = call(keira, 'ShareNotification/query', self.keira, filter={'objectAccountId': self.alun})
        newest = call(keira, 'ShareNotification/get', self.keira, ids=told['ids'][-1:])['list'][0]
        self.assertEqual((newest['objectType'], newest['objectId'], newest['name']), ('Mailbox', folder, 'Judgments'))


if __name__ == '__main__':
    unittest.main()
