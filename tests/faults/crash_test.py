"""The process dies, at named places and at any moment: what was accepted is delivered once, after the next start."""
import random
import smtplib
import sqlite3
import time
import unittest

import load
import postgres
from service import Died, Service

CELLS = range(4)
# Passages of the queue's writer happen at a start too (freeing leases, claiming): the first one is such a passage.
PLACES = [
    *(f'intake.receiving:{n}' for n in (1, 60)),
    *(f'queue.{step}:{n}' for step in ('before_commit', 'committed') for n in (1, 2, 9, 40)),
    *(f'cell-{cell}.{step}:{n}' for cell in CELLS
      for step, n in (('before_commit', 1 + 3 * cell), ('committed', 10 - 3 * cell))),
]


class Crashes:
    """On one engine; a class below each."""
    places = PLACES

    def database(self):
        raise NotImplementedError

    def setUp(self):
        self.service = Service(self.database())
        self.addCleanup(self.service.close)
        self.ledger = load.Ledger(self.service.accounts)
        self.drops = load.Maildrops()

    def verify(self):
        load.verify(self, self.service, self.ledger, self.drops)

    def test_at_every_named_place(self):
        for place in self.places:
            with self.subTest(place=place):
                try:
                    self.service.start(crash_at=place)
                    with load.Load(self.service, self.ledger):
                        self.assertTrue(self.service.wait_until_dead(30), f'{place} was never passed')
                except Died:
                    self.assertTrue(self.service.wait_until_dead(0), self.service.log_tail())
                self.service.start()
                self.verify()
                self.service.kill()
        self.assertGreater(self.ledger.count(load.ACCEPTED), 100)

    def test_killed_again_and_again_under_load(self):
        dice = random.Random(4)
        for _ in range(5):
            self.service.start()
            with load.Load(self.service, self.ledger) as clients:
                clients.wait_for(lambda: clients.accepted() > 0, 20)
                time.sleep(dice.uniform(0.1, 0.8))
                self.service.kill()
            self.assertGreater(clients.accepted(), 0)
        self.service.start()
        self.verify()

    def test_killed_while_large_messages_arrive(self):
        for place in ('intake.receiving:150', 'queue.before_commit:6', 'queue.committed:12'):
            with self.subTest(place=place):
                self.service.start(crash_at=place)
                with load.Load(self.service, self.ledger, threads=3, size_of=load.large):
                    self.assertTrue(self.service.wait_until_dead(30), f'{place} was never passed')
                self.service.start()
                self.verify()
                self.service.kill()


class OnSqlite(Crashes, unittest.TestCase):
    def database(self):
        return None

    def test_a_message_cut_off_in_its_middle_is_forgotten_and_can_be_sent_again(self):
        self.service.start()
        sender = self.ledger.addresses[0]
        message = self.ledger.new(sender, lambda _: 3_000_000)
        client = load.submission(self.service, sender)
        client.mail(sender)
        for to in message.recipients:
            client.rcpt(to)
        client.docmd('DATA')
        text = smtplib._quote_periods(message.text())
        client.send(text[:2_500_000])
        self.assertTrue(self.stored_chunks(at_least=4), 'nothing of it was stored while it arrived')
        self.service.kill()
        client.close()
        self.service.start()
        self.verify()
        with load.submission(self.service, sender) as client:
            self.assertTrue(load.send(client, message))
        self.assertEqual(message.outcome, load.ACCEPTED)
        self.verify()

    def stored_chunks(self, at_least):
        queue = sqlite3.connect(f'file:{self.service.folder}/queue.db?mode=ro', uri=True)
        try:
            for _ in range(500):
                if queue.execute('select count(*) from entry_chunk').fetchone()[0] >= at_least:
                    return True
                time.sleep(0.02)
            return False
        finally:
            queue.close()


class OnPostgresql(Crashes, unittest.TestCase):
    places = [p for n, p in enumerate(PLACES) if n % 3]  # what is between the places is the same on both engines

    def database(self):
        return postgres.shared()


if __name__ == '__main__':
    unittest.main()
