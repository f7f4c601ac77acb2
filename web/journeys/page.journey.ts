// What is around the mail: notices, what is chosen about the page, a session that ends while one is at work.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Program } from './seed';
import { Service, type Size } from './service';

let service: Service;
let program: Program;

beforeAll(async () => {
  service = await Service.start();
  program = await new Program(service.url, service.person('m.ellison')).start();
  await program.put([{ subject: 'Listing', keywords: ['$seen'] }]);
});
afterAll(() => service.stop());

describe('the page', () => {
  it.each(['wide', 'phone'] as Size[])('shows a notice until it is put away, %s', async (size) => {
    const options = ['--level', 'warning', '--welsh', 'Bydd y gwasanaeth yn araf ddydd Sul.'];
    const words = `The service will be slow on Sunday (${size}).`;
    execFileSync(service.binary, ['notice', 'add', words, ...options, '--config', join(service.folder, 'bailey.conf')]);
    const visit = await service.visit(size);
    const { page } = visit;
    await visit.signIn(service.person('m.ellison'));
    await page.getByText(words).waitFor();
    expect(await visit.violations()).toEqual([]);
    await visit.picture(`notice-${size}`);
    await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText(words).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('Listing', { exact: true }).waitFor();
    expect(await page.getByText(words).count()).toBe(0);
    expect(await visit.end()).toEqual([]);
  });

  it('is as it was chosen on every computer: Welsh, compact, the message below', async () => {
    const here = await service.visit('wide');
    await here.signIn(service.person('t.rees'));
    await here.page.getByRole('button', { name: 'How the list looks' }).click();
    await here.page.getByRole('menuitemcheckbox', { name: 'Compact' }).click();
    await here.page.getByRole('button', { name: 'How the list looks' }).click();
    await here.page.getByRole('menuitemcheckbox', { name: 'Message below' }).click();
    await here.page.getByRole('button', { name: /^Your account/ }).click();
    await here.page.getByRole('menuitem', { name: 'Cymraeg' }).click();
    await here.page.getByRole('heading', { name: 'Mewnflwch' }).waitFor();
    expect(await here.violations()).toEqual([]);
    await here.picture('welsh-wide');

    const there = await service.visit('wide');
    await there.signIn(service.person('t.rees'));
    await there.page.getByRole('heading', { name: 'Mewnflwch' }).waitFor();
    await there.page.getByRole('button', { name: 'Golwg y rhestr' }).click();
    for (const name of ['Cryno', 'Y neges oddi tano'])
      expect(await there.page.getByRole('menuitemcheckbox', { name }).getAttribute('aria-checked')).toBe('true');
    expect(await here.end()).toEqual([]);
    expect(await there.end()).toEqual([]);
  });

  it('lists where one is signed in, and asks for the password again where that was ended', async () => {
    const here = await service.visit('wide');
    const there = await service.visit('wide');
    await here.signIn(service.person('m.ellison'));
    await there.signIn(service.person('m.ellison'));
    await there.page.getByText('Listing', { exact: true }).waitFor();
    await here.page.getByRole('button', { name: /^Your account/ }).click();
    await here.page.getByRole('menuitem', { name: 'Where you are signed in' }).click();
    await here.page.getByText('This page').waitFor();
    expect(await here.violations()).toEqual([]);
    await here.picture('sessions-wide');
    const others = here.page.getByRole('button', { name: 'Sign out there' });
    for (let left = await others.count(); left > 0; left -= 1) {
      await others.first().click();
      await expect.poll(() => others.count()).toBe(left - 1);
    }

    await there.page.getByRole('button', { name: 'Choose: Listing' }).click();
    await there.page.keyboard.press('s');
    await there.page.getByRole('dialog', { name: 'You have been signed out' }).waitFor();
    expect(await there.violations()).toEqual([]);
    await there.picture('ended-wide');
    expect(await there.page.getByLabel('Password').evaluate((field) => field === document.activeElement)).toBe(true);
    await there.page.keyboard.type(service.person('m.ellison').password);
    await there.page.getByRole('button', { name: 'Sign in' }).click();
    await there.page.getByRole('dialog').waitFor({ state: 'detached' });
    program = await new Program(service.url, service.person('m.ellison')).start();
    await expect
      .poll(async () => (await program.call(['Email/query', { filter: { hasKeyword: '$flagged' } }]))[0]?.ids)
      .toHaveLength(1);
    expect(await here.end()).toEqual([]);
    expect(await there.end()).toEqual([]);
  });
});
