// The hostile letters in a real browser, under the server's policies: nothing runs, nothing is fetched, the page stays
// what it was, and what there was to read is read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Shown } from './letters/page';
import { type Served, serveLetters } from './letters/serve';

const folder = fileURLToPath(new URL('../mail/message/hostile', import.meta.url));
const letters = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
const rows = '<tr><td onclick="top.harmed=1" style="width:200px">cell</td><td>cell</td></tr>';
letters.push(
  ['(a table of 2 MB)', `<p>Readable text.</p><table>${rows.repeat(2_000_000 / rows.length)}</table>`],
  ['(boxes within each other)', `${'<div><b>'.repeat(20_000)}Readable text.`],
  ['(many links)', `<p>Readable text.</p>${'<a href="https://evil.example/">x</a> '.repeat(20_000)}`],
  ['(a sheet of 1 MB)', `<style>${'.a > .b{color:red;background:url(https://evil.example/)}'.repeat(20_000)}</style>Readable text.`],
);

let served: Served;
let browser: Browser;
let page: Page;
let fetched: string[] = [];
let dialogs: string[] = [];
let complaints: string[] = [];

beforeAll(async () => {
  served = await serveLetters();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  context.on('page', (other) => fetched.push(`page ${other.url()}`));
  page.on('dialog', (dialog) => (dialogs.push(dialog.message()), void dialog.dismiss()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('websocket', (socket) => fetched.push(socket.url()));
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url === 'https://www.gov.uk/') return route.fulfill({ contentType: 'text/html', body: 'A page elsewhere' });
    if (url.startsWith(served.origin) || url.startsWith('blob:')) return route.continue();
    fetched.push(`${route.request().resourceType()} ${url}`);
    return route.abort();
  });
  await page.goto(`${served.origin}/journeys/letters/index.html`);
  await page.waitForSelector('html[data-ready]');
}, 60_000);

afterAll(async () => {
  await browser?.close();
  served?.stop();
});

beforeEach(() => {
  fetched = [];
  dialogs = [];
  complaints = [];
});

async function show(shown: Shown): Promise<void> {
  await page.evaluate((letter) => (window as unknown as { show(s: Shown): Promise<void> }).show(letter), shown);
  await page.waitForFunction(() => {
    const frame = document.querySelector('iframe');
    return !frame || frame.contentDocument?.querySelector('.b-letter');
  });
}

// What of the page there is to see from outside, and whether anything of the letter ran in it.
const state = () =>
  page.evaluate(() => ({
    url: location.href,
    title: document.title,
    history: history.length,
    harmed: 'harmed' in window,
    elements: document.body.children.length,
    frames: window.length,
  }));

// In the frame: what it holds, and where things in it are.
const inFrame = () =>
  page.evaluate(() => {
    const document = window.document.querySelector('iframe')!.contentDocument!;
    const all = [...document.body.querySelectorAll('*')];
    const positions = new Set(all.slice(0, 5000).map((one) => document.defaultView!.getComputedStyle(one).position));
    return {
      text: document.body.innerText,
      url: document.URL,
      title: document.title,
      names: [...new Set(all.map((one) => one.localName))],
      handlers: all.flatMap((one) => [...one.attributes].map((a) => a.name).filter((name) => name.startsWith('on'))),
      positions: [...positions],
      height: window.document.querySelector('iframe')!.clientHeight,
    };
  });

const never = ['script', 'style', 'link', 'meta', 'base', 'iframe', 'object', 'embed', 'form', 'input', 'svg', 'math', 'template', 'video'];

describe('a hostile letter does nothing', () => {
  it.each(letters)('%s', async (_, html) => {
    const before = await state();
    await show({ html });
    await page.waitForTimeout(60);
    const seen = await inFrame();
    expect(seen.text).toContain('Readable text.');
    expect(seen.names.filter((name) => never.includes(name))).toEqual([]);
    expect(seen.handlers).toEqual([]);
    expect(seen.positions).toEqual(['static']);
    expect(seen.height).toBeLessThanOrEqual(60_000);
    expect(seen.url).toBe('about:srcdoc');
    expect(await state()).toEqual({ ...before, frames: 1 });
    expect(fetched).toEqual([]);
    expect(dialogs).toEqual([]);
    // What the page's policy stops in the sanitiser's own parser is told (docs/design/0011), an empty style too (by its
    // digest); more must not be.
    const ofTheParser =
      /^(Executing inline event handler|Setting the document.s base URI to .*|Loading media from .*) violates|.sha256-47DEQpj8HBSa/;
    expect(complaints.filter((one) => !ofTheParser.test(one))).toEqual([]);
  });

  it('fetches its pictures, and nothing else, when they are asked for', async () => {
    for (const [name, html] of letters.slice(0, -4)) {
      await show({ html });
      const ask = page.getByRole('button', { name: 'Show pictures' });
      if (!(await ask.count())) continue;
      fetched = [];
      await ask.click();
      await page.waitForFunction(() => document.querySelector('iframe')?.contentDocument?.URL.endsWith('/message/pictures.html'));
      await page.waitForFunction(() => document.querySelector('iframe')?.contentDocument?.querySelector('.b-letter'));
      await page.waitForTimeout(60);
      expect(fetched.filter((one) => !one.startsWith('image https://')), name).toEqual([]);
      expect(fetched.filter((one) => /\/t\d|\/p\.png|\/[2345]\.png/.test(one)), name).toEqual([]);
      expect((await state()).harmed, name).toBe(false);
    }
    expect(dialogs).toEqual([]);
  }, 60_000);

  it('does nothing either where it is pressed', async () => {
    const before = await state();
    for (const name of ['javascript_links.html', 'clobbering.html', 'history_and_url.html', 'form.html', 'svg.html']) {
      await show({ html: readFileSync(join(folder, name), 'utf8') });
      await page.evaluate(() => {
        const document = window.document.querySelector('iframe')!.contentDocument!;
        for (const one of document.body.querySelectorAll<HTMLElement>('a:not([target]), span, div, p')) one.click();
      });
      await page.waitForTimeout(60);
      expect({ ...(await state()), frames: 0 }, name).toEqual({ ...before, frames: 0 });
    }
    expect(fetched).toEqual([]);
    expect(dialogs).toEqual([]);
  });
});

describe('links', () => {
  const frame = () => page.frameLocator('iframe');

  it('say where they go, and ask where the text says otherwise', async () => {
    await show({ html: '<a href="https://evil.example/pay">https://www.gov.uk/pay</a> <a href="https://www.gov.uk/">gov.uk</a>' });
    await frame().getByRole('link', { name: 'https://www.gov.uk/pay' }).hover();
    await page.getByText('https://evil.example/pay', { exact: true }).waitFor();
    await frame().getByRole('link', { name: 'https://www.gov.uk/pay' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toContain('says www.gov.uk');
    expect(await dialog.innerText()).toContain('evil.example');
    expect(fetched).toEqual([]);
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(fetched).toEqual([]);
  });

  it('open elsewhere, and the page they open cannot reach ours', async () => {
    await show({ html: '<a href="https://www.gov.uk/">gov.uk</a>' });
    const opened = page.context().waitForEvent('page');
    await frame().getByRole('link', { name: 'gov.uk' }).click();
    const other = await opened;
    await other.waitForURL('https://www.gov.uk/');
    expect(await other.evaluate(() => [window.opener === null, document.referrer])).toEqual([true, '']);
    await other.close();
    expect((await state()).url).toContain(served.origin);
  });

  it('to people open the composer', async () => {
    await show({ html: '<a href="mailto:clerk@court.example?subject=Listing">Write</a>' });
    await frame().getByRole('link', { name: 'Write' }).click();
    expect(await page.evaluate(() => (window as unknown as { mail: unknown }).mail)).toEqual({
      to: ['clerk@court.example'],
      cc: [],
      subject: 'Listing',
      body: '',
    });
  });

  it('are reached by the keyboard, whose keys the page hears', async () => {
    await show({ html: '<a href="https://www.gov.uk/">one</a>' });
    await page.evaluate(() => {
      const keys: string[] = [];
      Object.assign(window, { keys });
      window.addEventListener('keydown', (event) => keys.push(event.key));
    });
    await page.locator('body').press('Tab');
    await page.getByText('https://www.gov.uk/', { exact: true }).waitFor();
    await page.keyboard.press('j');
    expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toContain('j');
  });
});

describe('the frame', () => {
  it('is as high as what is in it, and no higher', async () => {
    await show({ html: `<p style="margin:0;height:500px">a</p>` });
    await page.waitForTimeout(100);
    expect((await inFrame()).height).toBeGreaterThanOrEqual(500);
    expect((await inFrame()).height).toBeLessThan(530);
    await show({ html: '<div style="height:150vh;min-height:100%">a</div><div style="height:200%">b</div>' });
    await page.waitForTimeout(300);
    expect((await inFrame()).height).toBeLessThan(100);
  });

  it('shows pictures that are parts of the message', async () => {
    const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await show({ html: '<p>x</p><img src="cid:logo@court" width=40 height=40>', pictures: { 'logo@court': dot } });
    await page.waitForFunction(() => document.querySelector('iframe')!.contentDocument!.querySelector('img')?.naturalWidth === 1);
    expect(complaints).toEqual([]);
  });

  it('folds what is quoted, and unfolds it when asked', async () => {
    await show({ html: '<p>Yes.</p><div class="gmail_quote">On Monday A wrote:<blockquote>Is it?</blockquote></div>' });
    expect((await inFrame()).text).not.toContain('Is it?');
    await page.frameLocator('iframe').getByRole('button', { name: 'Show quoted text' }).click();
    expect((await inFrame()).text).toContain('Is it?');
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await show({ html: `<table width="600"><tr><td>${'words '.repeat(50)}</td></tr></table>` });
    await page.waitForTimeout(100);
    const width = await page.evaluate(() => {
      const document = window.document.querySelector('iframe')!.contentDocument!;
      return [document.querySelector('.b-page')!.scrollWidth, document.querySelector('table')!.getBoundingClientRect().width];
    });
    expect(Math.max(...width)).toBeLessThanOrEqual(391);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});
