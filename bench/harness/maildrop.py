"""What lies in a maildrop: filling, downloading, and one that is huge."""
import os

from peer import Peer, has_submission, is_store, load

# Mailboxes: u000000..u000999 for delivery; the rest have fixed contents.
SMALL_FIRST, SMALL_COUNT, SMALL_EACH = 1000, 200, 10
DOWNLOAD = {4096: 1200, 75000: 1201}
DOWNLOAD_COUNT = 2000
HUGE, EMPTY = 1202, 1203
HUGE_MESSAGES = int(os.environ.get('HUGE_MESSAGES', '100000'))


def fill(bench, peer, first, users, messages, size):
    # Several of Dovecot's LMTP would wait for the lock of one mailbox.
    conns = 10 if users > 1 or peer.name == 'bailey' else 1
    bench.inject(peer, 'fill', dict(users=users, size=size, n=messages), '--user-first', first, '--users', users,
                 '--messages', messages,
                 '--size', size, '--order', 'sequence', '--conns', conns)


def provision(bench, name, tests):
    """Each mailbox gets its first message, so that no run pays for making it, and the special ones their contents.
    Both layouts of Dovecot are filled through its LMTP, which Postfix's peers share."""
    peer = Peer(name)
    peer.start()
    if name == 'bailey' or has_submission(name):
        fill(bench, peer, 0, 1000, 1000, 4096)
    if is_store(name) and 'sessions' in tests:
        fill(bench, peer, SMALL_FIRST, SMALL_COUNT, SMALL_COUNT * SMALL_EACH, 4096)
    if is_store(name) and 'download' in tests:
        for size, user in DOWNLOAD.items():
            fill(bench, peer, user, 1, DOWNLOAD_COUNT, size)
    peer.stop()


def download(bench, name):
    """Everything in a maildrop of 2,000 messages, one RETR after the other's answer and with 16 on the way."""
    if not is_store(name):
        return
    peer = Peer(name)
    peer.start()
    for size, user in DOWNLOAD.items():
        for depth in (1, 16):
            bench.pop(peer, 'download', dict(size=size, pipeline=depth), '--user-first', user, '--users', 1,
                      '--pop-conns', 1,
                      '--sessions', 5 if size < 10000 else 1, '--do', 'retr', '--pipeline', depth)
    peer.stop()


def huge(bench, name):
    """One maildrop with 100,000 messages. The goal is absolute: Dovecot, slow to fill, only if wanted."""
    if name != 'bailey' and not (is_store(name) and os.environ.get('HUGE_PEERS')):
        return
    peer = Peer(name)
    peer.start()
    one = ['--user-first', HUGE, '--users', 1]
    opening = [*one, '--pop-conns', 1, '--do', 'stat,uidl']
    have = int(load('pop3', *peer.pops, *opening, '--sessions', 1)['pop3']['uidl_lines'])
    if have < HUGE_MESSAGES:
        fill(bench, peer, HUGE, 1, HUGE_MESSAGES - have, 4096)
    peer.stop()
    os.sync()
    with open('/proc/sys/vm/drop_caches', 'w') as f:
        f.write('3')
    peer.start()
    bench.pop(peer, 'huge', dict(cache='cold'), *opening, '--sessions', 1)
    bench.pop(peer, 'huge', dict(cache='warm'), *opening, '--sessions', 3)
    for into, user in (('100k', HUGE), ('empty', EMPTY)):
        bench.inject(peer, 'huge-deliver', dict(into=into), '--user-first', user, '--users', 1, '--sender-first', 0,
                     '--senders', 10,
                     '--messages', 2000, '--conns', 10)
    if bench.round < bench.rounds:  # so that it is empty again in the next round
        load('pop3', *peer.pops, '--user-first', EMPTY, '--users', 1, '--pop-conns', 1, '--sessions', 1, '--do', 'retr',
             '--dele', 'yes',
             '--pipeline', 16)
    peer.stop()
