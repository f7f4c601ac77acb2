import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hurry, send, write } from './composing';
import { Program } from './seed';
import { Service, type Size } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
  await hurry(service.url, service.person('m.ellison'));
});
afterAll(() => service.stop());

const sections = ['general', 'signatures', 'away', 'filters', 'words', 'security', 'programs', 'about'];

describe.each([
  ['wide', 'en'],
  ['phone', 'en'],
  ['wide', 'cy'],
] as [Size, 'en' | 'cy'][])('the settings, %s, %s', (size, language) => {
  it('are there for everybody', async () => {
    const visit = await service.visit(size, language);
    await visit.signIn(service.person('d.okafor'));
    for (const section of sections) {
      await visit.page.goto(`${service.url}/settings/${section}`);
      await visit.page.locator('main h2').first().waitFor();
      await visit.page.locator('main .spinner').waitFor({ state: 'detached' });
      await visit.picture(`settings-${section}-${size}-${language}`);
      expect([section, await visit.violations()]).toEqual([section, []]);
    }
    expect(await visit.end()).toEqual([]);
  });
});

it('a filter made by the form files the next letter', async () => {
  const visit = await service.visit('wide');
  const { page } = visit;
  await visit.signIn(service.person('d.okafor'));
  await page.goto(`${service.url}/settings/filters`);
  await page.getByRole('button', { name: 'New filter' }).click();
  await page.getByLabel('Name').fill('Warned list');
  await page.getByLabel('Condition 1: what').selectOption('subject');
  await page.getByLabel('Condition 1: value').fill('warned list');
  await page.getByLabel('Folder', { exact: true }).selectOption({ label: 'Archive' });
  expect(await visit.violations()).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('If the subject contains “warned list”: move to Archive.').waitFor();
  await page.reload();
  await page.getByText('If the subject contains “warned list”: move to Archive.').waitFor();

  const sender = await service.visit('wide');
  await sender.signIn(service.person('m.ellison'));
  await write(sender.page, 'okafor', 'Warned list for March', 'As it stands.');
  await send(sender.page);
  expect(await sender.end()).toEqual([]);

  await page.goto(`${service.url}/mail`);
  await page.getByRole('link', { name: /^Archive/ }).first().click();
  await page.locator('.list').getByText('Warned list for March').first().waitFor({ timeout: 40_000 });
  expect(await visit.end()).toEqual([]);
});

it('who is away answers, once', async () => {
  const visit = await service.visit('wide');
  const { page } = visit;
  await visit.signIn(service.person('p.raman'));
  await page.goto(`${service.url}/settings/away`);
  await page.getByLabel('Answer while I am away').check();
  await page.getByLabel('Subject').fill('Away until Monday');
  await page.getByLabel('Message', { exact: true }).fill('I am in court all week. Please ring chambers.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('On until you turn it off.').waitFor();
  expect(await visit.violations()).toEqual([]);
  expect(await visit.end()).toEqual([]);

  const tomos = service.person('t.rees');
  const program = await new Program(service.url, tomos).start();
  await program.submit(service.person('p.raman').address, 'A question', 'Are you free?');
  await program.submit(service.person('p.raman').address, 'Another question', 'And on Friday?');
  const other = await service.visit('wide');
  await other.signIn(tomos);
  await other.page.locator('.list').getByText('Away until Monday').first().waitFor({ timeout: 40_000 });
  expect(await other.page.locator('.list').getByText('Away until Monday').count()).toBe(1);
  expect(await other.end()).toEqual([]);
});
