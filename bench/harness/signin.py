"""Sign-in: a new TLS connection and AUTH for each message, and short POP3S sessions. Both sides hash passwords alike
(argon2id, 19 MiB, 2 passes, 1 lane)."""
import os

from delivery import MANY, SECONDS
from maildrop import SMALL_COUNT, SMALL_FIRST
from peer import Peer, has_submission, is_store

KNOWN = 50  # users that sign in again and again, as mail programs do


def variants(name):
    """Dovecot as it comes, and with its cache of users and its hash verification on all cores switched on."""
    yield 'default', Peer(name, HASH='argon2id')
    if name != 'bailey':
        yield 'auth_cache', Peer(name, HASH='argon2id', AUTH_CACHE='yes')


def submit(bench, name):
    if not has_submission(name):
        return
    for auth, peer in variants(name):
        # A server may remember a password that it has verified: users not seen since its start are a case apart.
        for case, senders in (('first', ['--sender-first', 100, '--senders', 900]),
                              ('again', ['--sender-first', 0, '--senders', KNOWN])):
            peer.start()
            if case == 'again':
                bench.inject(peer, 'warm-up', dict(), '--per-conn', 1, '--conns', 2, '--messages', KNOWN, '--users',
                             1000, *senders)
            bench.inject(peer, 'submit', dict(auth=auth, users=case), '--per-conn', 1, '--conns', 10, '--messages',
                         MANY, '--max-seconds', SECONDS,
                         '--size', 4096, '--users', 1000, '--sources', 50, *senders)
            peer.stop()


def sessions(bench, name):
    if not is_store(name):
        return
    for auth, peer in variants(name):
        peer.start()
        common = ['--pop-conns', 10, '--do', 'stat,uidl', '--max-seconds', SECONDS, '--sources', 50]
        bench.pop(peer, 'sessions', dict(auth=auth, users='first'), '--user-first', SMALL_FIRST + KNOWN, '--users',
                  SMALL_COUNT - KNOWN,
                  '--sessions', SMALL_COUNT - KNOWN, *common)
        known = ['--user-first', SMALL_FIRST, '--users', KNOWN, *common]
        bench.pop(peer, 'warm-up', dict(), *known, '--pop-conns', 2, '--sessions', KNOWN)
        bench.pop(peer, 'sessions', dict(auth=auth, users='again'), *known, '--sessions', MANY)
        peer.stop()
