import { describe, expect, it } from 'vitest';

import type { AccountStore } from '../../store/account.svelte';
import { filterOf, termsOf, textOf } from './query';

const mailboxes = [
  { id: 'm1', name: 'Inbox', role: 'inbox' },
  { id: 'm6', name: 'Trash', role: 'trash' },
  { id: 'm9', name: 'R v Harding', role: null },
];
const account = {
  mailboxes: { all: () => mailboxes },
  mailboxOf: (role: string) => mailboxes.find((one) => one.role === role),
} as unknown as AccountStore;

describe('what is searched for', () => {
  it('is words and conditions, and reads as it was written', () => {
    const text = 'bundle from:okafor subject:"skeleton argument" is:unread "page 12"';
    expect(termsOf(text)).toEqual([
      { field: '', value: 'bundle' },
      { field: 'from', value: 'okafor' },
      { field: 'subject', value: 'skeleton argument' },
      { field: 'is', value: 'unread' },
      { field: '', value: '"page 12"' },
    ]);
    expect(textOf(termsOf(text))).toBe(text);
  });

  it('leaves words with a colon as they are', () => {
    expect(termsOf('re:listing 10:30')).toEqual([
      { field: '', value: 're:listing' },
      { field: '', value: '10:30' },
    ]);
  });

  it('becomes the conditions of the standard', () => {
    expect(filterOf('listing is:flagged has:attachment', 'm1', account)).toEqual({
      operator: 'AND',
      conditions: [{ inMailbox: 'm1' }, { text: 'listing' }, { hasKeyword: '$flagged' }, { hasAttachment: true }],
    });
    expect(filterOf('', 'm1', account)).toEqual({ inMailbox: 'm1' });
  });

  it('is looked for everywhere but in what was thrown away, unless that is named', () => {
    expect(filterOf('listing', undefined, account)).toEqual({
      operator: 'AND',
      conditions: [{ text: 'listing' }, { inMailboxOtherThan: ['m6'] }],
    });
    expect(filterOf('in:trash listing', undefined, account)).toEqual({
      operator: 'AND',
      conditions: [{ inMailbox: 'm6' }, { text: 'listing' }],
    });
    expect(filterOf('in:"r v harding"', undefined, account)).toEqual({ inMailbox: 'm9' });
  });

  it('ignores what is not finished yet', () => {
    expect(filterOf('after:2026-1 is:', 'm1', account)).toMatchObject({ operator: 'AND' });
  });
});
