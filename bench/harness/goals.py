"""The rows that the comparison must show: Bailey's figure, the peer's, their ratio and the goal."""
import statistics
from dataclasses import dataclass


class Figures:
    """Medians over the runs. What was not measured is None, and so is whatever is computed from it."""

    def __init__(self, runs):
        self.groups = {}
        for r in runs:
            if not r.get('error'):
                key = (r['peer'], r['test'], *sorted((k, str(v)) for k, v in r['params'].items()))
                self.groups.setdefault(key, []).append(r)

    def runs(self, peer, test, **params):
        return self.groups.get((peer, test, *sorted((k, str(v)) for k, v in params.items())), [])

    def median(self, peer, test, field, **params):
        runs = self.runs(peer, test, **params)
        calm = [r for r in runs if not r.get('disturbed')]
        # calm runs only, where that leaves a median worth the name
        values = [r[field] for r in (calm if len(calm) >= min(3, len(runs)) else runs) if r.get(field) is not None]
        return statistics.median(values) if values else None

    def best(self, peers, test, field, lowest=False, **params):
        """The better of several peers, and its name."""
        found = [(v, p) for p in peers if (v := self.median(p, test, field, **params)) is not None]
        return (min if lowest else max)(found) if found else (None, '')


@dataclass
class Row:
    what: str
    bailey: float | None
    peer: float | None  # what it is compared with: a peer's figure, or Bailey's own under other conditions
    peer_name: str
    goal: str
    ratio_at_least: float | None = None
    ratio_at_most: float | None = None
    value_at_most: float | None = None
    unit: str = ''
    digits: int = 0

    @property
    def ratio(self):
        return self.bailey / self.peer if self.bailey is not None and self.peer else None

    @property
    def met(self):
        """'yes', 'no', '' where there is no goal, '?' where it was not measured."""
        if self.ratio_at_least is None and self.ratio_at_most is None and self.value_at_most is None:
            return ''
        if self.value_at_most is not None:
            return '?' if self.bailey is None else 'yes' if self.bailey <= self.value_at_most else 'no'
        if self.ratio is None:
            return '?'
        if self.ratio_at_least is not None:
            return 'yes' if self.ratio >= self.ratio_at_least else 'no'
        return 'yes' if self.ratio <= self.ratio_at_most else 'no'


POSTFIX = ['postfix+dovecot-maildir', 'postfix+dovecot-mdbox']
DOVECOT = ['dovecot-lmtp-maildir', 'dovecot-lmtp-mdbox']
KB4, KB75, MB1 = (dict(size=s, conns=10, users=1000) for s in (4096, 75000, 1000000))


def against(f, peers, test, field, what, goal, lowest=False, digits=0, unit='', **rest):
    params = rest.pop('params', {})
    peer, name = f.best(peers, test, field, lowest, **rest.pop('peer_params', params))
    return Row(what, f.median('bailey', test, field, **params), peer, name, goal, digits=digits, unit=unit, **rest)


def delivery_rows(f):
    speed = dict(field='delivered_per_s', unit='/s')
    yield against(f, POSTFIX, 'deliver', what='accept and deliver, 4 KB, 10 connections, 1,000 mailboxes', params=KB4,
                  goal='≥ 10 × Postfix+Dovecot', ratio_at_least=10, **speed)
    yield against(f, DOVECOT, 'deliver', what='the same', params=KB4, goal="≥ 4 × Dovecot's LMTP alone",
                  ratio_at_least=4, **speed)
    yield against(f, POSTFIX, 'deliver', what='the same, 75 KB', params=KB75, goal='≥ 8 × Postfix+Dovecot',
                  ratio_at_least=8, **speed)
    yield against(f, POSTFIX, 'deliver', what='the same, 1 MB', params=MB1, goal='≥ 3 × Postfix+Dovecot',
                  ratio_at_least=3, **speed)
    cpu = dict(field='cpu_per', lowest=True, unit=' ms', digits=2)
    yield against(f, POSTFIX, 'deliver', what='server CPU a message, 4 KB', params=KB4,
                  goal="≤ 1/10 of Postfix+Dovecot's", ratio_at_most=1 / 10, **cpu)
    yield against(f, POSTFIX, 'deliver', what='server CPU a message, 75 KB', params=KB75,
                  goal="≤ 1/8 of Postfix+Dovecot's", ratio_at_most=1 / 8, **cpu)
    yield against(f, POSTFIX, 'deliver', 'data_p99', 'end-of-DATA reply at that load, p99, 4 KB',
                  "≤ 1/4 of Postfix's", lowest=True, unit=' ms', digits=1, params=KB4, ratio_at_most=1 / 4)
    yield against(f, POSTFIX, 'deliver', what='one connection, 4 KB', params=dict(size=4096, conns=1, users=1000),
                  goal='≥ 2 × Postfix+Dovecot',
                  ratio_at_least=2, **speed)
    thousand = f.median('bailey', 'scale', 'delivered_per_s', size=4096, conns=10, users=1000)
    for users in (20000, 200000):
        yield Row(f'{users:,} mailboxes instead of 1,000', f.median('bailey', 'scale', 'delivered_per_s', size=4096,
                                                                    conns=10, users=users), thousand,
                  'Bailey, 1,000', 'within 10 %', ratio_at_least=0.9, unit='/s')


def signin_rows(f):
    cases = (('again', 'default', 'users who signed in before', 3),
             ('again', 'auth_cache', "the same, Dovecot's auth cache on", None),
             ('first', 'default', "each user's first", None))
    for test, field, peers, what, whom in (
            ('submit', 'delivered_per_s', POSTFIX, 'a new TLS connection and AUTH for every message',
             'Postfix+Dovecot'),
            ('sessions', 'sessions_per_s', DOVECOT, 'POP3S sessions/s (sign in, STAT, UIDL, QUIT)', 'Dovecot')):
        for users, auth, title, goal in cases:
            yield against(f, peers, test, field, f'{what}: {title}', f'≥ {goal} × {whom}' if goal else '', unit='/s',
                          digits=0,
                          params=dict(auth='default', users=users), peer_params=dict(auth=auth,
                                                                                     users=users), ratio_at_least=goal)


def maildrop_rows(f):
    for size, title in ((4096, '4 KB'), (75000, '75 KB')):
        for depth, how in ((1, 'one by one'), (16, 'pipelined')):
            yield against(f, DOVECOT, 'download', 'retr_mb_per_s',
                          f'POP3S: download a 2,000-message maildrop, {title}, {how}', "≥ Dovecot's MB/s",
                          unit=' MB/s', digits=1, params=dict(size=size, pipeline=depth), ratio_at_least=1)
    for cache, goal in (('warm', 300), ('cold', None)):
        yield against(f, DOVECOT, 'huge', 'open_all',
                      f'maildrop of 100,000 messages: sign in + STAT + UIDL, cache {cache}', '< 300 ms' if goal else '',
                      lowest=True, unit=' ms', params=dict(cache=cache), value_at_most=goal)
    yield Row('delivery into it', f.median('bailey', 'huge-deliver', 'delivered_per_s', into='100k'),
              f.median('bailey', 'huge-deliver', 'delivered_per_s',
                       into='empty'), 'Bailey, empty one', 'as fast as into an empty one (within 10 %)',
              ratio_at_least=0.9, unit='/s')


def endurance_rows(f):
    idle = dict(unit=' MiB', digits=1)
    ours = f.median('bailey', 'memory', 'added_pss_mib', mode='secure', idle=1000)
    theirs, name = f.best(DOVECOT, 'memory', 'added_pss_mib', True, mode='secure', idle=1000)
    frugal, frugal_name = f.best(DOVECOT, 'memory', 'added_pss_mib', True, mode='perf', idle=1000)
    yield Row('memory added by 1,000 idle POP3S connections (PSS)', ours, theirs, name, '≤ 30 MB',
              value_at_most=30 / 1.048576, **idle)
    yield Row('the same', ours, theirs, name, "≤ 1/10 of Dovecot's", ratio_at_most=1 / 10, **idle)
    yield Row("the same, Dovecot's high-performance login", ours, frugal, frugal_name, '', **idle)
    started = [(k, v) for k, v in f.groups.items() if k[:2] == ('bailey', 'startup')]
    first = ready = None
    stored = 0
    if started:
        stored = started[0][1][0]['params']['stored']
        first, ready = (f.median('bailey', 'startup', x, stored=stored) for x in ('first_accept_s', 'ready_s'))
    theirs, name = f.best(POSTFIX, 'startup', 'first_accept_s', True, stored=0)
    yield Row(f'start to first accepted message, 4 cells with {stored or 1000000:,} messages', first, theirs,
              f'{name}, empty' if name else '',
              '< 1 s', value_at_most=1, unit=' s', digits=2)
    yield Row('`make demo` on a fresh machine', None, None, 'not measured by this run', '< 15 min', value_at_most=900,
              unit=' s')
    yield Row('demonstration started again: serving', ready, None, '', '≤ 5 s', value_at_most=5, unit=' s', digits=2)
    other = next((p for p in POSTFIX if f.runs(p, 'crash')), POSTFIX[0])
    for field in ('lost', 'duplicated'):
        worst = [max((r[field] for r in f.runs(p, 'crash')), default=None) for p in ('bailey', other)]
        yield Row(f'`kill -9` under load: messages {field}, worst round', *worst, other, '0', value_at_most=0)


def all_rows(runs):
    f = Figures(runs)
    return [*delivery_rows(f), *signin_rows(f), *maildrop_rows(f), *endurance_rows(f)]
