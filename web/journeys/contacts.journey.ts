// Contacts come from a file, are found, grouped, deleted and brought back; the directory is searched beside them.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Service, type Visit } from './service';

const cards = ['Siân Rhys', 'Dafydd Parry', 'Nia Bevan'].map((name, n) => `BEGIN:VCARD\nVERSION:4.0\nFN:${name}\nEMAIL:p${n}@c.example\nEND:VCARD\n`).join('');

let service: Service;
let visit: Visit;
beforeAll(async () => {
  service = await Service.start();
  visit = await service.visit('wide');
  await visit.signIn(service.person('m.ellison'));
});
afterAll(async () => {
  const complaints = await visit.end();
  await service.stop();
  expect(complaints).toEqual([]);
});

const names = (): Promise<string[]> => visit.page.locator('.contacts [role=row] .name').allInnerTexts();

it('a file is seen before it is imported, and its people are in the order of their surnames', async () => {
  const { page } = visit;
  await page.click('a[href="/addressbook"]');
  await page.click('.new button[aria-haspopup=menu]');
  await page.getByRole('menuitem', { name: 'Import from a file' }).click();
  await page.setInputFiles('dialog input[type=file]', { name: 'people.vcf', mimeType: 'text/vcard', buffer: Buffer.from(cards) });
  await page.getByRole('button', { name: 'Import 3 contacts' }).click();
  await page.waitForSelector('.contacts [role=row]');
  await expect.poll(names).toEqual(['Nia Bevan', 'Dafydd Parry', 'Siân Rhys']);
  expect(await visit.violations()).toEqual([]);
  await visit.picture('contacts-wide');
});

it('who is deleted comes back; who is searched for is found by the keyboard', async () => {
  const { page } = visit;
  await page.fill('input[aria-label="Search contacts"]', 'sian');
  await expect.poll(names).toEqual(['Siân Rhys']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('article h2');
  await page.locator('article .actions button[aria-haspopup=menu]').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect.poll(names).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(names).toEqual(['Siân Rhys']);
});

it('the directory finds who is in the community', async () => {
  const { page } = visit;
  await page.click('a[href="/directory"]');
  await page.fill('input[aria-label="Search the directory"]', 'raman');
  await expect.poll(() => page.locator('.directory [role=row] .name').allInnerTexts()).toEqual(['Priya Raman']);
  await page.locator('.directory [role=row]').first().click();
  await page.waitForSelector('article h2');
  expect(await visit.violations()).toEqual([]);
  await visit.picture('directory-wide');
});
