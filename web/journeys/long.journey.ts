// A folder longer than anybody scrolls through: what is seen is fetched, and no more.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Program } from './seed';
import { Service } from './service';

const total = 2_000;
let service: Service;
let program: Program;
beforeAll(async () => {
  service = await Service.start();
  program = await new Program(service.url, service.person('m.ellison')).start();
  await program.fill('Long', total);
});
afterAll(() => service.stop());

it('is at its end at once, shows little at a time, and finds one letter in it', async () => {
  const visit = await service.visit('wide');
  const { page } = visit;
  await visit.signIn(service.person('m.ellison'));
  await page.goto(`${service.url}/mail/${program.account}/${await program.mailbox('Long')}`);
  await page.getByText('Listing 1', { exact: true }).waitFor();
  const box = page.locator('.list [role=grid], .list [role=listbox], .list [role=table]').first();
  await box.press('End');
  await page.getByText(`Listing ${total}`, { exact: true }).waitFor();
  expect(await page.locator('[role=row]').count()).toBeLessThan(100);
  expect(await visit.violations()).toEqual([]);
  await box.press('Home');
  await page.getByText('Listing 1', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Search mail' }).fill(`"listing 1234"`);
  await page.keyboard.press('Enter');
  await page.locator('[role=row] .subject', { hasText: 'Listing 1234' }).waitFor();
  expect(await visit.end()).toEqual([]);
});
