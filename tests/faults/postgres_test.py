"""PostgreSQL goes away in mid-load and comes back: clients are asked to try later, and everything goes on by itself."""
import unittest

import load
import postgres
from service import Service

RECOVERS_WITHIN = 60  # seconds


class PostgresqlRestarts(unittest.TestCase):
    def setUp(self):
        self.server = postgres.Server()
        self.addCleanup(self.server.remove)
        self.service = Service(self.server.url, settings={'first_retry': '"1s"', 'last_retry': '"2s"'})
        self.addCleanup(self.service.close)
        self.ledger = load.Ledger(self.service.accounts)

    def test_stopped_at_once_and_started_again_under_load(self):
        self.service.start()
        # Without a pause, so that commits are under way when the server goes.
        with load.Load(self.service, self.ledger, threads=9, size_of=load.small) as clients:
            for mode in ('immediate', 'fast', 'immediate', 'immediate'):
                begin = len(self.ledger.messages)
                self.assertTrue(clients.wait_for(lambda: self.ledger.count(load.ACCEPTED, begin) > 50, 60),
                                f'{self.ledger.replies(begin)}\n{self.service.log_tail()}')
                gone = len(self.ledger.messages)
                self.server.stop(mode)
                self.assertTrue(clients.wait_for(lambda: sum(self.ledger.replies(gone).values()) > 20, 30))
                self.server.start()
            back = len(self.ledger.messages)
            self.assertTrue(clients.wait_for(lambda: self.ledger.count(load.ACCEPTED, back) > 50, 60),
                            f'{self.ledger.replies(back)}\n{self.service.log_tail()}')
        self.assertTrue(self.service.running(), self.service.log_tail())
        refusals = self.ledger.replies()
        self.assertEqual([r for r in refusals if not r.startswith('4')], [], refusals)
        load.verify(self, self.service, self.ledger, load.Maildrops(), RECOVERS_WITHIN)


if __name__ == '__main__':
    unittest.main()
