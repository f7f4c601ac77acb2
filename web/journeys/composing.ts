// What everybody does who writes a letter.
import type { Locator, Page } from 'playwright-core';

import { Program } from './seed';
import type { Person } from './service';

export const composer = (page: Page): Locator => page.locator('.composer');

/** Types the beginning of a name into a field of recipients, and takes the first that is offered. */
export async function address(page: Page, field: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).fill(name);
  await composer(page).locator('.offered [role=option]').first().click();
}

export async function write(page: Page, to: string, subject: string, text: string): Promise<void> {
  await page.getByRole('button', { name: 'New message' }).first().click();
  await composer(page).waitFor();
  await address(page, 'To', to);
  await page.getByLabel('Subject').fill(subject);
  await page.getByRole('textbox', { name: 'Text of the message' }).click();
  await page.keyboard.type(text);
}

export async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const anyway = page.getByRole('button', { name: 'Send anyway' });
  const sent = page.getByText(/Message sent/);
  await anyway.or(sent).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await sent.first().waitFor();
}

/** What this person sends goes at once: it cannot be taken back. */
export async function hurry(url: string, person: Person): Promise<void> {
  const program = await new Program(url, person).start();
  await program.call(['Preferences/set', { update: { singleton: { undoSendSeconds: 0 } } }]);
}
