"""How fast mail is accepted and delivered, and what that costs."""
import collections
import os
import re
import subprocess
import time

import proctree
from peer import SCRATCH, Peer, load

SECONDS = float(os.environ.get('SECONDS_EACH', '6'))
SIZES = [int(s) for s in os.environ.get('SIZES', '4096,75000,1000000').split(',')]
SCALES = [int(s) for s in os.environ.get('SCALES', '1000,20000,200000').split(',')]
MANY = 10_000_000  # messages: more than fit into the time


def at_full_speed(bench, peer, test, size, conns, users, *args, seconds=SECONDS, ledgers=None):
    return bench.inject(peer, test, dict(size=size, conns=conns, users=users), '--size', size, '--conns', conns,
                        '--users', users,
                        '--messages', MANY, '--max-seconds', seconds, *args, ledgers=ledgers)


def deliver(bench, name):
    """10 connections, kept, and one connection; 1,000 mailboxes."""
    peer, ledgers = Peer(name), []
    peer.start()
    for size in SIZES:
        # Checking takes longer than sending, so after the first round only that of the smallest is checked.
        checked = ledgers if bench.round == 1 or size == SIZES[0] else None
        at_full_speed(bench, peer, 'deliver', size, 10, 1000, ledgers=checked)
    if 4096 in SIZES:
        at_full_speed(bench, peer, 'deliver', 4096, 1, 1000, ledgers=ledgers)
    bench.verify(peer, ledgers, 'deliver', mailboxes=0 if bench.round == 1 else 100)
    peer.stop()


def scale(bench, name):
    """Does it slow down with the number of mailboxes? Each number has a community of its own, and every mailbox some
    mail: the first message makes the mailbox, and is measured apart."""
    if name != 'bailey':
        return
    for users in SCALES:
        peer, ledgers = Peer(name, INSTANCE=f'scale-{users}', EXTRA_USERS=str(users)), []
        peer.start()
        if bench.round == 1:
            bench.inject(peer, 'fill', dict(of='first messages', users=users, size=4096), '--users', users,
                         '--messages', users, '--order', 'sequence')
        at_full_speed(bench, peer, 'scale', 4096, 10, users, ledgers=ledgers)
        bench.verify(peer, ledgers, f'scale {users}', mailboxes=100)
        peer.stop()


def syncs(bench, name, messages=300):
    """Counts the calls that make data durable, message for message, under strace: slow, so only the counts matter."""
    if bench.round != 1:
        return
    peer = Peer(name)
    peer.start()
    for size in SIZES:
        # Anew each time: Postfix ends and starts processes as it goes.
        pids = [str(pid) for f in peer.keepers() for pid in proctree.tree(int(open(f).read()))]
        trace = f'{SCRATCH}/trace'
        strace = subprocess.Popen(['strace', '-f', '-qq', '-e',
                                   'trace=fsync,fdatasync,sync_file_range,msync,syncfs,sync', '-o', trace,
                                   *(x for pid in pids for x in ('-p', pid))], stderr=subprocess.DEVNULL)
        time.sleep(1.5)
        report = load('smtp-inject', '--messages', messages, '--conns', 10, '--users', 1000, '--size', size, *peer.smtp)
        peer.drain()
        strace.terminate()
        strace.wait()
        counts = collections.Counter(re.findall(r'^\d+\s+(\w+)\(', open(trace).read(), re.M))
        n = max(1, report['smtp']['accepted'])
        bench.record(peer, 'syncs', dict(size=size, conns=10), dict(n=n, per_message=round(sum(counts.values()) / n, 3),
                                                                    calls=dict(counts)))
    peer.stop()
