// What is attached to a letter is looked at in the page, under the server's policy; what is not what it says is told.
import { deflateSync } from 'node:zlib';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Letter, Program } from './seed';
import { Service, type Size, type Visit } from './service';

let service: Service;
let program: Program;
beforeAll(async () => {
  service = await Service.start();
  program = await new Program(service.url, service.person('m.ellison')).start();
  await program.put([bundle, outlook, transcript]);
});
afterAll(() => service.stop());

/** A document with a page for each text; with a script that would say something and a link that would leave. */
function pdf(texts: string[]): Uint8Array {
  const kids = texts.map((_, n) => `${4 + 2 * n} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\("harmed"\\))>>>>',
    `<</Type/Pages/Count ${texts.length}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...texts.flatMap((text, n) => {
      const content = `BT /F1 22 Tf 60 760 Td (${text}) Tj ET`;
      const link = '<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/URI/URI(https://evil.example/)>>>>';
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 2 * n} 0 R/Annots[${link}]>>`,
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
      ];
    }),
  ];
  let out = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const at = out.length;
    out += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  out += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF`;
  return Buffer.from(out, 'latin1');
}

/** A picture of one colour. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const octets = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    let sum = 0xffffffff;
    for (const octet of octets) {
      sum ^= octet;
      for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE((sum ^ 0xffffffff) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), octets, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, Buffer.from([18, 67, 109]))]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const calendar = [
  ...['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'SUMMARY:Case management conference'],
  ...['DTSTART;TZID=Europe/London:20260714T103000', 'DTEND;TZID=Europe/London:20260714T113000', 'LOCATION:Court 2'],
  ...['ORGANIZER;CN=Tomos Rees:mailto:t.rees@ashfordcrown.bailey.test', 'END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n');
const inner = [
  ...['From: Priya Raman <p.raman@kestrelchambers.co.uk.bailey.test>', 'Subject: Earlier correspondence', 'MIME-Version: 1.0'],
  ...['Content-Type: text/html; charset=utf-8', '', '<p>Please list it on the <b>first open date</b>.</p>', ''],
].join('\r\n');

const bundle: Letter = {
  subject: 'Bundle for Monday',
  text: 'Please find the bundle attached.',
  attachments: [
    { name: 'Order of the court.pdf', type: 'application/pdf', text: pdf(['The first page', 'The second page', 'The third page']) },
    { name: 'Plan of Court 2.png', type: 'image/png', text: png(600, 400) },
    { name: 'Earlier correspondence.eml', type: 'message/rfc822', text: inner },
    { name: 'invite.ics', type: 'text/calendar', text: calendar },
    { name: 'Invoice.pdf.exe', type: 'application/octet-stream', text: 'MZ' },
    { name: 'Statement.pdf', type: 'application/pdf', text: '<!DOCTYPE html><script>alert(1)</script>' },
    { name: 'winmail.dat', type: 'application/ms-tnef', text: 'x' },
  ],
};
const html =
  '<style>p.MsoNormal{margin:0cm;font-family:Calibri}</style><p class=MsoNormal>Listed for <b>Monday</b>, see ' +
  '<a href="https://evil.example/">www.gov.uk/courts</a>.</p><img src="cid:crest" width=60 height=60 alt="Crest">' +
  '<img src="https://pictures.example/banner.png" alt="Banner"><script>alert("harmed")</script>';
const outlook: Letter = {
  subject: 'Hearing listed',
  mime: [
    ...['Content-Type: multipart/alternative; boundary="alt"', '', '--alt', 'Content-Type: text/plain', '', 'Listed, in plain words.'],
    ...['--alt', 'Content-Type: multipart/related; boundary="rel"', '', '--rel', 'Content-Type: text/html; charset=utf-8', '', html],
    ...['--rel', 'Content-Type: image/png', 'Content-ID: <crest>', 'Content-Disposition: inline', 'Content-Transfer-Encoding: base64'],
    ...['', png(60, 60).toString('base64').replace(/.{76}/g, '$&\r\n'), '--rel--', '--alt--', ''],
  ].join('\r\n'),
};
const transcript: Letter = {
  subject: 'Transcript',
  mime: [
    ...['Content-Type: text/plain; charset=utf-8; format=flowed', '', 'The transcript is ready and you ', 'will find it there.'],
    ...['-- ', 'T Rees', '', 'On Monday, A Judge wrote:', '> Is it there? I should like ', '> to have it.', ''],
  ].join('\r\n'),
};

async function reader(size: Size, subject: string): Promise<Visit> {
  const visit = await service.visit(size);
  await visit.signIn(service.person('m.ellison'));
  await visit.page.locator('[role=row]', { hasText: subject }).first().click();
  await visit.page.getByRole('heading', { name: subject }).waitFor();
  return visit;
}

/** Whether something is drawn on the canvas of this page of the PDF. */
const isDrawn = (page: Page, number: number): Promise<unknown> =>
  page.waitForFunction((n) => {
    const canvas = document.querySelectorAll('dialog canvas')[n - 1] as HTMLCanvasElement | undefined;
    if (!canvas?.width) return false;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 0 && value < 64 && data[i + 3] === 255);
  }, number);

describe.each(['wide', 'phone'] as Size[])('what is attached, %s', (size) => {
  it('says what it is, and what one should know of it', async () => {
    const visit = await reader(size, 'Bundle for Monday');
    const { page } = visit;
    const files = page.getByRole('region', { name: 'Attachments' });
    await files.getByText('named like a document').waitFor();
    await files.getByText('not what its name says').waitFor();
    await files.getByText('only Outlook can open').waitFor();
    expect(await files.getByRole('link', { name: /^Look at/ }).count()).toBe(4);
    const event = page.getByRole('region', { name: 'Invitation' });
    await event.getByText('14 July 2026, 10:30 – 11:30').waitFor();
    expect(await visit.violations()).toEqual([]);
    await files.scrollIntoViewIfNeeded();
    await visit.picture(`attachments-${size}`);
    expect(await visit.end()).toEqual([]);
  });

  it('opens: a PDF with its pages and words, a picture, a message', async () => {
    const visit = await reader(size, 'Bundle for Monday');
    const { page } = visit;
    const elsewhere: string[] = [];
    page.on('request', (request) => !/^(https:\/\/127|blob:)/.test(request.url()) && elsewhere.push(request.url()));
    page.on('dialog', (dialog) => (elsewhere.push(dialog.message()), void dialog.dismiss()));

    await page.getByRole('link', { name: /^Look at Order of the court/ }).click();
    await isDrawn(page, 1);
    await page.locator('dialog').getByText('The first page', { exact: true }).waitFor({ state: 'attached' });
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`pdf-${size}`);
    await page.keyboard.press('n');
    await isDrawn(page, 2);
    expect(await page.getByRole('spinbutton', { name: 'Page' }).inputValue()).toBe('2');
    await page.getByRole('button', { name: 'Larger' }).click();
    await isDrawn(page, 2);
    await page.getByRole('spinbutton', { name: 'Page' }).fill('3');
    await page.keyboard.press('Enter');
    await isDrawn(page, 3);

    await page.getByRole('button', { name: 'Next file' }).click();
    await page.getByRole('dialog', { name: 'Plan of Court 2.png' }).waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('dialog img')?.naturalWidth === 600);
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Next file' }).click();
    await page.getByRole('heading', { name: 'Earlier correspondence', exact: true }).waitFor();
    await page.frameLocator('dialog iframe').getByText('first open date').waitFor();
    expect(await visit.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(elsewhere).toEqual([]);
    expect(await visit.end()).toEqual([]);
  });
});

describe.each(['wide', 'phone'] as Size[])('a letter in HTML, %s', (size) => {
  it('shows its own pictures, holds others back until asked, and says where links go', async () => {
    const visit = await reader(size, 'Hearing listed');
    const { page } = visit;
    const asked: string[] = [];
    await visit.context.route('https://*.example/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: png(300, 80) });
    });
    const letter = page.frameLocator('.reading iframe');
    await letter.getByText('Listed for').waitFor();
    await page.waitForFunction(() => document.querySelector('iframe')!.contentDocument!.querySelector('img')?.naturalWidth === 60);
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`letter-${size}`);
    await letter.getByRole('link', { name: 'www.gov.uk/courts' }).click();
    await page.getByRole('dialog').getByText('evil.example').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`link-${size}`);
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(asked).toEqual([]);

    await page.getByRole('button', { name: 'Show pictures' }).click();
    await letter.getByRole('img', { name: 'Banner' }).waitFor();
    await page.waitForFunction(() =>
      [...document.querySelector('iframe')!.contentDocument!.images].some((image) => image.naturalWidth === 300),
    );
    expect(asked).toEqual(['https://pictures.example/banner.png']);
    expect(await visit.end()).toEqual([]);
  });

  it('is shown as plain text, and printed, from its menu', async () => {
    const visit = await reader(size, 'Hearing listed');
    const { page } = visit;
    const menu = async (item: string): Promise<void> => {
      await page.getByRole('button', { name: 'More for this message' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await menu('Show as plain text');
    await page.locator('.reading').getByText('Listed, in plain words.').waitFor();
    await menu('Show as it was sent');
    await page.frameLocator('.reading iframe').getByText('Listed for').waitFor();
    // The browser's own dialog is not there to be seen: what it would print is.
    await menu('Print');
    await page.waitForFunction(() => {
      const paper = document.querySelector<HTMLIFrameElement>('iframe.printer')?.contentDocument;
      return paper?.title === 'Hearing listed' && paper.body.innerText.includes('Listed for Monday') && paper.images[0]?.naturalWidth === 60;
    });
    expect(await visit.end()).toEqual([]);
  });
});

it('pictures of a sender who is trusted load from then on', async () => {
  const banner = ['Content-Type: text/html', '', '<p>News</p><img src="https://pictures.example/news.png" alt="News">', ''];
  const from = 'Sam Hollis <s.hollis@eastmarch.police.bailey.test>';
  await program.put([{ subject: 'Bulletin', from, mime: banner.join('\r\n') }]);
  const visit = await reader('wide', 'Bulletin');
  const { page } = visit;
  let asked = 0;
  await visit.context.route('https://*.example/**', (route) => {
    asked += 1;
    return route.fulfill({ contentType: 'image/png', body: png(300, 80) });
  });
  const isShown = (): Promise<unknown> =>
    page.waitForFunction(() =>
      [...(document.querySelector('iframe')?.contentDocument?.images ?? [])].some((image) => image.naturalWidth === 300),
    );
  await page.getByRole('button', { name: 'Always from this sender' }).click();
  await isShown();
  await page.reload();
  await isShown();
  expect(await page.getByRole('button', { name: 'Show pictures' }).count()).toBe(0);
  expect(asked).toBeGreaterThanOrEqual(1);
  expect(await visit.end()).toEqual([]);
});

it('a letter in plain text is joined, and what it quotes is folded', async () => {
  const visit = await reader('wide', 'Transcript');
  const { page } = visit;
  const text = page.locator('.reading');
  await text.getByText('The transcript is ready and you will find it there.').waitFor();
  expect(await text.getByText('Is it there?').count()).toBe(0);
  await page.getByRole('button', { name: 'Show quoted text' }).click();
  await text.getByText('Is it there? I should like to have it.').waitFor();
  expect(await visit.violations()).toEqual([]);
  expect(await visit.end()).toEqual([]);
});
