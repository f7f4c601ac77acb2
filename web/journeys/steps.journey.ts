// Signing in where more than a password is asked for: a first password that is good for once, and a second factor.
import { createHmac } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Service, type Visit } from './service';

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.stop());

/** What an authenticator app shows now (RFC 6238). */
function code(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = (hash[19] ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function begin(visit: Visit, username: string, password: string): Promise<void> {
  await visit.page.goto(service.url);
  await visit.page.fill('input[name=username]', username);
  await visit.page.fill('input[name=password]', password);
  await visit.page.click('button[type=submit]');
}

describe('signing in', () => {
  it('with a password that was good for once, one chooses one of one’s own', async () => {
    const { username } = service.person('t.rees');
    const once = service.command('user', 'password', username).trim().split(/\s+/).pop() ?? '';
    const visit = await service.visit('wide');
    const { page } = visit;
    await begin(visit, username, once);
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await visit.picture('first-password-wide');
    expect(await visit.violations()).toEqual([]);
    const fresh = page.getByLabel('New password', { exact: true });
    const again = page.getByLabel('New password again');
    const submit = page.getByRole('button', { name: 'Set the password and sign in' });
    await fresh.fill('marsh lantern quartz');
    await again.fill('marsh lantern quarts');
    await submit.click();
    await page.getByText('The two new passwords differ.').waitFor();
    await fresh.fill('password1234');
    await again.fill('password1234');
    await submit.click();
    await page.getByRole('alert').filter({ hasText: 'The new password' }).waitFor();
    await fresh.fill('marsh lantern quartz');
    await again.fill('marsh lantern quartz');
    await submit.click();
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(await visit.end()).toEqual([]);
  });

  it('asks for the code of the app that one set up, and lets in with a recovery code without it', async () => {
    const person = service.person('d.okafor');
    const visit = await service.visit('wide');
    const { page } = visit;
    await visit.signIn(person);
    await page.goto(`${service.url}/settings/security`);
    await page.getByRole('button', { name: 'Use an authenticator app' }).click();
    await page.getByRole('dialog').getByLabel('Your present password').fill(person.password);
    expect(await visit.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Cannot use a camera?').click();
    const secret = (await page.locator('details code').textContent()) ?? '';
    await page.getByLabel('Code', { exact: true }).fill(code(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByText('Your recovery codes').waitFor();
    await visit.picture('recovery-codes-wide');
    expect(await visit.violations()).toEqual([]);
    const [recovery = ''] = await page.locator('.codes li').allTextContents();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes are left.').waitFor();
    expect(await visit.end()).toEqual([]);

    const other = await service.visit('phone');
    await begin(other, person.username, person.password);
    await other.page.getByRole('heading', { name: 'One more step' }).waitFor();
    await other.picture('second-factor-phone');
    expect(await other.violations()).toEqual([]);
    await other.page.getByLabel('Code', { exact: true }).fill('000000');
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('That is not the right code.').waitFor();
    await other.page.getByRole('button', { name: 'Use a recovery code' }).click();
    await other.page.getByLabel('Recovery code').fill(recovery);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(await other.end()).toEqual([]);
  });
});
