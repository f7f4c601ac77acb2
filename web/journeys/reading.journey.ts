import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Letter, Program } from './seed';
import { Service, type Size, type Visit } from './service';

let service: Service;
let program: Program;

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+/, '');

beforeAll(async () => {
  service = await Service.start();
  program = await new Program(service.url, service.person('m.ellison')).start();
});
afterAll(() => service.stop());

/** The subjects that are seen in the list, from its top. */
const subjects = (visit: Visit): Promise<string[]> =>
  visit.page
    .locator('[role=row]')
    .evaluateAll((rows) =>
      rows
        .map((row) => ({ at: row.getBoundingClientRect().top, text: row.querySelector('.subject')?.textContent?.trim() ?? '' }))
        .sort((a, b) => a.at - b.at)
        .map((row) => row.text),
    );

/** A fresh folder with these letters, opened by a person who reads on this size of screen. */
async function reader(size: Size, folder: string, letters: Letter[]): Promise<Visit> {
  await program.put(letters.map((letter) => ({ ...letter, mailbox: folder })));
  const visit = await service.visit(size);
  await visit.signIn(service.person('m.ellison'));
  await visit.page.goto(`${service.url}/mail/${program.account}/${await program.mailbox(folder)}`);
  await visit.page.locator('[role=row] .subject').first().waitFor();
  return visit;
}
const listing = (count: number): Letter[] =>
  Array.from({ length: count }, (_, n) => ({ subject: `Listing ${n + 1}`, receivedAt: minutesAgo(n + 1) }));

describe.each(['wide', 'phone'] as Size[])('reading, %s', (size) => {
  it('shows a conversation, the older message folded, with its people, marking and files', async () => {
    const visit = await reader(size, `Harding ${size}`, [
      {
        subject: 'R v Harding: skeleton argument',
        messageId: `<first-${size}@journey.test>`,
        receivedAt: minutesAgo(90),
        text: 'The first word on it.',
        keywords: ['$seen'],
      },
      {
        from: 'Priya Raman <p.raman@kestrelchambers.co.uk.bailey.test>',
        cc: 'Tomos Rees <t.rees@ashfordcrown.bailey.test>',
        subject: 'Re: R v Harding: skeleton argument',
        inReplyTo: `<first-${size}@journey.test>`,
        receivedAt: minutesAgo(5),
        text: 'The last word on it.',
        header: ['X-Protective-Marking: OFFICIAL-SENSITIVE'],
        attachments: [
          { name: 'Skeleton.pdf', type: 'application/pdf', text: '%PDF-1.4' },
          { name: 'Draft order.txt', type: 'text/plain', text: 'It is ordered that' },
        ],
      },
    ]);
    const { page } = visit;
    expect(await subjects(visit)).toEqual(['Re: R v Harding: skeleton argument']);
    await page.locator('[role=row]').first().click();
    await page.getByRole('heading', { name: 'R v Harding: skeleton argument' }).waitFor();
    await page.locator('section.reading').getByText('The last word on it.').waitFor();
    await page.locator('section.reading').getByText('OFFICIAL-SENSITIVE').waitFor();
    await page.getByRole('button', { name: /Dele Okafor/ }).waitFor();
    expect(await visit.violations()).toEqual([]);

    await page.getByRole('button', { name: /^to you, Tomos Rees/ }).click();
    await page.getByText('t.rees@ashfordcrown.bailey.test').waitFor();
    await page.getByRole('link', { name: /^Look at Draft order.txt/ }).click();
    await page.getByText('It is ordered that').waitFor();
    expect(await visit.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save all' }).click()]);
    expect(saved.suggestedFilename()).toMatch(/\.zip$/);
    await visit.picture(`message-${size}`);

    await page.getByRole('button', { name: 'More for this message' }).first().click();
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('menuitem', { name: 'Message source' }).click();
    await page.getByText('X-Protective-Marking: OFFICIAL-SENSITIVE').waitFor();
    expect(await visit.end()).toEqual([]);
  });

  it('takes in what comes and goes while one looks', async () => {
    const visit = await reader(size, `Live ${size}`, listing(3));
    const { page } = visit;
    await program.put([{ subject: 'It just came', mailbox: `Live ${size}` }]);
    await page.getByText('It just came', { exact: true }).waitFor();
    expect(await subjects(visit)).toEqual(['It just came', 'Listing 1', 'Listing 2', 'Listing 3']);
    const [ids] = await program.call(['Email/query', { filter: { subject: '"Listing 2"', inMailbox: await program.mailbox(`Live ${size}`) } }]);
    await program.call(['Email/set', { destroy: ids?.ids }]);
    await page.getByText('Listing 2', { exact: true }).waitFor({ state: 'detached' });
    expect(await subjects(visit)).toEqual(['It just came', 'Listing 1', 'Listing 3']);
    expect(await visit.end()).toEqual([]);
  });

  it('deletes what is chosen, and takes that back', async () => {
    const visit = await reader(size, `Choose ${size}`, listing(5));
    const { page } = visit;
    await page.getByRole('button', { name: 'Choose: Listing 2' }).click();
    await page.getByRole('button', { name: 'Choose: Listing 3' }).click();
    await page.getByText('2 chosen').waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`chosen-${size}`);
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).first().click();
    await page.getByText('2 moved to Deleted').waitFor();
    expect(await subjects(visit)).toEqual(['Listing 1', 'Listing 4', 'Listing 5']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Listing 2', { exact: true }).waitFor();
    expect(await subjects(visit)).toEqual(['Listing 1', 'Listing 2', 'Listing 3', 'Listing 4', 'Listing 5']);
    expect(await visit.end()).toEqual([]);
  });
});

describe('a long list', () => {
  it('is fetched where it is looked at, and what is looked at does not move when mail comes in', async () => {
    const visit = await reader('wide', 'Long', listing(400));
    const { page } = visit;
    await page.locator('#main').evaluate((view) => (view.scrollTop = 78 * 250 + 11));
    await page.getByText('Listing 253', { exact: true }).waitFor();
    const places = (): Promise<(string | number)[][]> =>
      page.locator('[role=row]').evaluateAll((rows) =>
        rows
          .map((row) => [row.querySelector('.subject')?.textContent?.trim() ?? '', Math.round(row.getBoundingClientRect().top)])
          .filter(([, top]) => Number(top) > 110 && Number(top) < 700)
          .sort((a, b) => Number(a[1]) - Number(b[1])),
      );
    const before = await places();
    expect(before[0]).toEqual(['Listing 252', expect.any(Number)]);
    await program.put([{ subject: 'On top', mailbox: 'Long' }]);
    await page.getByText('401 conversations').waitFor();
    await expect.poll(places).toEqual(before);
    await page.locator('#main').focus();
    await page.keyboard.press('End');
    await page.getByText('Listing 400', { exact: true }).waitFor();
    await page.keyboard.press('Home');
    await page.getByText('On top', { exact: true }).waitFor();
    expect(await visit.end()).toEqual([]);
  });
});

describe('with the keyboard alone', () => {
  it('one reads, flags, archives, moves, and sees what keys there are', async () => {
    const visit = await reader('wide', 'Keys', listing(4));
    const { page } = visit;
    await page.locator('#main').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Listing 1' }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Listing 2' }).waitFor();
    await page.keyboard.press('s');
    await page.locator('[role=row] .flag').waitFor();
    await page.keyboard.press('e');
    await page.getByText('1 archived').waitFor();
    await page.getByRole('heading', { name: 'Listing 3' }).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.type('archi');
    await page.keyboard.press('Enter');
    await page.getByText('1 moved to Archive').waitFor();
    expect(await subjects(visit)).toEqual(['Listing 1', 'Listing 4']);
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.picture('keys-wide');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Archive' }).waitFor();
    expect(await subjects(visit)).toEqual(['Listing 2', 'Listing 3']);
    expect(await visit.end()).toEqual([]);
  });
});

describe('without a connection', () => {
  it('what is done shows, waits, and is done when it is back', async () => {
    const visit = await reader('wide', 'Offline', listing(3));
    const { page, context } = visit;
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Choose: Listing 2' }).click();
    await page.keyboard.press('s');
    await page.getByText('You are offline.').waitFor();
    await page.getByText('1 change waits to be sent.').waitFor();
    await visit.picture('offline-wide');
    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    const inMailbox = await program.mailbox('Offline');
    await expect
      .poll(async () => (await program.call(['Email/query', { filter: { hasKeyword: '$flagged', inMailbox } }]))[0]?.ids)
      .toHaveLength(1);
    expect(await visit.end()).toEqual([]);
  });
});
