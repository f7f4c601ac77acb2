import { expect, it } from 'vitest';

import { strength } from './strength';

it.each([
  ['short1!', 'short'],
  ['aaaaaaaaaaaaaa', 'weak'],
  ['abcabcabcabcabc', 'weak'],
  ['Chambers2026!', 'weak'],
  ['lantern-quiet1', 'fair'],
  ['lantern-quiet-harbour', 'good'],
])('the password %s is %s', (password, expected) => expect(strength(password)).toBe(expected));
