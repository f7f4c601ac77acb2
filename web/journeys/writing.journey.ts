import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { composer, hurry, send, write } from './composing';
import { Service, type Size, type Visit } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
  for (const name of ['m.ellison', 'd.okafor']) await hurry(service.url, service.person(name));
});
afterAll(() => service.stop());

const saved = /Saved \d/;
const text = (page: Page) => page.frameLocator('.reading iframe');

const row = (page: Page, subject: string) => page.locator('.list').getByText(subject).first();

async function enter(size: Size, name: string): Promise<Visit> {
  const visit = await service.visit(size);
  await visit.signIn(service.person(name));
  return visit;
}

describe.each(['wide', 'phone'] as Size[])('writing, %s', (size) => {
  it('a letter with a file reaches its reader, file and all, and the writer sees that it did', async () => {
    const subject = `Order of Tuesday, ${size}`;
    const file = join(service.folder, 'order.pdf');
    const content = Buffer.from(`%PDF-1.4 ${'x'.repeat(200_000)}`);
    writeFileSync(file, content);
    const writer = await enter(size, 'm.ellison');
    await write(writer.page, 'okafor', subject, 'Dear Dele, I attach the order.');
    await writer.page.locator('.composer input[type=file]').first().setInputFiles(file);
    await composer(writer.page).getByText('200 kB').waitFor();
    await writer.picture(`compose-${size}`);
    expect(await writer.violations()).toEqual([]);
    await send(writer.page);

    const reader = await enter(size, 'd.okafor');
    await row(reader.page, subject).click({ timeout: 30_000 });
    await text(reader.page).getByText('I attach the order.').waitFor();
    const [file_] = await Promise.all([reader.page.waitForEvent('download'), reader.page.getByRole('link', { name: 'Save order.pdf' }).click()]);
    expect(readFileSync(await file_.path())).toEqual(content);
    expect(await reader.end()).toEqual([]);

    await writer.page.goto(`${service.url}/mail`);
    if (size === 'phone') await writer.page.getByRole('button', { name: 'Menu' }).click();
    await writer.page.getByRole('link', { name: /^Sent/ }).first().click();
    await row(writer.page, subject).click();
    await writer.page.getByText('Delivered').first().waitFor();
    expect(await writer.end()).toEqual([]);
  });

  it('an answer quotes, goes to the writer, and marks the letter as answered', async () => {
    const visit = await enter(size, 'd.okafor');
    const { page } = visit;
    await row(page, `Order of Tuesday, ${size}`).click();
    await page.getByRole('button', { name: 'Reply', exact: true }).last().click();
    await composer(page).getByText('Margaret Ellison').first().waitFor();
    await composer(page).locator('blockquote').getByText('I attach the order.').waitFor();
    await page.getByRole('textbox', { name: 'Text of the message' }).click({ position: { x: 40, y: 20 } });
    await page.keyboard.type('Thank you, seen.');
    expect(await page.getByLabel('Subject').inputValue()).toBe(`Re: Order of Tuesday, ${size}`);
    expect(await visit.violations()).toEqual([]);
    await send(page);
    expect(await visit.end()).toEqual([]);
  });
});

it('what was sent can be taken back for a moment, and then nobody gets it', async () => {
  const visit = await enter('wide', 't.rees');
  const { page } = visit;
  await write(page, 'okafor', 'Sent too soon', 'This is not ready.');
  await send(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back: nobody has received it').waitFor();
  await composer(page).getByText('This is not ready.').waitFor();
  expect(await visit.end()).toEqual([]);

  const other = await enter('wide', 'd.okafor');
  await row(other.page, 'Order of Tuesday, wide').waitFor();
  expect(await other.page.getByText('Sent too soon').count()).toBe(0);
  expect(await other.end()).toEqual([]);
});

/** What this browser keeps of the drafts. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('bailey');
        opening.onsuccess = () => {
          const rows = opening.result.transaction('drafts').objectStore('drafts').getAll();
          rows.onsuccess = () => resolve(JSON.stringify(rows.result));
        };
      }),
  );

it('a draft survives the end of the page and of the server', async () => {
  const visit = await enter('wide', 'g.pryce');
  const { page } = visit;
  await write(page, 'okafor', 'Skeleton argument', 'The first ground is that');
  await composer(page).getByText(saved).waitFor();
  await service.kill();
  await page.keyboard.type(' the notice was late.');
  await expect.poll(() => kept(page)).toContain('the notice was late.');
  await page.close();
  await service.run();

  const next = await visit.openAgain();
  await next.getByText('A message you were writing is still here.').waitFor();
  await composer(next).getByRole('button', { name: 'Skeleton argument' }).click();
  await composer(next).getByText('The first ground is that the notice was late.').waitFor();
  await composer(next).getByText(saved).waitFor();
  await next.keyboard.press('Escape');
  await next.getByRole('link', { name: /^Drafts/ }).first().click();
  await row(next, 'Skeleton argument').waitFor();
  expect(await next.locator('.list').getByText('Skeleton argument').count()).toBe(1);
  expect(await visit.end()).toEqual([]);
});

it('an outside address is refused by name before anything is sent', async () => {
  const visit = await enter('wide', 'd.okafor');
  const { page } = visit;
  await page.keyboard.press('c');
  const to = page.getByRole('combobox', { name: 'To', exact: true });
  await to.fill('someone@elsewhere.example');
  await to.press('Enter');
  await page.getByLabel('Subject').fill('Hello');
  await page.getByRole('textbox', { name: 'Text of the message' }).click();
  await page.keyboard.type('Hello.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const told = composer(page).getByRole('alert').filter({ hasText: 'someone@elsewhere.example' });
  await told.first().waitFor();
  await visit.picture('refused-wide');
  expect(await visit.violations()).toEqual([]);
  expect(await visit.end()).toEqual([]);
});

it('sent without a connection, a letter goes when it is back, once', async () => {
  const visit = await enter('wide', 'p.raman');
  const { page } = visit;
  await write(page, 'okafor', 'From the train', 'Sent in a tunnel.');
  await composer(page).getByText(saved).waitFor();
  await visit.context.setOffline(true);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const anyway = page.getByRole('button', { name: 'Send anyway' });
  const waiting = page.getByText('The message will be sent when it is back.');
  await anyway.or(waiting).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await waiting.waitFor();
  await visit.context.setOffline(false);
  await page.getByText('The message that was waiting has been sent').waitFor({ timeout: 40_000 });
  expect(await visit.end()).toEqual([]);

  const other = await enter('wide', 'd.okafor');
  await row(other.page, 'From the train').waitFor();
  expect(await other.page.locator('.list').getByText('From the train').count()).toBe(1);
  expect(await other.end()).toEqual([]);
});
