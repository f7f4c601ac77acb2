import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { preferences } from '../store/preferences.svelte';
import { dayDate, longDate, shortDate, size } from './dates';
import { speak } from './text.svelte';

beforeAll(() => speak('en'));
afterEach(async () => {
  preferences.now.timeZone = 'Europe/London';
  await speak('en');
});

describe('dates', () => {
  const now = new Date('2026-11-28T09:30:00Z');

  it('are as short as they can be understood', () => {
    expect(shortDate('2026-11-28T08:05:00Z', now)).toBe('08:05');
    expect(shortDate('2026-11-27T23:59:00Z', now)).toBe('Fri');
    expect(shortDate('2026-11-21T08:00:00Z', now)).toBe('21 Nov');
    expect(shortDate('2025-03-01T08:00:00Z', now)).toBe('01/03/2025');
    expect(shortDate(null, now)).toBe('');
  });

  it('are of the zone that was chosen, in summer and winter', () => {
    expect(longDate('2026-07-01T23:30:00Z')).toBe('Thursday, 2 July 2026 at 00:30');
    preferences.now.timeZone = 'America/New_York';
    expect(longDate('2026-07-01T23:30:00Z')).toBe('Wednesday, 1 July 2026 at 19:30');
  });

  it('have Welsh names where the browser has none', async () => {
    await speak('cy');
    expect(longDate('2026-11-28T06:53:00Z')).toBe('Dydd Sadwrn, 28 Tachwedd 2026 am 06:53');
    expect(shortDate('2026-11-27T06:53:00Z', now)).toBe('Gwe');
    expect(dayDate('2026-02-01T12:00:00Z')).toBe('1 Chwefror 2026');
  });

  it('and sizes have the units that people know', () => {
    expect([0, 999, 1500, 30_208, 2_147_483_648].map(size)).toEqual(['0 B', '999 B', '1.5 kB', '30 kB', '2.1 GB']);
  });
});
