import { expect, it } from 'vitest';

import { words } from './spelling.svelte';

it.each([
  ["The judge's order isn't here.", ['The', "judge's", 'order', "isn't", 'here']],
  ['Bwndel Siân ’r llys', ['Bwndel', 'Siân', 'llys']],
  ['write to d.okafor@kestrel.example or see www.court.example/list', ['write', 'to', 'or', 'see']],
  ['case T20260112 at HMCTS on 3rd', ['case', 'at', 'on']],
  ['Well, (as agreed) "noted".', ['Well', 'as', 'agreed', 'noted']],
])('the words of "%s"', (text, expected) => expect(words(text).map((one) => one.word)).toEqual(expected));
