import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Program } from './seed';
import { Service, type Size, type Visit } from './service';

let service: Service;
let program: Program;

beforeAll(async () => {
  service = await Service.start();
  program = await new Program(service.url, service.person('m.ellison')).start();
});
afterAll(() => service.stop());

async function visitor(size: Size): Promise<Visit> {
  const visit = await service.visit(size);
  await visit.signIn(service.person('m.ellison'));
  return visit;
}

describe('folders', () => {
  it('are made, renamed, moved and deleted, and their messages are not lost', async () => {
    const visit = await visitor('wide');
    const { page } = visit;
    const folders = page.getByRole('navigation', { name: 'Folders' });
    await folders.getByRole('button', { name: 'New folder' }).click();
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('textbox', { name: 'Name' }).fill('Inbox');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('There is a folder of that name already').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Cases');
    await page.getByRole('button', { name: 'Save' }).click();
    await folders.getByRole('link', { name: 'Cases' }).click();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();

    await page.getByRole('button', { name: 'Folder Cases' }).click();
    await page.getByRole('menuitem', { name: 'New folder' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('R v Harding');
    await page.getByLabel('Below Cases').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await folders.getByRole('link', { name: 'R v Harding' }).click();
    await page.getByRole('heading', { name: 'R v Harding' }).waitFor();
    await page.getByRole('button', { name: 'Folder R v Harding' }).click();
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('menuitem', { name: 'Rename the folder' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('R v Hardy');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'R v Hardy' }).waitFor();

    await program.put([{ subject: 'Kept', mailbox: 'R v Hardy' }]);
    await page.getByText('Kept', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Folder R v Hardy' }).click();
    await page.getByRole('menuitem', { name: 'Delete the folder' }).click();
    await page.getByText('Its 1 message goes to Deleted.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the folder' }).click();
    await page.getByText('R v Hardy was deleted').waitFor();
    await page.getByLabel('Your folders').getByRole('link', { name: 'Deleted' }).click();
    await page.getByText('Kept', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Folder Deleted' }).click();
    await page.getByRole('menuitem', { name: 'Empty this folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Empty this folder' }).click();
    await page.getByText('Nothing here').waitFor();

    await page.getByRole('button', { name: 'Folder Deleted' }).click();
    await page.getByRole('menuitem', { name: 'Recover deleted messages' }).click();
    await page.getByRole('dialog').getByText('Kept', { exact: true }).waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.picture('recover-wide');
    await page.getByRole('dialog').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Put back' }).click();
    await page.getByText('1 message is back').waitFor();
    await page.getByText('There is nothing to recover').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Kept', { exact: true }).waitFor();
    expect(await visit.end()).toEqual([]);
  });

  it('take messages that are dragged to them', async () => {
    await program.put([{ subject: 'To be filed' }, { subject: 'To stay', mailbox: 'inbox' }]);
    await program.mailbox('Filed');
    const visit = await visitor('wide');
    const { page } = visit;
    await page.locator('[role=row]', { hasText: 'To be filed' }).first().dragTo(page.getByRole('link', { name: 'Filed' }));
    await page.getByText('1 moved to Filed').waitFor();
    await page.getByRole('link', { name: 'Filed' }).click();
    await page.locator('[role=row] .subject', { hasText: 'To be filed' }).waitFor();
    expect(await visit.end()).toEqual([]);
  });

  it('are a drawer on a phone, and the way back leads where one was', async () => {
    await program.put([{ subject: 'On the phone', mailbox: 'Filed' }]);
    const visit = await visitor('phone');
    const { page } = visit;
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Filed' }).waitFor();
    await page.waitForTimeout(300);
    await visit.picture('drawer-phone');
    expect(await visit.violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Filed' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Filed' }).click();
    await page.locator('[role=row]', { hasText: 'On the phone' }).click();
    await page.getByRole('heading', { name: 'On the phone' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'On the phone' }).waitFor();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('heading', { name: 'Filed' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(await visit.end()).toEqual([]);
  });
});
