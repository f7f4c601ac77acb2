"""The disk of the databases is full for a while: nothing is taken that cannot be kept, and nothing taken is lost."""
import os
import time
import unittest

import load
from disk import SmallDisk
from service import Service

MEGABYTES = 256
NO_ROOM = '452 4.3.1 '
RECOVERS_WITHIN = 60  # seconds


@unittest.skipIf(os.geteuid() != 0, 'only root can mount a small disk')
class DiskFull(unittest.TestCase):
    def setUp(self):
        self.disk = SmallDisk(MEGABYTES)
        self.addCleanup(self.disk.remove)
        self.service = Service(folder=self.disk.folder, settings={'first_retry': '"1s"', 'last_retry': '"2s"'})
        self.addCleanup(self.service.close)
        self.ledger = load.Ledger(self.service.accounts)

    def heard(self, since):
        return sum(n for reply, n in self.ledger.replies(since).items() if reply.startswith(NO_ROOM))

    def test_refuses_while_full_and_recovers_when_there_is_room_again(self):
        self.service.start()
        with load.Load(self.service, self.ledger, pause=0.01) as clients:
            self.assertTrue(clients.wait_for(lambda: clients.accepted() > 50, 30))
            self.disk.fill(leave=4 << 20)
            full = len(self.ledger.messages)
            self.assertTrue(clients.wait_for(lambda: self.heard(full) > 50, 60), self.ledger.replies(full))
            self.assertTrue(self.service.running(), self.service.log_tail())
            self.read_something()
            self.disk.free_up()
            freed = len(self.ledger.messages)
            self.assertTrue(clients.wait_for(lambda: self.ledger.count(load.ACCEPTED, freed) > 50, 30),
                            self.ledger.replies(freed))
        self.assertTrue(self.service.running(), self.service.log_tail())
        refusals = self.ledger.replies()
        self.assertEqual([r for r in refusals if not r.startswith(NO_ROOM)], [], refusals)
        self.assertEqual(self.ledger.count(load.UNKNOWN), 0)
        load.verify(self, self.service, self.ledger, load.Maildrops(), RECOVERS_WITHIN)

    def test_killed_while_full(self):
        self.service.start()
        with load.Load(self.service, self.ledger, pause=0.01) as clients:
            self.assertTrue(clients.wait_for(lambda: clients.accepted() > 20, 30))
            self.disk.fill(leave=2 << 20)
            full = len(self.ledger.messages)
            self.assertTrue(clients.wait_for(lambda: self.heard(full) > 20, 60), self.ledger.replies(full))
            self.service.kill()
        self.disk.free_up()
        self.service.start()
        load.verify(self, self.service, self.ledger, load.Maildrops())

    def read_something(self):
        """What was delivered before can be collected while nothing can be written."""
        message = next(m for m in self.ledger.messages if m.outcome == load.ACCEPTED)
        deadline = time.monotonic() + 20
        while True:
            client = load.maildrop(self.service, message.recipients[0])
            places = range(1, client.stat()[0] + 1)
            read = [load.parse(client.retr(n)[1]) for n in places]
            client.quit()
            if (message.number, message.digest) in read:
                return
            self.assertLess(time.monotonic(), deadline, 'the first message that was accepted cannot be read')


if __name__ == '__main__':
    unittest.main()
