import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Program } from './seed';
import { Service, type Size } from './service';

let service: Service;

beforeAll(async () => {
  service = await Service.start();
  const program = await new Program(service.url, service.person('m.ellison')).start();
  await program.put([
    { subject: 'Interpreter for Thursday', text: 'The interpreter speaks Somali.', keywords: ['$seen'] },
    { subject: 'Bail application', text: 'Nothing of the kind.', mailbox: 'Cases', from: 'Priya Raman <p.raman@kestrelchambers.co.uk.bailey.test>' },
    { subject: 'Somali community letter', text: 'Enclosed.', mailbox: 'Cases', attachments: [{ name: 'letter.pdf', type: 'application/pdf', text: '%PDF' }] },
    { subject: 'Somali, thrown away', mailbox: 'trash' },
  ]);
});
afterAll(() => service.stop());

describe.each(['wide', 'phone'] as Size[])('searching, %s', (size) => {
  it('finds words everywhere but in Deleted, shows where, and narrows it', async () => {
    const visit = await service.visit(size);
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    const box = page.getByRole('combobox', { name: 'Search mail' });
    await box.click();
    await page.getByRole('option', { name: 'Unread' }).waitFor();
    expect(await visit.violations()).toEqual([]);
    await box.fill('somali');
    await page.getByRole('option', { name: 'Search all folders for somali' }).waitFor();
    await page.getByRole('option', { name: 'Only: Unread' }).waitFor();
    await visit.picture(`suggestions-${size}`);
    await page.keyboard.press('Enter');
    await page.getByText('2 messages').waitFor();
    await page.locator('mark', { hasText: 'Somali' }).first().waitFor();
    await visit.picture(`search-${size}`);
    expect(await visit.violations()).toEqual([]);

    await box.fill('somali has:attachment');
    await page.keyboard.press('Enter');
    await page.getByText('1 message', { exact: true }).waitFor();
    expect(await page.locator('[role=row] .subject').allTextContents()).toEqual([expect.stringContaining('Somali community letter')]);
    await page.getByRole('button', { name: 'Remove With attachments' }).click();
    await page.getByText('2 messages').waitFor();

    await page.getByRole('button', { name: 'Search by fields' }).click();
    await page.getByRole('dialog').getByLabel('From', { exact: true }).fill('raman');
    await page.getByRole('dialog').getByLabel('Words').fill('');
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`fields-${size}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Search', exact: true }).click();
    await page.locator('[role=row] .subject', { hasText: 'Bail application' }).waitFor();
    await page.goBack();
    await page.getByText('2 messages').waitFor();
    expect(await visit.end()).toEqual([]);
  });
});
