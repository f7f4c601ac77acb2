import { beforeEach, expect, it } from 'vitest';

import { senders } from './senders.svelte';

beforeEach(() => {
  for (const one of [...senders.all]) senders.remove(one);
});

it('remembers whose pictures are loaded, in either case, over a reload', () => {
  senders.add('Clerk@Court.example');
  senders.add('clerk@court.example');
  expect(senders.all).toEqual(['clerk@court.example']);
  expect(senders.loadsFrom('CLERK@court.example')).toBe(true);
  expect(senders.loadsFrom('other@court.example')).toBe(false);
  expect(senders.loadsFrom(undefined)).toBe(false);
  expect(localStorage.getItem('bailey.pictures-from')).toContain('clerk@court.example');
  senders.remove('clerk@court.example');
  expect(senders.loadsFrom('clerk@court.example')).toBe(false);
});
