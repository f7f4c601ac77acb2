#!/usr/bin/env python3
"""report.py DIR - the comparison as Markdown, from DIR/runs.jsonl, DIR/limits.jsonl and DIR/machine.txt."""
import json
import os
import statistics
import sys

import goals

SHOW = {  # test: columns (name, figure, digits)
    'deliver': [('delivered/s', 'delivered_per_s', 0), ('accepted/s', 'accepted_per_s', 0),
                ('end of DATA p50 ms', 'data_p50', 1), ('p99', 'data_p99', 1),
                ('server CPU ms/msg', 'cpu_per', 2), ('flushes/msg', 'flush_per', 2), ('writes/msg', 'writes_per',
                                                                                       1), ('disk KB/msg', 'kb_per', 0),
                ('server cores', 'server_cores', 2), ('load cores', 'load_cores', 2), ('foreign cores', 'foreign_cores',
                                                                                       2)],
    'submit': [('delivered/s', 'delivered_per_s', 1), ('open (TLS+AUTH) p50 ms', 'open_p50', 1), ('p99', 'open_p99', 1),
               ('server CPU ms/msg', 'cpu_per', 2),
               ('server cores', 'server_cores', 2), ('load cores', 'load_cores', 2)],
    'sessions': [('sessions/s', 'sessions_per_s', 1), ('connect+TLS p50 ms', 'open_p50', 1),
                 ('login p50', 'login_p50', 1), ('session p50', 'session_p50', 1),
                 ('p99', 'session_p99', 1), ('server CPU ms/session', 'cpu_per', 2), ('load cores', 'load_cores', 2)],
    'download': [('MB/s', 'retr_mb_per_s', 1), ('server CPU s/GB', 'cpu_per_gb', 2), ('load cores', 'load_cores', 2)],
    'huge': [('connect ms', 'open_p50', 1), ('login ms', 'login_p50', 1), ('STAT ms', 'stat_p50', 1),
             ('UIDL ms', 'uidl_p50', 1), ('all ms', 'open_all', 0)],
    'huge-deliver': [('delivered/s', 'delivered_per_s', 0), ('end of DATA p50 ms', 'data_p50', 2),
                     ('p99', 'data_p99', 2)],
    'memory': [('connections', 'n', 0), ('added PSS MiB', 'added_pss_mib', 1), ('added RSS MiB', 'added_rss_mib', 1),
               ('at rest PSS MiB', 'rest_pss_mib', 1),
               ('processes', 'processes', 0), ('alive at the end', 'alive', 0)],
    'scale': [('delivered/s', 'delivered_per_s', 0), ('server CPU ms/msg', 'cpu_per', 2),
              ('end of DATA p99 ms', 'data_p99', 1)],
    'startup': [('first 250 after s', 'first_accept_s', 2), ('ready after s', 'ready_s', 2),
                ('delivered after s', 'delivered_s', 2)],
    'crash': [('accepted', 'n', 0), ('lost', 'lost', 0), ('duplicated', 'duplicated', 0), ('corrupt', 'corrupt', 0),
              ('unanswered', 'unknown', 0),
              ('of these found', 'unknown_found', 0)],
    'verify': [('accepted', 'accepted', 0), ('missing', 'missing', 0), ('duplicated', 'duplicated', 0),
               ('corrupt', 'corrupt', 0), ('mailboxes', 'mailboxes', 0)],
    'syncs': [('calls/msg', 'per_message', 2)],
    'fill': [('messages', 'n', 0), ('delivered/s', 'delivered_per_s', 0), ('server CPU ms/msg', 'cpu_per', 2)],
}


def derive(r):
    n = r.get('n') or None
    if n and 'server_cpu_s' in r:
        r['cpu_per'] = r['server_cpu_s'] / n * 1000
        r['flush_per'], r['kb_per'], r['writes_per'] = r['flushes'] / n, r['written_mb'] * 1000 / n, r['writes'] / n
        r['server_cores'], r['load_cores'] = r['server_cpu_s'] / r['run_s'], r['load_cpu_s'] / r['run_s']
    if r.get('mb') and 'server_cpu_s' in r:
        r['cpu_per_gb'] = r['server_cpu_s'] / r['mb'] * 1000
    if r['test'] == 'huge':
        r['open_all'] = sum(r[f'{k}_p50'] for k in ('open', 'login', 'stat', 'uidl'))
    return r


def number(value, digits, unit=''):
    return '–' if value is None else f'{value:,.{digits}f}{unit}'


def spread(values, digits):
    v = sorted(x for x in values if x is not None)
    if not v:
        return '–'
    middle = number(statistics.median(v), digits)
    return middle if v[0] == v[-1] else f'{middle} ({number(v[0], digits)}–{number(v[-1], digits)})'


def against_goals(runs):
    yield '| work | Bailey | peer | ratio | goal | met |'
    yield '| --- | ---: | ---: | ---: | --- | --- |'
    for row in goals.all_rows(runs):
        peer = number(row.peer, row.digits, row.unit) if row.peer is not None else '–'
        peer += f' ({row.peer_name})' if row.peer_name else ''
        ratio = '–' if row.ratio is None else f'{row.ratio:.2f}'
        if row.ratio_at_most is not None and row.ratio:
            ratio = f'1/{1 / row.ratio:.1f}'
        yield f'| {row.what} | {number(row.bailey, row.digits, row.unit)} | {peer} | {ratio} | {row.goal} | {row.met} |'


def table_of(test, columns, runs):
    groups = {}
    for r in runs:
        if r['test'] == test and not r.get('error'):
            groups.setdefault(json.dumps(r['params'], sort_keys=True), {}).setdefault(r['peer'], []).append(r)
    if not groups:
        return
    yield f'\n### {test}\n'
    yield '| case | peer | ' + ' | '.join(c for c, _, _ in columns) + ' | runs (disturbed) |'
    yield '| --- | --- |' + ' ---: |' * (len(columns) + 1)
    for case, peers in groups.items():
        text = ', '.join(f'{k} {v}' for k, v in json.loads(case).items())
        for peer, rs in peers.items():
            bad = sum(1 for r in rs if r.get('disturbed'))
            yield (f'| {text} | {peer} | ' + ' | '.join(spread([r.get(f) for r in rs], d) for _, f, d in columns) +
                   f' | {len(rs)}' + (f' ({bad})' if bad else '') + ' |')


def limits(folder):
    path = f'{folder}/limits.jsonl'
    if not os.path.exists(path):
        return
    yield '\n| what | median | from – to | unit |\n| --- | ---: | ---: | --- |'
    for line in open(path):
        x = json.loads(line)
        yield f"| {x['name']} | {x['median']:,.4g} | {x['min']:,.4g} – {x['max']:,.4g} | {x['unit']} |"


def problems(runs):
    signs = ('refused', 'conn_errors', 'failed', 'stuck', 'wrong_bodies', 'missing', 'duplicated', 'corrupt', 'lost')
    for r in runs:
        facts = {k: r[k] for k in signs if r.get(k)}
        if r.get('error') or facts:
            why = r.get('error') or r.get('first_error') or ''
            yield f"- {r['time']} {r['peer']} {r['test']} {json.dumps(r['params'])}: {why} {facts or ''}"


def runs_of(folder):
    path = f'{folder}/runs.jsonl'
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [derive(json.loads(line)) for line in f]


def report(folder):
    runs = runs_of(folder)
    rounds = max((r['round'] for r in runs), default=0)
    yield f'# Bailey beside Postfix and Dovecot, {runs[0]["time"][:16] if runs else "no runs"}\n'
    yield (f'Medians of {rounds} round(s), all in one run on one machine, durable writes on both sides. Bailey and '
           "Postfix take mail through submission over TLS with AUTH, Dovecot's LMTP over a plain socket. Only 250 "
           'after DATA counts; delivered means that nothing is pending any more; bodies are verified by SHA-256 '
           'afterwards. What is missing was not measured.\n')
    yield from against_goals(runs)
    yield '\n## The machine\n'
    if os.path.exists(f'{folder}/machine.txt'):
        yield '\n'.join(f'- {line.strip()}' for line in open(f'{folder}/machine.txt'))
    yield from limits(folder)
    yield '\n## Every figure\n'
    yield ('Median and range. Flushes, writes and KB are those of the whole disk, per message; CPU is that of the '
           """server's processes only; "cores" are CPU seconds a second of server, load generator and everything """
           'else. `syncs` counts the fsync-like calls of the server under strace.')
    for test, columns in SHOW.items():
        yield from table_of(test, columns, runs)
    wrong = list(problems(runs))
    if wrong:
        yield '\n## Runs with errors\n'
        yield from wrong


if __name__ == '__main__':
    print('\n'.join(report(sys.argv[1])))
