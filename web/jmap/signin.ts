// The endpoints for pages (docs/use/api.md): signing in and out, the password, the sessions.
import type { Answer } from './answer';
import { sendJson } from './http';

export interface SignedIn {
  username: string;
  session: string;
  expiresAt: string;
}
export interface OpenSession {
  id: string;
  kind: 'page' | 'token';
  name: string;
  address: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  current: boolean;
}

/** Refusals: wrongPassword, passwordMustChange, locked, suspended, tooManyTries. */
export const signIn = (username: string, password: string): Promise<Answer<SignedIn>> =>
  sendJson('/api/sign-in', 'POST', { username, password });

/** Refusals: those of signIn, and weakPassword with `weakness` in its details, samePassword. */
export const changePassword = (username: string, password: string, newPassword: string): Promise<Answer<SignedIn>> =>
  sendJson('/api/password', 'POST', { username, password, newPassword });

export const signOut = (): Promise<Answer<void>> => sendJson('/api/sign-out', 'POST');

export const sessions = (): Promise<Answer<{ list: OpenSession[] }>> => sendJson('/api/sessions', 'GET');

export const endSession = (id: string): Promise<Answer<void>> =>
  sendJson(`/api/sessions/${encodeURIComponent(id)}`, 'DELETE');
