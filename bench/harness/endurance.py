"""Memory of idle connections, start-up, and what a crash leaves behind."""
import json
import os
import time

import machine
from delivery import MANY
from peer import Peer, is_store, load

IDLE = int(os.environ.get('IDLE', '1000'))
STARTUP_MESSAGES = int(os.environ.get('STARTUP_MESSAGES', '200000'))


def memory(bench, name):
    """What `IDLE` signed-in POP3S connections that do nothing add."""
    if not is_store(name):
        return
    for mode in ('secure',) if name == 'bailey' else ('secure', 'perf'):
        peer = Peer(name, LOGIN_MODE=mode)
        peer.start()
        time.sleep(1)
        rest = peer.memory()
        idle = load('idle', '--idle-conns', IDLE, '--openers', 10, *peer.pops, '--users', 1000, '--sources', 50,
                    '--hold', 120,
                    '--max-seconds', 400, background=True)
        ready = json.loads(idle.stdout.readline())
        time.sleep(6)
        full = peer.memory()
        idle.stdin.close()
        end = json.loads(idle.stdout.readline())
        idle.stdout.read()
        idle.wait()
        added = {f'added_{k}': full[k] - rest[k] for k in ('pss_mib', 'rss_mib')}
        bench.record(peer, 'memory', dict(mode=mode, idle=IDLE),
                     dict(n=ready['open'], open_failed=ready['failed'], first_error=ready['first_error'],
                          alive=end['alive'], rest_pss_mib=rest['pss_mib'], rest_rss_mib=rest['rss_mib'],
                          processes=full['processes'], **added))
        peer.stop()


def startup(bench, name):
    """From the start of the program to its first 250, with many messages in its cells."""
    if name != 'bailey' and is_store(name):
        return
    peer, stored = Peer(name), 0
    if name == 'bailey':
        peer = Peer(name, INSTANCE='startup')
        if bench.round == 1:
            peer.start()
            bench.inject(peer, 'fill', dict(of='startup', n=STARTUP_MESSAGES), '--messages', STARTUP_MESSAGES,
                         '--conns', 10, '--users', 1000,
                         '--max-seconds', 3600)
            peer.stop()
        stored = STARTUP_MESSAGES
    peer.verb('setup')
    machine.wait_quiet(lambda: 0, 0.25, 10)
    begin = time.monotonic()
    waiting = load('smtp-inject', '--messages', 1, '--conns', 1, '--wait-connect', 60, '--retry-for', 60, *peer.smtp,
                   background=True)
    peer.verb('start')
    ready = time.monotonic()
    s = json.loads(waiting.stdout.readline())['smtp']
    waiting.wait()
    peer.read_facts()
    delivered = peer.drain()[0]
    bench.record(peer, 'startup', dict(stored=stored), dict(n=s['accepted'], first_accept_s=s['t_first'] - begin,
                                                            ready_s=ready - begin,
                                                            delivered_s=delivered - begin))
    peer.stop()


def crash(bench, name):
    """SIGKILL for everything in the middle of load, start again: is all that was accepted there, once?"""
    peer = Peer(name)
    peer.start()
    ledger = bench.new_ledger(peer)
    running = load('smtp-inject', '--ledger', ledger, '--run-id', os.path.basename(ledger), '--messages', MANY,
                   '--conns', 10, '--users', 1000,
                   *peer.smtp, '--max-seconds', 60, background=True)
    time.sleep(2 + 0.37 * bench.round)
    peer.verb('kill')
    s = json.loads(running.stdout.read().strip().splitlines()[-1])['smtp']
    running.wait()
    peer.start()
    peer.verb('flush')
    v = bench.verify(peer, [ledger], 'crash')
    found = {k: v[k] for k in ('duplicated', 'corrupt', 'unknown', 'unknown_found', 'failed_mailboxes')}
    bench.record(peer, 'crash', {}, dict(n=s['accepted'], lost=v['missing'], **found))
    peer.stop()
