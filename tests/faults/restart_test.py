"""SIGTERM under load: what is under way is finished, nothing accepted is lost, the exit code is 0, in time."""
import time
import unittest

import load
import postgres
from service import Service

DRAIN = 5  # seconds, as the demonstration is configured
MARGIN = 5  # for deliveries under way and a busy machine


class Restarts:
    def database(self):
        raise NotImplementedError

    def setUp(self):
        self.service = Service(self.database())
        self.addCleanup(self.service.close)
        self.ledger = load.Ledger(self.service.accounts)

    def test_a_stop_under_load_drains(self):
        drops = load.Maildrops()
        for _ in range(3):
            self.service.start()
            with load.Load(self.service, self.ledger) as clients:
                self.assertTrue(clients.wait_for(lambda: clients.accepted() > 30, 60), self.service.log_tail())
                begin = time.monotonic()
                self.assertEqual(self.service.stop(), 0)
                self.assertLess(time.monotonic() - begin, DRAIN + MARGIN)
            self.assertEqual([str(m) for m in self.ledger.messages if m.outcome == load.UNKNOWN], [],
                             'a message under way was cut')
        refusals = self.ledger.replies()
        self.assertEqual([r for r in refusals if r[0] != '4' and not r.startswith(('cut before', 'never'))], [])
        self.service.start()
        load.verify(self, self.service, self.ledger, drops)

    def test_a_silent_client_does_not_hold_it_up(self):
        self.service.start()
        sender = self.ledger.addresses[0]
        with load.submission(self.service, sender) as silent:
            silent.mail(sender)
            silent.rcpt(sender)
            silent.docmd('DATA')
            silent.send(b'From: somebody who went for lunch\r\n')
            begin = time.monotonic()
            self.assertEqual(self.service.stop(), 0)
            self.assertLess(time.monotonic() - begin, DRAIN + MARGIN)
        self.service.start()
        load.verify(self, self.service, self.ledger, load.Maildrops())


class OnSqlite(Restarts, unittest.TestCase):
    def database(self):
        return None


class OnPostgresql(Restarts, unittest.TestCase):
    def database(self):
        return postgres.shared()


if __name__ == '__main__':
    unittest.main()
