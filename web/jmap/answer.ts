// What a call gives: a value, or why there is none.

/**
 * Why there is no value.
 * - `offline`: nobody answered, or the server is busy; the same may succeed later.
 * - `signedOut`: the session ended; sign in again.
 * - `refused`: the server understood and said no; `type` is the standard's or the service's name of the reason.
 * - `broken`: an answer that is no answer.
 */
export type Problem =
  | { kind: 'offline'; retryAfter?: number }
  | { kind: 'signedOut' }
  | { kind: 'refused'; type: string; status?: number; description?: string; details?: Record<string, unknown> }
  | { kind: 'broken'; description: string };

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export const good = <T>(value: T): Answer<T> => ({ ok: true, value });
export const bad = (problem: Problem): { ok: false; problem: Problem } => ({ ok: false, problem });

/** Did what was asked for fail because of `type`? */
export const refusedAs = (problem: Problem, ...types: string[]): boolean =>
  problem.kind === 'refused' && types.includes(problem.type);
