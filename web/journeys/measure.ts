// What the pages take: the figures of web/ beside their goals, as a table in Markdown (`make bench-web`).
//
//   vite-node journeys/measure.ts [messages of the large mailbox] [minutes of scripted use]
//
// Everything is measured in Chromium against a demonstration of its own on loopback; times within the page end with the
// frame that shows what was waited for.
import { execFileSync } from 'node:child_process';
import { arch, cpus, totalmem } from 'node:os';

import type { CDPSession, Page } from 'playwright-core';

import { Program } from './seed';
import { type Person, Service, type Visit } from './service';

const messages = Number(process.argv[2] ?? 100_000);
const minutes = Number(process.argv[3] ?? 5);
const rounds = 5;

const sorted = (all: number[]): number[] => [...all].sort((a, b) => a - b);
const at = (all: number[], share: number): number => sorted(all)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? NaN;
const median = (all: number[]): number => at(all, 0.5);
const ms = (n: number): string => `${Math.round(n)} ms`;

const rows: string[] = [];
function row(work: string, value: string, goal: string, isMet: boolean): void {
  rows.push(`| ${work} | ${value} | ${goal} | ${isMet ? 'yes' : 'no'} |`);
}

/** A few hundred letters in a mailbox, by the API. */
async function fill(service: Service, person: Person, count: number): Promise<void> {
  const program = await new Program(service.url, person).start();
  const start = Date.now() - count * 60_000;
  await program.put(
    Array.from({ length: count }, (_, n) => ({
      from: `Sender ${n % 97} <sender${n % 97}@bench.bailey.test>`,
      subject: `Case ${n}: directions and listing`,
      text: `The hearing of case ${n} is listed.\n\nPapers follow.\n`.repeat(4),
      receivedAt: new Date(start + n * 60_000).toISOString().replace(/\.\d+Z/, 'Z'),
      keywords: n % 3 ? ['$seen'] : [],
    })),
  );
}

/** Many, by submission (bench/mailload), as bench/jmap does; waits until all are there. */
async function flood(service: Service, person: Person, count: number): Promise<void> {
  const mailload = process.env.MAILLOAD ?? new URL('../../bench/bin/mailload', import.meta.url).pathname;
  const to = ['--smtp', `127.0.0.1:${service.ports.submissions}`, '--smtp-tls', 'implicit', '--auth', 'yes', '--senders', '10', '--sender-first', '1'];
  const what = ['--users', '1', '--domain', 'bench.bailey.test', '--password', person.password, '--conns', '10', '--messages', String(count), '--size', '4096'];
  execFileSync(mailload, ['smtp-inject', ...to, ...what, '--max-seconds', '900'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const program = await new Program(service.url, person).start();
  for (;;) {
    const [found] = await program.call(['Email/query', { limit: 1, calculateTotal: true }]);
    if (Number(found?.total) >= count) return;
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

/** Scripts and styles that come over the wire until the Inbox is there. */
async function bytes(visit: Visit, person: Person): Promise<number> {
  const session = await visit.context.newCDPSession(visit.page);
  await session.send('Network.enable');
  const kinds = new Map<string, string>();
  let total = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (/^(Script|Stylesheet)$/.test(kinds.get(requestId) ?? '')) total += encodedDataLength;
  });
  await visit.signIn(person);
  await visit.page.waitForSelector('.list [role=row] .who');
  await visit.page.waitForTimeout(1_000);
  return total;
}

/** From the press of the button until the frame with the first row of the Inbox. */
async function signIn(service: Service, person: Person): Promise<number> {
  const visit = await service.visit('wide');
  const { page } = visit;
  await page.goto(service.url);
  await page.fill('input[name=username]', person.username);
  await page.fill('input[name=password]', person.password);
  const took = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        document.querySelector<HTMLElement>('button[type=submit]')?.click();
        const look = (): void => {
          if (document.querySelector('.list [role=row] .who')) requestAnimationFrame(() => resolve(performance.now() - began));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await visit.context.close();
  return took;
}

/** A listed message that was not opened before, until the frame with its text. */
function openRow(page: Page, index: number): Promise<number> {
  return page.evaluate(
    (n) =>
      new Promise<number>((resolve, reject) => {
        const row = document.getElementById(`row-${n}`);
        if (!row) return reject(new Error(`no row ${n}`));
        const before = document.querySelector('.message[data-email]');
        const began = performance.now();
        row.click();
        const look = (): void => {
          const now = document.querySelector('.message[data-email]:not(.closed)');
          const isThere = now && now !== before && now.querySelector('.body iframe, .body .text');
          if (isThere) requestAnimationFrame(() => resolve(performance.now() - began));
          else if (performance.now() - began > 10_000) reject(new Error('the message did not open'));
          else requestAnimationFrame(look);
        };
        look();
      }),
    index,
  );
}

/** The fewest frames of any second, while the list runs down by 40 rows a second. */
function scroll(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const view = document.querySelector('.list .view');
        const times: number[] = [];
        const step = (now: number): void => {
          times.push(now);
          if (view) view.scrollTop += 52;
          if (now - (times[0] ?? now) < 6_000) return void requestAnimationFrame(step);
          const windows = times.filter((one) => one + 1_000 <= now);
          resolve(Math.min(...windows.map((one) => times.filter((each) => each > one && each <= one + 1_000).length)));
        };
        requestAnimationFrame(step);
      }),
  );
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** What a person does in a few seconds: reads, marks, scrolls, searches, looks elsewhere, begins to write. */
async function use(page: Page, turn: number): Promise<void> {
  const { keyboard } = page;
  await page.click('a[href="/mail"]');
  await page.locator('.list .view').focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown']) await keyboard.press(key);
  for (let n = 0; n < 6; n += 1) {
    await keyboard.press('j');
    await page.waitForTimeout(150);
  }
  await keyboard.press('End');
  await page.waitForTimeout(200);
  await keyboard.press('Home');
  await page.click('#search');
  await keyboard.type(`case ${turn * 7}`, { delay: 40 });
  await keyboard.press('Enter');
  await page.waitForTimeout(500);
  await page.click('a[href="/directory"]');
  await page.locator('.directory input[type=search]').fill(['ree', 'kes', 'ash'][turn % 3] ?? '');
  await page.waitForTimeout(400);
  await page.locator('.directory [role=row]').first().click();
  await page.click('a[href="/addressbook"]');
  await page.waitForTimeout(200);
  await page.click('a[href="/mail"]');
  await page.locator('.list .view').focus();
  await keyboard.press('c');
  await page.waitForSelector('.composer');
  await keyboard.type('dele', { delay: 40 });
  await page.waitForTimeout(300);
  await keyboard.press('Escape');
  await keyboard.press('Escape');
  await page.waitForTimeout(300);
  await keyboard.press('g');
  await keyboard.press('i');
  await page.waitForTimeout(300);
}

async function steady(visit: Visit): Promise<void> {
  const { page } = visit;
  await page.evaluate(() => {
    const all: number[] = ((window as unknown as { took: number[] }).took = []);
    const observer = new PerformanceObserver((list) => {
      for (const one of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) if (one.interactionId) all.push(one.duration);
    });
    observer.observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  const session = await visit.context.newCDPSession(page);
  let turn = 0;
  while (turn < 4) await use(page, turn++);
  const before = await heap(session);
  const end = Date.now() + minutes * 60_000;
  while (Date.now() < end) await use(page, turn++);
  const after = await heap(session);
  const took = await page.evaluate(() => (window as unknown as { took: number[] }).took);
  const p95 = at(took, 0.95);
  row(`interaction to next paint, p95 of ${took.length} (those under 16 ms are not told)`, ms(p95), 'under 200 ms', p95 < 200);
  const growth = Math.round((after / before - 1) * 100);
  const mb = (n: number): string => (n / 1e6).toFixed(1);
  row(`heap of the page after ${minutes} minutes of scripted use (${turn} turns)`, `${mb(before)} to ${mb(after)} MB, ${growth} %`, 'at most 20 % growth', growth <= 20);
}

async function signIns(service: Service, person: Person): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < rounds; n += 1) took.push(await signIn(service, person));
  return median(took);
}

async function main(): Promise<void> {
  const service = await Service.start(['--extra-users', '11']);
  try {
    const small = service.person('d.okafor');
    const username = 'u000000@bench.bailey.test';
    const large: Person = { ...small, username, address: username, password: 'bench-secret' };
    await fill(service, small, 300);
    const first = await service.visit('wide');
    const load = await bytes(first, small);
    row('first load: scripts and styles on the wire', `${(load / 1000).toFixed(1)} kB`, 'at most 150 kB', load <= 150_000);
    await first.context.close();
    const inSmall = await signIns(service, small);
    row('Inbox usable after sign-in, 300 messages, median of 5', ms(inSmall), 'under 1,000 ms', inSmall < 1_000);
    const began = Date.now();
    await flood(service, large, messages);
    process.stderr.write(`(filled ${messages} in ${Math.round((Date.now() - began) / 1000)} s)\n`);
    const inLarge = await signIns(service, large);
    row(`Inbox usable after sign-in, ${messages.toLocaleString('en-GB')} messages, median of 5`, ms(inLarge), 'under 1,300 ms', inLarge < 1_300);
    const visit = await service.visit('wide');
    await visit.signIn(large);
    await visit.page.waitForSelector('.list [role=row] .who');
    const opened: number[] = [];
    for (let n = 0; n < 8; n += 1) opened.push(await openRow(visit.page, n));
    row('a listed message opened, median of 8', `${ms(median(opened))} (first ${ms(opened[0] ?? NaN)})`, 'under 150 ms', median(opened) < 150);
    const frames = await scroll(visit.page);
    row('list scrolled by 40 rows a second, fewest frames of a second', `${frames}`, 'at least 50', frames >= 50);
    await steady(visit);
    await visit.context.close();
  } finally {
    await service.stop();
  }
  const [cpu] = cpus();
  process.stdout.write(
    `# The pages, ${new Date().toISOString().slice(0, 10)}\n\nChromium on loopback, ${cpus().length} cores (${cpu?.model ?? arch()}), ${Math.round(totalmem() / 2 ** 30)} GiB.\n\n` +
      `| work | measured | goal | met |\n| --- | ---: | ---: | --- |\n${rows.join('\n')}\n`,
  );
}

await main();
