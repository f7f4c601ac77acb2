// The order in which names are offered (service.md section 7): own contacts, recent correspondents, own organisation,
// the directory.
import type { EmailAddress } from '../../jmap/standard';
import { keyOf } from './addresses';

export type Origin = 'contact' | 'group' | 'recent' | 'organisation' | 'directory';

export interface Suggestion {
  origin: Origin;
  name: string | null;
  email: string;
  /** What tells two of a name apart: the organisation. */
  about: string | null;
  /** Of a group: its members, in place of `email`. */
  members?: EmailAddress[];
}

const order: Origin[] = ['contact', 'group', 'recent', 'organisation', 'directory'];

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();

/**
 * How well it fits, 0 best: the address, the beginning of the name, words of the name, words of either; null where it
 * does not: every word written begins a word of the name or the address.
 */
export function fit(one: Suggestion, query: string): number | null {
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  if (!wanted.length) return 0;
  const email = folded(one.email);
  const name = folded(one.name ?? '');
  const isIn = (words: string[]): boolean => wanted.every((word) => words.some((each) => each.startsWith(word)));
  const names = name.split(/[\s,.'’-]+/);
  if (!isIn([...names, ...email.split(/[.@_+-]/), email])) return null;
  if (email === wanted.join(' ')) return 0;
  if (name.startsWith(wanted.join(' '))) return 1;
  return isIn(names) ? 2 : 3;
}

/** The best `most`, each address once: of the origin that comes first. Within an origin: by fit, then as given. */
export function rank(all: Suggestion[], query: string, taken: EmailAddress[], most = 8): Suggestion[] {
  const gone = new Set(taken.map((one) => keyOf(one.email)));
  const fitting = all
    .map((one, at) => ({ one, at, fit: fit(one, query) }))
    .filter((row): row is { one: Suggestion; at: number; fit: number } => row.fit !== null)
    .sort((a, b) => order.indexOf(a.one.origin) - order.indexOf(b.one.origin) || a.fit - b.fit || a.at - b.at);
  const found = new Map<string, Suggestion>();
  for (const { one } of fitting) {
    const key = one.members ? `group:${one.email}${one.name}` : keyOf(one.email);
    if (!gone.has(key) && !found.has(key)) found.set(key, one);
  }
  return [...found.values()].slice(0, most);
}

/** Those written to, most often and most recently first. `letters` are newest first, a list of recipients each. */
export function correspondents(letters: EmailAddress[][]): Suggestion[] {
  const scores = new Map<string, { one: EmailAddress; score: number }>();
  letters.forEach((letter, age) => {
    // One of a crowd says little.
    const weight = 1 / (1 + age / 40) / (letter.length > 10 ? 10 : 1);
    for (const one of letter) {
      const key = keyOf(one.email);
      const known = scores.get(key);
      scores.set(key, { one: known?.one.name ? known.one : one, score: (known?.score ?? 0) + weight });
    }
  });
  return [...scores.values()]
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => ({ origin: 'recent', name: one.name, email: one.email, about: null }));
}
