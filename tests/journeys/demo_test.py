"""Journey 13: the demonstration as somebody meets it who has just started it, lived in."""
import time
import unittest

from service import Service

MAIL = 'urn:ietf:params:jmap:mail'
BEFORE_IT_SERVES = 60  # seconds, on a machine that does other things, too


def setUpModule():
    global service, dele, amina, margaret, alun, keira
    begun = time.monotonic()
    service = Service(letters=True).start()
    assert time.monotonic() - begun < BEFORE_IT_SERVES
    dele, amina, margaret, alun, keira = (service.account(n) for n in 'Dele Amina Margaret Alun Keira'.split())


def tearDownModule():
    service.close()


def ask(account, method, using=(MAIL,), **arguments):
    own = service.session(account)['primaryAccounts'][using[0]]
    (name, answer, _), = service.jmap(account, [method, {'accountId': own, **arguments}, '0'], using=using)
    assert name == method, answer
    return answer


def mailboxes(account):
    return ask(account, 'Mailbox/get', ids=None)['list']


class Demonstration(unittest.TestCase):

    def test_the_first_account_has_the_richest_inbox(self):
        self.assertEqual(next(iter(service.accounts.values())), dele)
        inboxes = {}
        for account in dele, amina, margaret:
            inboxes[account.name] = next(m for m in mailboxes(account) if m['role'] == 'inbox')
        self.assertGreater(inboxes[dele.name]['totalEmails'], 330)
        self.assertEqual(max(inboxes, key=lambda n: inboxes[n]['totalEmails']), dele.name)
        self.assertTrue(5 <= inboxes[dele.name]['unreadEmails'] <= 80)

    def test_cases_have_folders_within_folders(self):
        by_id = {m['id']: m for m in mailboxes(dele)}
        depths = []
        for m in by_id.values():
            depth = 1
            while m['parentId']:
                m, depth = by_id[m['parentId']], depth + 1
            depths.append(depth)
        self.assertEqual(max(depths), 3)
        for role in 'drafts', 'sent', 'junk', 'trash':
            self.assertGreater(next(m for m in by_id.values() if m['role'] == role)['totalEmails'], 0, role)

    def test_the_newest_is_minutes_old(self):
        ids = ask(dele, 'Email/query', sort=[{'property': 'receivedAt', 'isAscending': False}], limit=1)['ids']
        newest = ask(dele, 'Email/get', ids=ids, properties=['receivedAt'])['list'][0]['receivedAt']
        age = time.time() - time.mktime(time.strptime(newest, '%Y-%m-%dT%H:%M:%SZ')) + time.timezone
        self.assertTrue(0 <= age < 3600, newest)

    def test_the_two_empty_accounts_are_empty(self):
        for account in alun, keira:
            self.assertEqual(service.count(account), 0)

    def test_people_have_contacts_and_signatures(self):
        contacts = 'urn:ietf:params:jmap:contacts'
        cards = ask(dele, 'ContactCard/get', using=(contacts,), ids=None)['list']
        self.assertGreater(len(cards), 15)
        self.assertEqual(sum(c.get('kind') == 'group' for c in cards), 3)
        identities = ask(dele, 'Identity/get', using=('urn:ietf:params:jmap:submission',), ids=None)['list']
        self.assertTrue(all('Dele Okafor' in i['textSignature'] for i in identities))

    def test_the_next_start_adds_nothing(self):
        before = {m['id']: m['totalEmails'] for m in mailboxes(dele)}
        service.restart()
        self.assertEqual({m['id']: m['totalEmails'] for m in mailboxes(dele)}, before)


if __name__ == '__main__':
    unittest.main()
