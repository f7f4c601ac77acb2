// What is asked of the directory, as the address of the page says it.
import type { DirectoryFilter } from '../store/directory.svelte';

export const names = ['kind', 'organisation', 'place', 'businessType', 'area'] as const;
export type Asked = Record<(typeof names)[number] | 'q', string>;

export const nothing: Asked = { q: '', kind: '', organisation: '', place: '', businessType: '', area: '' };

export function askedOf(query: URLSearchParams): Asked {
  return Object.fromEntries(Object.keys(nothing).map((name) => [name, query.get(name) ?? ''])) as Asked;
}
/** Without what is empty: the address of a search is short. */
export function queryOf(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
}
export function filterOf(asked: Asked): DirectoryFilter {
  const { q, ...rest } = queryOf(asked);
  return { ...(q && { text: q }), ...rest };
}
