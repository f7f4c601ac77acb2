"""Octets of a cell change on the disk: the damaged message is never served as if whole, all others are."""
import poplib
import sqlite3
import unittest

import load
from service import Service

CHUNK = 256 * 1024  # octets of a message in one sealed chunk (src/store/blobs/sealer.hpp)
PLACE = 15  # octets of a value that says where beside the database a large one lies (src/store/sqlite/)


class Damage(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.close)
        self.ledger = load.Ledger(self.service.accounts)
        self.sender, self.reader = self.ledger.addresses[:2]
        self.service.start()
        self.before = self.deliver(1000)
        self.victim = self.deliver(5 * CHUNK)  # base64 makes seven chunks of it
        self.after = self.deliver(2 * CHUNK)
        self.assertEqual(self.service.wait_until_nothing_waits(20), 'Nothing waits.')
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.service.command('check')[0], 0)

    def deliver(self, size):
        message = load.Message(len(self.ledger.messages), size, self.sender, [self.reader])
        self.ledger.messages.append(message)
        with load.submission(self.service, self.sender) as client:
            load.send(client, message)
        self.assertEqual(message.outcome, load.ACCEPTED, message.reply)
        return message

    def cell(self):
        """The database of the cell that has the victim, the largest message, and its ids."""
        for number in range(4):
            cell = sqlite3.connect(f'{self.service.folder}/cell-{number}.db')
            self.addCleanup(cell.close)
            found = cell.execute('select message_id, blob_id from message order by octets desc limit 1').fetchone()
            if found:
                return number, cell, {'message': found[0], 'blob': found[1]}
        self.fail('no cell has the message')

    def change(self, write):
        _, cell, ids = self.cell()
        cell.execute(write, ids)
        cell.commit()

    def damage(self, read, write):
        """Flips a bit in the middle of a value of the victim, wherever the octets lie."""
        number, cell, ids = self.cell()
        value = bytearray(cell.execute(read, ids).fetchone()[0])
        if len(value) == PLACE:
            file, offset, size = (int.from_bytes(value[a:b], 'big') for a, b in ((0, 4), (4, 11), (11, 15)))
            with open(f'{self.service.folder}/cell-{number}.db.chunks/{file:010}', 'r+b') as chunks:
                chunks.seek(offset + size // 2)
                octet = chunks.read(1)[0]
                chunks.seek(offset + size // 2)
                chunks.write(bytes([octet ^ 1]))
            return
        value[len(value) // 2] ^= 1
        cell.execute(write, {**ids, 'value': bytes(value)})
        cell.commit()

    def check_names_it(self, *words):
        code, said = self.service.command('check')
        self.assertEqual(code, 1, said)
        self.assertIn('Something is wrong', said)
        problems = [line for line in said.splitlines() if 'account' in line and 'message ' in line]
        self.assertEqual(len(problems), 1, said)
        for word in words:
            self.assertIn(word, problems[0])

    def read(self, message):
        """A session of its own for each: one that meets damage may be cut."""
        client = load.maildrop(self.service, self.reader)
        try:
            return load.parse(client.retr(self.place(client, message))[1])
        finally:
            client.close()

    def place(self, client, message):
        """Large messages may be overtaken by small ones: its place by size."""
        by_size = sorted(client.list()[1], key=lambda line: int(line.split()[1]))
        order = sorted(self.ledger.messages, key=lambda m: m.size)
        return int(by_size[order.index(message)].split()[0])

    def others_are_served(self):
        for message in (self.before, self.after):
            self.assertEqual(self.read(message), (message.number, message.digest))

    def test_the_first_chunk_is_damaged(self):
        self.damage('select first_chunk from blob where blob_id = :blob',
                    'update blob set first_chunk = :value where blob_id = :blob')
        self.check_names_it('chunk 0 does not unseal')
        self.service.start()
        with self.assertRaises(poplib.error_proto) as refused:
            self.read(self.victim)
        self.assertIn('-ERR [SYS/PERM]', str(refused.exception))
        self.others_are_served()

    def test_the_message_key_is_damaged(self):
        self.damage('select wrapped_key from message where message_id = :message',
                    'update message set wrapped_key = :value where message_id = :message')
        self.check_names_it('its key does not open')
        self.service.start()
        with self.assertRaises(poplib.error_proto) as refused:
            self.read(self.victim)
        self.assertIn('-ERR [SYS/PERM]', str(refused.exception))
        self.others_are_served()

    def cut_short(self):
        """What came of the victim before the connection was cut, without the line that ends a message."""
        client = load.maildrop(self.service, self.reader)
        client._putcmd(f'RETR {self.place(client, self.victim)}')
        text = client.file.read()  # to the end of the connection
        client.close()
        self.assertTrue(text.startswith(b'+OK'), text[:100])
        self.assertFalse(text.endswith(b'\r\n.\r\n'))
        self.assertLess(len(text), len(self.victim.text()))
        return text

    def test_a_later_chunk_is_damaged(self):
        self.damage('select box from blob_chunk where blob_id = :blob and number = 4',
                    'update blob_chunk set box = :value where blob_id = :blob and number = 4')
        self.check_names_it('chunk 4 does not unseal')
        self.service.start()
        self.cut_short()
        self.others_are_served()
        self.assertIn('chunk is damaged', self.service.log_text())

    def test_a_later_chunk_is_missing(self):
        self.change('delete from blob_chunk where blob_id = :blob and number = 5')
        self.check_names_it('chunk 5 is missing')
        self.service.start()
        self.cut_short()
        self.others_are_served()

    def test_a_chunk_stands_in_the_place_of_another(self):
        self.change('update blob_chunk set box = (select box from blob_chunk where blob_id = :blob and number = 3) '
                    'where blob_id = :blob and number = 5')
        self.check_names_it('chunk 5 does not unseal')
        self.service.start()
        self.cut_short()
        self.others_are_served()


if __name__ == '__main__':
    unittest.main()
