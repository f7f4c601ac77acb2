// A group of one's own: made of contacts, and written to by its name; and who is in the directory, at both widths.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { composer, hurry, send } from './composing';
import { Service, type Size } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
  await hurry(service.url, service.person('m.ellison'));
});
afterAll(() => service.stop());

describe('a group of one’s own', () => {
  it('is made of contacts and written to by its name', async () => {
    const visit = await service.visit('wide');
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByText('No contacts yet').waitFor();
    expect(await visit.violations()).toEqual([]);

    for (const [given, surname, person] of [['Dele', 'Okafor', 'd.okafor'], ['Priya', 'Raman', 'p.raman']] as const) {
      await page.getByRole('button', { name: 'New contact' }).first().click();
      await page.getByLabel('First name').fill(given);
      await page.getByLabel('Surname').fill(surname);
      if (!(await page.getByLabel('E-mail address 1', { exact: true }).isVisible())) await page.getByRole('button', { name: 'Add an e-mail address' }).click();
      await page.getByLabel('E-mail address 1', { exact: true }).fill(service.person(person).address);
      expect(await visit.violations()).toEqual([]);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('heading', { name: `${given} ${surname}` }).waitFor();
    }
    await page.getByRole('button', { name: 'Choose Dele Okafor' }).click();
    await page.getByRole('button', { name: 'Choose Priya Raman' }).click();
    await page.getByText('2 chosen').waitFor();
    await page.getByRole('button', { name: 'Groups' }).click();
    await page.getByRole('menuitem', { name: 'New group of those chosen' }).click();
    await page.getByRole('dialog').getByLabel('Name of the group').fill('Harding team');
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('navigation', { name: 'What is shown' }).getByRole('button', { name: 'Harding team', exact: true }).click();
    await page.getByText('2 contacts').waitFor();
    await visit.picture('contacts-wide');
    expect(await visit.violations()).toEqual([]);

    await page.getByRole('link', { name: 'Mail', exact: true }).click();
    await page.getByRole('button', { name: 'New message' }).first().click();
    await page.getByRole('combobox', { name: 'To', exact: true }).fill('Harding');
    await composer(page).locator('.offered [role=option]', { hasText: '2 people' }).click();
    await composer(page).getByRole('button', { name: 'Remove Dele Okafor' }).waitFor();
    await composer(page).getByRole('button', { name: 'Remove Priya Raman' }).waitFor();
    await page.getByLabel('Subject').fill('To the team');
    await send(page);
    expect(await visit.end()).toEqual([]);

    const reader = await service.visit('wide');
    await reader.signIn(service.person('p.raman'));
    await reader.page.locator('[role=row]', { hasText: 'To the team' }).waitFor();
    expect(await reader.end()).toEqual([]);
  });
});

describe.each([['wide', 'en'], ['phone', 'en'], ['phone', 'cy']] as [Size, 'en' | 'cy'][])('the directory, %s, %s', (size, language) => {
  it('finds people and tells who they are', async () => {
    const visit = await service.visit(size, language);
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    await page.goto(`${service.url}/directory`);
    await page.getByRole('searchbox').first().fill('okafor');
    // The list of everybody is gone, and what was found is there.
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 1);
    await page.locator('[role=row]', { hasText: 'Dele Okafor' }).click();
    await page.getByRole('link', { name: 'Kestrel Chambers' }).waitFor();
    await visit.picture(`directory-${size}-${language}`);
    expect(await visit.violations()).toEqual([]);
    await page.goto(`${service.url}/addressbook`);
    await page.locator('[role=row]').first().waitFor();
    await visit.picture(`contacts-${size}-${language}`);
    expect(await visit.violations()).toEqual([]);
    expect(await visit.end()).toEqual([]);
  });
});
