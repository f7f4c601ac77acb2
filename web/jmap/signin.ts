// The endpoints for pages (docs/use/api.md): signing in step by step, and out; the sessions.
import type { Answer } from './answer';
import { sendJson } from './http';
import type { Me, Way } from './security';

export type Step = 'secondFactor' | 'password' | 'conditions' | 'setUp';

/** How far one is on the way in; `next` null: signed in. */
export interface Entry {
  next: Step | null;
  username: string;
  name: string;
  language: 'en' | 'cy';
  /** For secondFactor: what may be shown, and where a code would go. */
  ways?: Way[];
  email?: string;
  /** For conditions. */
  version?: string;
  /** For setUp. */
  mayBeSkipped?: boolean;
  expiresAt: string;
}
export interface Conditions {
  version: string;
  language: 'en' | 'cy';
  text: string;
}
export interface OpenSession {
  id: string;
  kind: 'page' | 'token';
  name: string;
  /** "Firefox on Windows" */
  device?: string;
  address: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  current: boolean;
}
/** What a notice brought: the token of its link, or its code for an address. */
export type Proof = { token: string } | { username: string; code: string };

const post = <T>(path: string, body: unknown): Promise<Answer<T>> => sendJson(path, 'POST', body);

export const whoIsThere = (): Promise<Answer<{ next: 'signIn' } | Entry | Me>> => sendJson('/api/me', 'GET');

/** Refusals: wrongPassword, locked, suspended, tooManyTries. */
export const signIn = (username: string, password: string): Promise<Answer<Entry>> => post('/api/sign-in', { username, password });
export const sendCode = (): Promise<Answer<void>> => post('/api/sign-in/code', {});
/** Refusals: wrongCode, codeNotValid, locked. */
export const secondFactor = (way: Way, code: string, remember: boolean): Promise<Answer<Entry>> =>
  post('/api/sign-in/second-factor', { way, code, remember });
/** Refusals: weakPassword with `weakness` in its details, samePassword. */
export const firstPassword = (newPassword: string): Promise<Answer<Entry>> => post('/api/sign-in/password', { newPassword });
export const conditions = (language: string): Promise<Answer<Conditions>> =>
  sendJson(`/api/conditions?language=${encodeURIComponent(language)}`, 'GET');
export const acceptConditions = (version: string): Promise<Answer<Entry>> => post('/api/sign-in/conditions', { version });
export const skipSetUp = (): Promise<Answer<Entry>> => post('/api/sign-in/skip', {});
export const signOut = (): Promise<Answer<void>> => sendJson('/api/sign-out', 'POST');

export const forgotten = (username: string): Promise<Answer<void>> => post('/api/forgotten', { username });
/** Refusal: linkNotValid. */
export const checkForgotten = (proof: Proof): Promise<Answer<{ username: string; ways: Way[] }>> => post('/api/forgotten/check', proof);
export const setForgotten = (
  proof: Proof,
  newPassword: string,
  factor: { way: Way; secondFactorCode: string } | null,
): Promise<Answer<Entry>> => post('/api/forgotten/password', { ...proof, newPassword, ...factor });
export const verifyLink = (token: string): Promise<Answer<void>> => post('/api/verify', { token });

export const sessions = (): Promise<Answer<{ list: OpenSession[] }>> => sendJson('/api/sessions', 'GET');

export const endSession = (id: string): Promise<Answer<void>> =>
  sendJson(`/api/sessions/${encodeURIComponent(id)}`, 'DELETE');
