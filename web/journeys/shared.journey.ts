import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hurry, send, write } from './composing';
import { Program } from './seed';
import { Service } from './service';

let service: Service;
const address = 'ushers@ashfordcrown.bailey.test';
const run = (...args: string[]): string => service.command(...args);

beforeAll(async () => {
  service = await Service.start();
  run('mailbox', 'add', address, 'Ushers');
  run('mailbox', 'grant', address, service.person('m.ellison').username, '--rights', 'read,write');
});
afterAll(() => service.stop());

describe('a shared mailbox', () => {
  it('stands below its own heading, also one that is given while one looks, and does what one may', async () => {
    const visit = await service.visit('wide');
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    const shared = page.getByRole('region', { name: 'Ushers' });
    await shared.waitFor();
    const writer = await new Program(service.url, service.person('m.ellison')).start();
    writer.account = (await writer.accountOf(address)) ?? '';
    await writer.put([{ subject: 'For the office' }, { subject: 'Another one' }]);
    await shared.getByRole('link', { name: /Inbox/ }).click();
    await page.getByText('For the office', { exact: true }).click();
    await page.getByRole('heading', { name: 'For the office' }).waitFor();
    await visit.picture('shared-wide');
    expect(await visit.violations()).toEqual([]);
    await page.keyboard.press('#');
    await page.getByText('1 moved to Deleted').waitFor();
    await shared.getByRole('link', { name: 'Deleted' }).click();
    await page.locator('[role=row] .subject', { hasText: 'For the office' }).waitFor();

    // Another is given the right to read while he looks at his own.
    const reader = await service.visit('wide');
    await reader.signIn(service.person('t.rees'));
    expect(await reader.page.getByRole('region', { name: 'Ushers' }).count()).toBe(0);
    run('mailbox', 'grant', address, service.person('t.rees').username, '--rights', 'read');
    // The next answer of the server tells of it; a running service knows within a second.
    await reader.page.waitForTimeout(1_500);
    await reader.page.getByRole('link', { name: 'Archive' }).first().click();
    await reader.page.getByRole('region', { name: 'Ushers' }).waitFor();
    await reader.page.getByRole('region', { name: 'Ushers' }).getByRole('link', { name: /Inbox/ }).click();
    await reader.page.getByText('Another one', { exact: true }).click();
    await reader.page.getByRole('heading', { name: 'Another one' }).waitFor();
    expect(await reader.page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    expect(await reader.end()).toEqual([]);
    expect(await visit.end()).toEqual([]);
  });

  it('sends in its own name, and its Sent has what went', async () => {
    run('mailbox', 'grant', address, service.person('m.ellison').username, '--rights', 'read,write,mail');
    await hurry(service.url, service.person('m.ellison'));
    const visit = await service.visit('wide');
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    await write(page, 'okafor', 'Listed for Thursday', 'At ten.');
    await page.getByRole('combobox', { name: 'From' }).selectOption({ label: `Ushers <${address}>` });
    await send(page);
    await page.getByRole('region', { name: 'Ushers' }).getByRole('link', { name: 'Sent' }).click();
    await page.locator('[role=row]', { hasText: 'Listed for Thursday' }).waitFor();
    expect(await visit.end()).toEqual([]);

    const reader = await service.visit('wide');
    await reader.signIn(service.person('d.okafor'));
    await reader.page.locator('[role=row]', { hasText: 'Listed for Thursday' }).click();
    await reader.page.locator('section.reading').getByText('Ushers', { exact: true }).first().waitFor();
    expect(await reader.end()).toEqual([]);
  });
});
