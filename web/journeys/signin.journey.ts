import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Service, type Size } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.stop());

describe.each(['wide', 'phone'] as Size[])('signing in, %s', (size) => {
  it('tells what is wrong, lets in, and out again', async () => {
    const visit = await service.visit(size);
    const { page } = visit;
    await page.goto(service.url);
    await page.waitForSelector('form');
    await visit.picture(`signin-${size}`);
    expect(await visit.violations()).toEqual([]);

    const margaret = service.person('m.ellison');
    await page.fill('input[name=username]', margaret.username);
    await page.fill('input[name=password]', 'not the password');
    await page.click('button[type=submit]');
    await page.getByText('The address or the password is not right.').waitFor();

    await visit.signIn(margaret);
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await visit.picture(`inbox-${size}`);
    expect(await visit.violations()).toEqual([]);

    await page.getByRole('button', { name: /^Your account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForSelector('input[name=password]');
    await page.goto(`${service.url}/mail`);
    await page.waitForSelector('input[name=password]');
    expect(await visit.end()).toEqual([]);
  });

  it('speaks Welsh to a Welsh browser', async () => {
    const visit = await service.visit(size, 'cy');
    await visit.page.goto(service.url);
    await visit.page.getByRole('heading', { name: 'Mewngofnodi' }).waitFor();
    expect(await visit.page.getAttribute('html', 'lang')).toBe('cy');
    expect(await visit.end()).toEqual([]);
  });
});
