#!/usr/bin/env python3
"""How fast JMAP answers over HTTPS on a large mailbox, and what a thousand listeners cost.

usage: bench/jmap/jmap.py [--messages N] [--listeners N] [--bailey PROGRAM] [--port-base N]

Starts a demonstration of its own in a temporary folder, fills one mailbox through submission (--messages 0: leaves that
out), and another for the listeners; prints a table in Markdown. Times are of whole requests as the client sees them, TLS and HTTP included, on a connection that is kept.
"""
import argparse
import asyncio
import base64
import http.client
import json
import os
import random
import re
import shutil
import signal
import smtplib
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD, DOMAIN = 'bench-secret', 'bench.bailey.test'
MAIL = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail']
LISTED = ['id', 'threadId', 'mailboxIds', 'keywords', 'from', 'subject', 'receivedAt', 'size', 'preview', 'hasAttachment']


def user(number):
    return f'u{number:06}@{DOMAIN}'


class Server:
    def __init__(self, program, port_base, users):
        self.folder = tempfile.mkdtemp(prefix='bailey-jmap-', dir='/var/tmp')
        self.process = subprocess.Popen([program, 'demo', '--dir', self.folder, '--json', '--empty', '--port-base', str(port_base),
                                         '--extra-users', str(users)], stdout=subprocess.PIPE,
                                        stderr=open(f'{self.folder}.log', 'w'), text=True)
        self.facts = json.loads(self.process.stdout.readline())
        self.context = ssl.create_default_context(cafile=self.facts['ca'])
        self.context.check_hostname = False

    def port(self, name):
        return self.facts['ports'][name]

    def pss_mib(self):
        text = open(f'/proc/{self.process.pid}/smaps_rollup').read()
        return int(re.search(r'^Pss:\s+(\d+)', text, re.M)[1]) / 1024

    def cpu_of(self, name):
        """Seconds of processor time of the threads of that name."""
        seconds = 0.0
        for task in os.listdir(f'/proc/{self.process.pid}/task'):
            folder = f'/proc/{self.process.pid}/task/{task}'
            if open(f'{folder}/comm').read().strip() == name:
                fields = open(f'{folder}/stat').read().rsplit(')', 1)[1].split()
                seconds += (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        return seconds

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


class Client:
    def __init__(self, server, number):
        self.http = http.client.HTTPSConnection('127.0.0.1', server.port('https'), context=server.context, timeout=120)
        secret = base64.b64encode(f'{user(number)}:{PASSWORD}'.encode()).decode()
        self.headers = {'Authorization': f'Basic {secret}', 'Content-Type': 'application/json'}
        session = json.loads(self.request('GET', '/jmap/session'))
        self.account = session['primaryAccounts']['urn:ietf:params:jmap:mail']

    def request(self, method, path, body=None):
        self.http.request(method, path, body, self.headers)
        response = self.http.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f'{method} {path}: {response.status} {text[:300]}')
        return text

    def call(self, *calls):
        body = json.dumps({'using': MAIL, 'methodCalls': [[name, {'accountId': self.account, **arguments}, str(n)]
                                                          for n, (name, arguments) in enumerate(calls)]})
        answers = json.loads(self.request('POST', '/jmap/api', body))['methodResponses']
        for answer in answers:
            if answer[0] == 'error':
                raise RuntimeError(f'{calls}: {answer[1]}')
        return [a[1] for a in answers]

    def timed(self, count, *calls):
        times = []
        for _ in range(count):
            begin = time.perf_counter()
            self.call(*calls)
            times.append((time.perf_counter() - begin) * 1000)
        return times


def median(times):
    return statistics.median(times)


def p99(times):
    return sorted(times)[max(0, -(-len(times) * 99 // 100) - 1)]


def row(work, value, goal, met):
    print(f'| {work} | {value} | {goal} | {"yes" if met else "no"} |', flush=True)


def fill(server, messages):
    run = subprocess.run([f'{ROOT}/bench/bin/mailload', 'smtp-inject', '--smtp', f'127.0.0.1:{server.port("submissions")}',
                          '--smtp-tls', 'implicit', '--auth', 'yes', '--senders', '10', '--sender-first', '1', '--users', '1',
                          '--domain', DOMAIN, '--password', PASSWORD, '--conns', '10', '--messages', str(messages),
                          '--size', '4096', '--max-seconds', '900'], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.strip().splitlines()[-1])


def wait_for(client, messages):
    for _ in range(1200):
        if client.call(('Email/query', {'limit': 1, 'calculateTotal': True}))[0]['total'] >= messages:
            return
        time.sleep(0.25)
    raise RuntimeError('not all messages arrived')


class Sender:
    """One submission connection that is kept; tells when the end of each message was sent."""
    def __init__(self, server, number):
        self.smtp = smtplib.SMTP_SSL('127.0.0.1', server.port('submissions'), context=server.context)
        self.smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a message is sent in two parts
        self.sender = user(number)
        self.smtp.login(self.sender, PASSWORD)

    def send(self, to, subject, text='It is vacated.'):
        self.smtp.mail(self.sender)
        self.smtp.rcpt(to)
        self.smtp.docmd('DATA')
        self.smtp.send(f'From: {self.sender}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n{text}\r\n'.encode())
        begin = time.perf_counter()
        self.smtp.send(b'.\r\n')
        code, reply = self.smtp.getreply()
        if code != 250:
            raise RuntimeError(reply)
        return begin


def reading(server, client, sender, messages):
    client.call(('Email/query', {'limit': 1}))
    newest = [('Email/query', {'sort': [{'property': 'receivedAt', 'isAscending': False}], 'limit': 50}),
              ('Email/get', {'#ids': {'resultOf': '0', 'name': 'Email/query', 'path': '/ids'}, 'properties': LISTED})]
    times = client.timed(300, *newest)
    row(f'Email/query first 50 of {messages:,}, newest first, and Email/get of list properties',
        f'median {median(times):.1f} ms, p99 {p99(times):.1f} ms', '< 10 ms, p99 < 25 ms', median(times) < 10 and p99(times) < 25)
    worst = (0, '')
    inbox = client.call(('Mailbox/query', {'filter': {'role': 'inbox'}}))[0]['ids'][0]
    filters = [None, {'inMailbox': inbox}, {'notKeyword': '$seen'}, {'hasAttachment': True}, {'minSize': 4000, 'maxSize': 6000},
               {'operator': 'OR', 'conditions': [{'hasKeyword': '$flagged'}, {'operator': 'NOT', 'conditions': [
                   {'before': '2020-01-01T00:00:00Z'}, {'hasKeyword': '$seen'}]}]}]
    sorts = ['receivedAt', 'sentAt', 'size', 'from', 'to', 'subject']
    for condition in filters:
        for by in sorts:
            for collapse in (False, True):
                query = {'filter': condition, 'sort': [{'property': by}], 'collapseThreads': collapse, 'limit': 50}
                worst = max(worst, (median(client.timed(5, ('Email/query', query))),
                                    f'{json.dumps(condition)}, {by}{", threads" if collapse else ""}'))
    row(f'any filter and sort over {messages:,}: the slowest of {len(filters) * len(sorts) * 2}, median ({worst[1]})',
        f'{worst[0]:.1f} ms', '< 100 ms', worst[0] < 100)
    times = []
    for n in range(30):
        before = client.call(('Email/query', {'sort': [{'property': 'receivedAt', 'isAscending': False}], 'limit': 50}))[0]
        sender.send(user(0), f'One more {n}')
        while client.call(('Email/get', {'ids': []}))[0]['state'] == before['queryState']:
            time.sleep(0.002)
        times += client.timed(1, ('Email/queryChanges', {'sinceQueryState': before['queryState'],
                                                        'sort': [{'property': 'receivedAt', 'isAscending': False}]}))
    row('Email/queryChanges after one arrival', f'median {median(times):.1f} ms', '< 5 ms', median(times) < 5)


def searching(server, client, sender, messages):
    begin = time.perf_counter()
    sender.send(user(0), 'The word is quodlibet')
    while True:
        try:
            found = client.call(('Email/query', {'filter': {'text': 'quodlibet'}}))[0]['ids']
            break
        except RuntimeError as error:
            if 'serverUnavailable' not in str(error):
                raise
            time.sleep(0.5)
    seconds = server.cpu_of('indexer')
    print(f'(the index was complete {time.perf_counter() - begin:.1f} s after the last message; found {len(found)})', file=sys.stderr)
    if seconds > 0.5:
        rate = messages / seconds
        row('indexing 4 KB messages, of one core', f'{rate:,.0f}/s', '≥ 1,000/s', rate >= 1000)
    times = []
    for word in ('quodlibet', 'nowhere', 'mailload', 'message', 'bench'):
        times += client.timed(20, ('Email/query', {'filter': {'text': word}, 'limit': 50}))
    row(f'search of one word in {messages:,} messages', f'median {median(times):.1f} ms, p99 {p99(times):.1f} ms',
        '< 50 ms, median', median(times) < 50)


async def listen(server, number, heard, ready):
    reader, writer = await asyncio.open_connection('127.0.0.1', server.port('https'), ssl=server.context, server_hostname='localhost')
    secret = base64.b64encode(f'{user(number)}:{PASSWORD}'.encode()).decode()
    writer.write(f'GET /jmap/eventsource?types=*&closeafter=no&ping=0 HTTP/1.1\r\nHost: localhost\r\n'
                 f'Authorization: Basic {secret}\r\n\r\n'.encode())
    status = await reader.readline()
    if b' 200 ' not in status:
        raise RuntimeError(f'listener {number}: {status!r}')
    while await reader.readline() != b'\r\n':
        pass
    ready.release()
    while line := await reader.readline():
        if line.startswith(b'data:') and b'changed' in line:
            heard(number)


async def pushing(server, listeners):
    Client(server, 2000 % listeners + 1)
    rest = server.pss_mib()
    waiting, latencies, ready = {}, [], asyncio.Semaphore(0)

    def heard(number):
        if number in waiting:
            latencies.append((time.perf_counter() - waiting.pop(number)) * 1000)

    tasks, room = [], asyncio.Semaphore(8)

    async def open_one(number):
        async with room:
            tasks.append(asyncio.create_task(listen(server, number, heard, ready)))
            await asyncio.wait_for(ready.acquire(), 60)

    await asyncio.gather(*(open_one(n) for n in range(1, listeners + 1)))
    await asyncio.sleep(2)
    added = server.pss_mib() - rest
    row(f'memory added by {listeners:,} idle event streams (PSS)', f'{added:.1f} MiB', '≤ 40 MB', added * 1.048576 <= 40)
    sender = Sender(server, listeners + 1)
    for n in range(600):
        to = random.Random(n).randint(1, listeners)
        if to in waiting:
            continue
        # The time is known before the line can arrive: sending blocks this thread, reading goes on after it.
        waiting[to] = sender.send(user(to), f'Push {n}')
        await asyncio.sleep(0.02)
    await asyncio.sleep(1)
    row(f'arrival to the event stream, {listeners:,} listeners ({len(latencies)} arrivals, {len(waiting)} never heard)',
        f'median {median(latencies):.1f} ms, p99 {p99(latencies):.1f} ms', 'p99 < 20 ms', p99(latencies) < 20 and not waiting)
    for task in tasks:
        task.cancel()


def main():
    options = argparse.ArgumentParser()
    options.add_argument('--messages', type=int, default=100_000)
    options.add_argument('--listeners', type=int, default=1000)
    options.add_argument('--bailey', default=f'{ROOT}/build/release/bin/bailey')
    options.add_argument('--port-base', type=int, default=24000)
    options = options.parse_args()
    print('| work | reached | goal | met |\n| --- | --- | --- | --- |')
    if options.messages > 0:
        large_mailbox(options)
    server = Server(options.bailey, options.port_base, options.listeners + 2)
    try:
        asyncio.run(pushing(server, options.listeners))
    finally:
        server.stop()


def large_mailbox(options):
    server = Server(options.bailey, options.port_base, 2)
    try:
        report = fill(server, options.messages)
        print(f'(filled: {report["smtp"]["accepted"]} messages)', file=sys.stderr)
        client, sender = Client(server, 0), Sender(server, 1)
        wait_for(client, options.messages)
        reading(server, client, sender, options.messages)
        searching(server, client, sender, options.messages)
    finally:
        server.stop()


main()
