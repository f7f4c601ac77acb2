import { describe, expect, it } from 'vitest';

import { askedOf, filterOf, nothing, queryOf } from './asking';

describe('what is asked of the directory', () => {
  it('is in the address, and nothing else is', () => {
    const asked = { ...nothing, q: ' okafor ', area: 'Gwent' };
    expect(queryOf(asked)).toEqual({ q: 'okafor', area: 'Gwent' });
    expect(askedOf(new URLSearchParams({ ...queryOf(asked), evil: '1' }))).toEqual({ ...asked, q: 'okafor' });
  });
  it('is a filter of Principal/query (docs/use/api.md)', () => {
    expect(filterOf({ ...nothing, q: 'okafor', kind: 'user' })).toEqual({ text: 'okafor', kind: 'user' });
    expect(filterOf({ ...nothing, q: '  ' })).toEqual({});
  });
});
