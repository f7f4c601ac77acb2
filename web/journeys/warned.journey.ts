// What a writer is told before a letter goes: who may not have it, and what may be a mistake.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { address, composer, hurry, send, write } from './composing';
import { Program } from './seed';
import { Service, type Visit } from './service';

let service: Service;

beforeAll(async () => {
  service = await Service.start();
  for (const name of ['m.ellison', 'p.raman']) await hurry(service.url, service.person(name));
  service.command('user', 'ceiling', service.person('i.carvalho').username, 'OFFICIAL');
});
afterAll(() => service.stop());

async function enter(name: string, language: 'en' | 'cy' = 'en'): Promise<Visit> {
  const visit = await service.visit('wide', language);
  await visit.signIn(service.person(name));
  return visit;
}
const pressSend = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();
const question = (page: Page) => page.getByRole('dialog', { name: 'Before you send' });

describe('a protective marking', () => {
  it('keeps a letter from those who may not have it, names them, and is shown to those who may', async () => {
    const visit = await enter('m.ellison');
    const { page } = visit;
    await write(page, 'carvalho', 'Witness list', 'For your eyes.');
    await address(page, 'To', 'okafor');
    await page.getByLabel('Protective marking').selectOption('OFFICIAL-SENSITIVE');
    await pressSend(page);
    await composer(page).getByText('This message cannot be sent to:').waitFor();
    await composer(page).getByRole('alert').getByText(/i\.carvalho@\S+ may not receive mail with this marking/).first().waitFor();
    await visit.picture('marking-refused-wide');
    expect(await visit.violations()).toEqual([]);
    await composer(page).getByRole('button', { name: /^Remove .*Carvalho/ }).click();
    await send(page);
    expect(await visit.end()).toEqual([]);

    const reader = await enter('d.okafor');
    await reader.page.locator('[role=row]', { hasText: 'Witness list' }).click();
    await reader.page.locator('section.reading').getByText('OFFICIAL-SENSITIVE').waitFor();
    expect(await reader.end()).toEqual([]);
  });
});

describe('before a letter goes, its writer is asked', () => {
  it('when no subject and no file is there, and when somebody was never written to; once', async () => {
    const visit = await enter('p.raman');
    const { page } = visit;
    await write(page, 'ellison', '', 'I attach the skeleton.');
    await pressSend(page);
    const asked = question(page);
    await asked.getByText('There is no subject.').waitFor();
    await asked.getByText('You wrote of an attachment, but nothing is attached.').waitFor();
    await asked.getByText('You have not written to this person before:').waitFor();
    await asked.getByText('Margaret Ellison').waitFor();
    await visit.picture('asked-wide');
    expect(await visit.violations()).toEqual([]);
    await asked.getByRole('button', { name: 'Go back' }).click();
    await page.getByLabel('Subject').fill('Skeleton');
    await pressSend(page);
    await asked.getByText('You wrote of an attachment').waitFor();
    expect(await asked.getByText('There is no subject.').count()).toBe(0);
    await asked.getByRole('button', { name: 'Send anyway' }).click();
    await page.getByText(/Message sent/).first().waitFor();

    // No longer a stranger.
    await page.reload();
    await write(page, 'ellison', 'And another', 'Good morning.');
    await pressSend(page);
    await page.getByText(/Message sent/).first().waitFor();
    expect(await visit.end()).toEqual([]);
  });

  it('when somebody is away', async () => {
    const program = await new Program(service.url, service.person('t.rees')).start();
    await program.call(['VacationResponse/set', { update: { singleton: { isEnabled: true, textBody: 'I am away.' } } }]);
    const visit = await enter('m.ellison');
    const { page } = visit;
    await write(page, 'rees', 'Listing', 'Can you list it?');
    await pressSend(page);
    await question(page).getByText('This person is away and may not read it soon:').waitFor();
    await question(page).getByRole('button', { name: 'Send anyway' }).click();
    await page.getByText(/Message sent/).first().waitFor();
    expect(await visit.end()).toEqual([]);
  });
});

it('in Welsh, all of it is Welsh', async () => {
  const visit = await enter('g.pryce', 'cy');
  const { page } = visit;
  await page.getByRole('button', { name: 'Neges newydd' }).first().click();
  await page.getByRole('combobox', { name: 'At', exact: true }).fill('rhywun@rhywle.example');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Anfon', exact: true }).click();
  await composer(page).getByText('Ni ellir anfon y neges hon at:').waitFor();
  await composer(page).getByText('Mae rhywun@rhywle.example y tu allan i’r gymuned.').first().waitFor();
  await visit.picture('refused-wide-cy');
  expect(await visit.violations()).toEqual([]);
  expect(await visit.end()).toEqual([]);
});

it('with the keyboard alone a letter is written and sent', async () => {
  const visit = await enter('m.ellison');
  const { page } = visit;
  await page.locator('#main').focus();
  await page.keyboard.press('c');
  await composer(page).waitFor();
  const isFocused = (name: string) => expect(page.getByRole('combobox', { name, exact: true }).evaluate((one) => one === document.activeElement));
  await isFocused('To').resolves.toBe(true);
  await page.keyboard.type('okafor');
  await composer(page).locator('.offered [role=option][aria-selected=true]', { hasText: 'Dele Okafor' }).waitFor();
  await page.keyboard.press('Enter');
  // Past the directory, and past Cc and Bcc.
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Tab');
  expect(await page.getByLabel('Subject').evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type('By hand');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Without a mouse.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/Message sent/).first().waitFor();
  expect(await visit.end()).toEqual([]);
});
