// Cards in their order, found, and made one.
import { describe, expect, it } from 'vitest';

import type { Card, ContactCard } from '../jmap/contacts';
import { duplicates, merge, regrouped } from './merging';
import { fullFrom, letterOf, matches, membersOf, nameOf, sorted, sortKey } from './naming';

const named = (given: string, surname: string): Card => ({
  name: { components: [{ kind: 'given', value: given }, { kind: 'surname', value: surname }] },
});
let counter = 0;
const kept = (card: Card): ContactCard => ({ id: `c${++counter}`, uid: `u${counter}`, addressBookIds: { b1: true }, ...card });

describe('a list of cards', () => {
  it('is sorted by surname, accents or not, what has no letter last', () => {
    const cards: Card[] = [
      { name: { full: '999 Response' } }, named('Dele', 'Okafor'), { name: { full: 'Siân Rhys' } }, named('Ann', 'Ôkafor'),
      { kind: 'org', name: { full: 'Gwent Chambers' } }, { emails: { a: { address: 'anon@c.example' } } },
    ];
    expect(sorted(cards, (card) => card).map(nameOf)).toEqual(['anon@c.example', 'Gwent Chambers', 'Ann Ôkafor', 'Dele Okafor', 'Siân Rhys', '999 Response']);
    expect(sorted(cards, (card) => card).map(letterOf)).toEqual(['A', 'G', 'O', 'O', 'R', '#']);
    expect(letterOf({ kind: 'org', name: { full: '“Quoted”' } })).toBe('Q');
    expect(sortKey({})).toBe('');
    expect(letterOf({})).toBe('#');
  });

  it('is found by the beginning of any word, and by the middle of a number', () => {
    const card: Card = {
      ...named('Siân', 'Rhys'), organizations: { o: { name: 'Caernarfon Crown Court', units: [{ name: 'Listing' }] } },
      emails: { e: { address: 's.rhys@ccc.bailey.test' } }, phones: { p: { number: '+44 (0)29 2000 1234' } },
    };
    for (const query of ['', 'sian', 'RHY', 'sian crown', 'list', 's.rhys@', 'ccc', '20001234']) expect(matches(card, query)).toBe(true);
    for (const query of ['ian', 'sian smith', '99']) expect(matches(card, query)).toBe(false);
  });

  it('a full name from its parts, in the order they are said', () => {
    expect(fullFrom([{ kind: 'surname', value: 'Rhys' }, { kind: 'credential', value: 'KC' }, { kind: 'given', value: ' Siân ' }, { kind: 'title', value: '' }])).toBe('Siân Rhys KC');
  });

  it('groups know their members by uid, however it is written', () => {
    const all = [kept({ uid: 'urn:uuid:A1' }), kept({ uid: 'b2' }), kept({ uid: 'c3' })];
    expect(membersOf({ members: { a1: true, 'urn:uuid:b2': true, c3: false } }, all, (one) => one)).toEqual(all.slice(0, 2));
  });
});

describe('cards of the same person', () => {
  const dele = kept({ ...named('Dele', 'Okafor'), emails: { e: { address: 'd@c.example' } } });
  const deleAgain = kept({ name: { full: 'D. Okafor' }, emails: { e: { address: 'D@C.example' } }, phones: { p: { number: '029 2000 0000' } } });
  const deleByName = kept({ name: { full: 'dele  ôkafor' }, notes: { n: { note: 'leads' } }, phones: { p: { number: '+442920000000' } } });
  const other = kept({ name: { full: 'Dele' }, emails: { e: { address: 'x@c.example' } } });

  it('are those with an address or a whole name in common, over a third if need be', () => {
    expect(duplicates([dele, other, deleAgain, deleByName])).toEqual([[dele, deleAgain, deleByName]]);
    expect(duplicates([kept({ kind: 'group', name: { full: 'The Bench' } }), kept({ name: { full: 'The Bench' } })])).toEqual([]);
  });

  it('become one, with all that each of them says once', () => {
    const merged = merge([deleAgain, dele, deleByName]);
    expect(merged?.keep).toBe(dele);
    expect(merged?.patch.phones).toEqual({ '1': { number: '029 2000 0000' } });
    expect(merged?.patch.notes).toEqual({ '1': { note: 'leads' } });
    expect(merged?.patch.emails).toBeUndefined();
    expect(merged?.gone).toHaveLength(2);
  });

  it('stay in their groups', () => {
    const merged = merge([dele, deleAgain]);
    const group = kept({ kind: 'group', members: { [deleAgain.uid]: true, else: true } });
    expect(merged && regrouped([group, kept({ kind: 'group', members: { else: true } })], merged)).toEqual({
      [group.id]: { members: { else: true, [dele.uid]: true } },
    });
  });
});
