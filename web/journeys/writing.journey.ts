import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Service, type Size, type Visit } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.stop());

const composer = (page: Page) => page.locator('.composer');

async function write(page: Page, to: string, subject: string, text: string): Promise<void> {
  await page.keyboard.press('c');
  await composer(page).waitFor();
  await page.getByRole('combobox', { name: 'To', exact: true }).fill(to);
  await page.getByRole('option').first().click();
  await page.getByLabel('Subject').fill(subject);
  await page.getByRole('textbox', { name: 'Text of the message' }).click();
  await page.keyboard.type(text);
}

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const anyway = page.getByRole('button', { name: 'Send anyway' });
  const sent = page.getByText(/Message sent/);
  await anyway.or(sent).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await sent.first().waitFor();
}

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
    await reader.page.getByText('I attach the order.').first().waitFor();
    const saved = reader.page.waitForEvent('download');
    await reader.page.getByRole('button', { name: /save/i }).or(reader.page.getByRole('link', { name: /save/i })).first().click();
    expect(readFileSync(await (await saved).path())).toEqual(content);
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
  const visit = await enter('wide', 'm.ellison');
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

it('a draft survives the end of the page and of the server', async () => {
  const visit = await enter('wide', 'g.pryce');
  const { page } = visit;
  await write(page, 'okafor', 'Skeleton argument', 'The first ground is that');
  await composer(page).getByText(/^Saved/).waitFor();
  await page.keyboard.type(' the notice was late.');
  // Kept in the browser by now, and the server has not got it.
  await page.waitForTimeout(600);
  await service.kill();
  await visit.context.setOffline(false);
  await service.run();
  await page.goto(service.url);
  await visit.signIn(service.person('g.pryce'));
  await page.getByText('A message you were writing is still here.').waitFor().catch(() => undefined);
  await page.goto(`${service.url}/mail`);
  await page.getByRole('link', { name: /^Drafts/ }).first().click();
  await row(page, 'Skeleton argument').waitFor();
  visit.complaints.length = 0;
  await visit.end();
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
  await composer(page).getByText(/^Saved/).waitFor();
  await visit.context.setOffline(true);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const anyway = page.getByRole('button', { name: 'Send anyway' });
  const waiting = page.getByText('The message will be sent when it is back.');
  await anyway.or(waiting).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await waiting.waitFor();
  await visit.context.setOffline(false);
  await page.getByText('The message that was waiting has been sent').waitFor({ timeout: 40_000 });
  visit.complaints.length = 0;
  await visit.end();

  const other = await enter('wide', 'd.okafor');
  await row(other.page, 'From the train').waitFor();
  expect(await other.page.locator('.list').getByText('From the train').count()).toBe(1);
  expect(await other.end()).toEqual([]);
});
