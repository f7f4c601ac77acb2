import { describe, expect, it } from 'vitest';

import { type Attached, emptyDraft } from './draft';
import { type Checked, nudgesFor, ownWords, refusedOf } from './nudges';

const checked = (more: Partial<Checked>): Checked => ({
  address: 'a@x.example', isInside: true, reason: null, description: null, kind: 'user', name: null, organisation: null,
  ceiling: null, isAway: false, awayUntil: null, isFirstTime: false, lookAlikes: [], ...more,
});
const draft = { ...emptyDraft('a', 'i', 'plain'), subject: 'Listing' };
const kinds = (...args: Parameters<typeof nudgesFor>) => nudgesFor(...args).map((nudge) => nudge.kind);

describe('before sending, one is asked', () => {
  it('nothing, when all is as usual', () => expect(kinds(draft, [checked({})], 'Ten o clock.')).toEqual([]));
  it('for a subject', () => expect(kinds({ ...draft, subject: ' ' }, [], '')).toEqual(['noSubject']));
  it.each(['I attach the order', 'Please find enclosed', 'Gweler ynghlwm', 'Rwyf wedi atodi’r gorchymyn'])('for the file: %s', (words) => {
    expect(kinds(draft, [], words)).toEqual(['noAttachment']);
    expect(kinds({ ...draft, attachments: [{ cid: null } as Attached] }, [], words)).toEqual([]);
  });
  it('not for a file that only the quoted message spoke of', () => {
    expect(kinds(draft, [], ownWords('Thanks.\n> I attach the order\n-- \nattached to the Crown Court'))).toEqual([]);
  });
  it('about a crowd that sees one another', () => {
    const to = Array.from({ length: 11 }, (_, n) => ({ name: null, email: `${n}@x.example` }));
    expect(nudgesFor({ ...draft, to }, [], '')).toEqual([{ kind: 'many', n: 11 }]);
    expect(kinds({ ...draft, bcc: to }, [], '')).toEqual([]);
  });
  it('about one never written to, and rather about whom that one looks like', () => {
    expect(kinds(draft, [checked({ isFirstTime: true })], '')).toEqual(['firstTime']);
    const like = [{ name: 'Ann', email: 'b@x.example' }];
    expect(kinds(draft, [checked({ isFirstTime: true, lookAlikes: like })], '')).toEqual(['lookAlike']);
  });
  it('about one who is away', () => expect(kinds(draft, [checked({ isAway: true })], '')).toEqual(['away']));
});

describe('refused whatever one says', () => {
  const to = [{ name: null, email: 'A@x.example' }];
  const markings = ['OFFICIAL', 'OFFICIAL-SENSITIVE'];
  it('who is outside', () => {
    const all = new Map([['a@x.example', checked({ isInside: false, reason: 'outside' })]]);
    expect(refusedOf({ ...draft, to }, all, markings)).toEqual([{ email: 'A@x.example', reason: 'outside' }]);
  });
  it('who may not have what is marked so high', () => {
    const all = new Map([['a@x.example', checked({ ceiling: 'OFFICIAL' })]]);
    expect(refusedOf({ ...draft, to, marking: 'OFFICIAL-SENSITIVE' }, all, markings)).toHaveLength(1);
    expect(refusedOf({ ...draft, to, marking: 'OFFICIAL' }, all, markings)).toEqual([]);
    expect(refusedOf({ ...draft, to }, all, markings)).toEqual([]);
  });
});
