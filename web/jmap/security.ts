// The endpoints for what guards an account (docs/use/api.md, "For pages"): who one is, the second factor, the recovery
// address, passwords of programs.
import type { Answer } from './answer';
import { sendJson } from './http';

export type Way = 'totp' | 'email' | 'recoveryCode';

export interface Me {
  next: 'signIn' | 'secondFactor' | 'password' | 'conditions' | 'setUp' | null;
  username: string;
  name: string;
  organisation: { id: string; name: string };
  language: 'en' | 'cy';
  secondFactor: { required: boolean; on: boolean; ways: Way[]; recoveryCodesLeft: number; rememberedBrowsers: number };
  recovery: { address: string | null; verified: boolean; pending: string | null };
  password: { changedAt: string | null };
  toSetUp: ('secondFactor' | 'recoveryAddress')[];
}
export interface AppPassword {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export const me = (): Promise<Answer<Me>> => sendJson('/api/me', 'GET');

export const totpBegin = (password?: string): Promise<Answer<{ secret: string; uri: string }>> =>
  sendJson('/api/second-factor/totp', 'POST', password === undefined ? {} : { password });
export const totpConfirm = (code: string): Promise<Answer<{ recoveryCodes: string[] }>> =>
  sendJson('/api/second-factor/totp/confirm', 'POST', { code });
export const totpRemove = (password: string): Promise<Answer<void>> => sendJson('/api/second-factor/totp/remove', 'POST', { password });
export const emailFactor = (password: string, on: boolean): Promise<Answer<void>> =>
  sendJson('/api/second-factor/email', 'POST', { password, on });
export const freshRecoveryCodes = (password: string): Promise<Answer<{ recoveryCodes: string[] }>> =>
  sendJson('/api/second-factor/recovery-codes', 'POST', { password });
export const forgetBrowsers = (): Promise<Answer<void>> => sendJson('/api/second-factor/forget-browsers', 'POST', {});

export const recoveryAddress = (address: string, password?: string): Promise<Answer<{ pending: string }>> =>
  sendJson('/api/recovery-address', 'POST', password === undefined ? { address } : { address, password });
export const recoveryVerify = (code: string): Promise<Answer<unknown>> => sendJson('/api/recovery-address/verify', 'POST', { code });
export const recoveryRemove = (password: string): Promise<Answer<void>> => sendJson('/api/recovery-address/remove', 'POST', { password });

export const changeOwnPassword = (password: string, newPassword: string): Promise<Answer<unknown>> =>
  sendJson('/api/password', 'POST', { password, newPassword });
export const endOtherSessions = (): Promise<Answer<void>> => sendJson('/api/sessions', 'DELETE');

export const appPasswords = (): Promise<Answer<{ list: AppPassword[] }>> => sendJson('/api/app-passwords', 'GET');
export const makeAppPassword = (name: string): Promise<Answer<{ id: string; password: string }>> =>
  sendJson('/api/app-passwords', 'POST', { name });
export const endAppPassword = (id: string): Promise<Answer<void>> =>
  sendJson(`/api/app-passwords/${encodeURIComponent(id)}`, 'DELETE');
