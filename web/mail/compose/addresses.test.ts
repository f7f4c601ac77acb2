import { describe, expect, it } from 'vitest';

import { isAddress, parseAddresses, unique, written } from './addresses';

describe('addresses that are typed or pasted', () => {
  it.each([
    ['d.okafor@chambers.example', [[null, 'd.okafor@chambers.example']]],
    ['Dele Okafor <d@c.example>', [['Dele Okafor', 'd@c.example']]],
    ['"Okafor, Dele" <d@c.example>; clerk@c.example', [['Okafor, Dele', 'd@c.example'], [null, 'clerk@c.example']]],
    ['Okafor, Dele <d@c.example>', [['Okafor, Dele', 'd@c.example']]],
    ['a@b.example\nc@d.example\te@f.example', [[null, 'a@b.example'], [null, 'c@d.example'], [null, 'e@f.example']]],
    ["'Siân Rhys' <mailto:s@c.example>", [['Siân Rhys', 's@c.example']]],
    ['d@c.example <d@c.example>', [[null, 'd@c.example']]],
    ['"A \\"B\\" C" <a@b.example>', [['A "B" C', 'a@b.example']]],
  ])('%s', (text, expected) => {
    const { addresses, rest } = parseAddresses(text);
    expect(addresses.map(({ name, email }) => [name, email])).toEqual(expected);
    expect(rest).toEqual([]);
  });

  it('tells what is none', () => {
    expect(parseAddresses('Dele, a@b.example, nobody@, <>').rest).toEqual(['Dele', 'nobody@', '<>']);
    expect(isAddress('a@b')).toBe(false);
    expect(isAddress('a b@c.example')).toBe(false);
  });

  it('each once, in either case, with the name that one of them has', () => {
    const twice = parseAddresses('A@b.example, Ann <a@B.example>').addresses;
    expect(twice).toEqual([{ name: 'Ann', email: 'a@B.example' }]);
    expect(unique(twice, [{ name: null, email: 'a@b.example' }])).toEqual([]);
  });

  it('a quote that is never closed does not swallow the next line', () => {
    expect(parseAddresses('"Ann <a@b.example>\nc@d.example').addresses.map((one) => one.email)).toContain('c@d.example');
  });

  it('are read back as they were written', () => {
    for (const name of ['Ann', 'Okafor, Dele', 'A "B" \\ C', 'Siân', null]) {
      const one = { name, email: 'a@b.example' };
      expect(parseAddresses(written(one)).addresses).toEqual([one]);
    }
  });
});
