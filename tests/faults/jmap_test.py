"""Programs write by JMAP while the process dies at named places, and while the disk is full."""
import os
import unittest

import jmap_load
import postgres
from disk import SmallDisk
from service import Died, Service

CELLS = range(4)
PLACES = [
    'intake.receiving:5',
    *(f'queue.{step}:{n}' for step in ('before_commit', 'committed') for n in (3, 12)),
    *(f'cell-{cell}.{step}:{n}' for cell in CELLS
      for step, n in (('before_commit', 5 + 9 * cell), ('committed', 40 - 9 * cell))),
]
NO_ROOM = {'overQuota', 'HTTP 507'}
RECOVERS_WITHIN = 60  # seconds
UNBOUNDED = {'requests_per_address': '1000000', 'requests_per_person': '1000000'}
IMPATIENT = {**UNBOUNDED, 'first_retry': '"1s"', 'last_retry': '"2s"'}


class Crashes:
    """On one engine; a class below each."""
    places = PLACES

    def database(self):
        raise NotImplementedError

    def test_at_every_named_place(self):
        service = Service(self.database(), settings=UNBOUNDED)
        self.addCleanup(service.close)
        programs = jmap_load.programs_for(service)
        for place in self.places:
            with self.subTest(place=place):
                try:
                    service.start(crash_at=place)
                    with jmap_load.Load(service, programs):
                        self.assertTrue(service.wait_until_dead(30), f'{place} was never passed')
                except Died:
                    self.assertTrue(service.wait_until_dead(0), service.log_tail())
                service.start()
                try:
                    jmap_load.verify(self, service, programs)
                finally:
                    service.kill()
        self.assertGreater(sum(p.acknowledged for p in programs), 100)
        self.assertGreater(sum(letter.outcome == jmap_load.ACCEPTED for p in programs for letter in p.sent), 10)


class CrashesOnSqlite(Crashes, unittest.TestCase):
    def database(self):
        return None


class CrashesOnPostgresql(Crashes, unittest.TestCase):
    places = [p for n, p in enumerate(PLACES) if n % 2]  # what is between the places is the same on both engines

    def database(self):
        return postgres.shared()


@unittest.skipIf(os.geteuid() != 0, 'only root can mount a small disk')
class DiskFull(unittest.TestCase):
    def test_what_cannot_be_kept_is_refused_and_all_goes_on_by_itself(self):
        disk = SmallDisk(256)
        self.addCleanup(disk.remove)
        service = Service(folder=disk.folder, settings=IMPATIENT)
        self.addCleanup(service.close)
        programs = jmap_load.programs_for(service)
        service.start()
        with jmap_load.Load(service, programs, pause=0.02) as load:
            self.assertTrue(load.wait_for(lambda: load.acknowledged() > 50, 30))
            disk.fill(leave=4 << 20)
            self.assertTrue(load.wait_for(lambda: sum(load.refusals().values()) > 100, 60), load.refusals())
            self.assertTrue(service.running(), service.log_tail())
            disk.free_up()
            freed = load.acknowledged()
            self.assertTrue(load.wait_for(lambda: load.acknowledged() > freed + 50, 30), load.refusals())
        self.assertTrue(service.running(), service.log_tail())
        self.assertLessEqual(set(load.refusals()), NO_ROOM, load.refusals())
        jmap_load.verify(self, service, programs, RECOVERS_WITHIN)


if __name__ == '__main__':
    unittest.main()
