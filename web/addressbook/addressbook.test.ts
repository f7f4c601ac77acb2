// Cards in their order, found, and made one.
import { describe, expect, it } from 'vitest';

import type { Card, ContactCard } from '../jmap/contacts';
import { toCard, toFields, toPatch } from './form';
import { offers, ready } from './importing';
import { duplicates, isSure, merge, regrouped } from './merging';
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

  it('are surely the same where an address says so, not by the name alone', () => {
    expect(isSure([dele, deleAgain])).toBe(true);
    expect(isSure([dele, deleAgain, deleByName])).toBe(false);
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

describe('the form of a card', () => {
  const card: Card = {
    name: { full: 'Siân Rhys' },
    emails: { a: { address: 'a@b.example', contexts: { work: true, court: true }, pref: 1, label: 'x' }, b: { address: 'c@d.example' } },
    phones: { p: { number: '1', features: { mobile: true, text: true }, contexts: { work: true } } },
    titles: { t: { name: 'Clerk', kind: 'role' }, u: { name: 'Usher' } },
    organizations: { o: { name: 'Court', units: [{ name: 'Listing' }] } },
    addresses: { h: { components: [{ kind: 'number', value: '1' }, { kind: 'name', value: 'High Street' }, { kind: 'locality', value: 'Cardiff' }], countryCode: 'GB' } },
    notes: { n: { note: 'one' } },
  };

  it('changes nothing that is not changed', () => expect(toPatch(toFields(card), card)).toEqual({}));

  it('changes what is, and keeps what it does not show', () => {
    const fields = toFields(card);
    expect([fields.given, fields.surname]).toEqual(['Siân', 'Rhys']);
    fields.surname = 'Rhys-Jones';
    Object.assign(fields.emails[0] ?? {}, { address: 'new@b.example' });
    fields.emails.splice(1, 1);
    Object.assign(fields.phones[0] ?? {}, { number: ' 2 ' });
    fields.role = '';
    fields.notes = '';
    expect(toPatch(fields, card)).toEqual({
      name: { full: 'Siân Rhys-Jones', components: [{ kind: 'given', value: 'Siân' }, { kind: 'surname', value: 'Rhys-Jones' }], isOrdered: true },
      emails: { a: { address: 'new@b.example', contexts: { work: true, court: true }, pref: 1, label: 'x' } },
      phones: { p: { number: '2', features: { mobile: true, text: true }, contexts: { work: true } } },
      titles: { u: { name: 'Usher' } },
      notes: null,
    });
  });

  it('a new card is made of what is written, an organisation where that is all', () => {
    const fields = { ...toFields({}), organisation: 'Gwent Chambers', phones: [{ key: 'p', number: '029', what: 'fax' as const }, { key: 'q', number: ' ', what: '' as const }] };
    expect(toCard(toPatch(fields, {}))).toEqual({
      kind: 'org', name: { full: 'Gwent Chambers' }, organizations: { o1: { name: 'Gwent Chambers' } }, phones: { p: { number: '029', features: { fax: true } } },
    });
    expect(toCard(toPatch({ ...toFields({}), emails: [{ key: 'e', address: 'a@b.example', where: 'work' }] }, {}))).toEqual({
      name: { full: 'a@b.example' }, emails: { e: { address: 'a@b.example', contexts: { work: true } } },
    });
  });
});

describe('what a file would make', () => {
  const vcard = (name: string, ...more: string[]): string => ['BEGIN:VCARD', `FN:${name}`, ...more, 'END:VCARD', ''].join('\n');

  it('tells what is there already, by uid or by name and address, in the book or before in the file', () => {
    const there = [kept({ uid: 'urn:uuid:1', name: { full: 'Ann' } }), kept({ name: { full: 'Dele' }, emails: { e: { address: 'd@c.example' } } })];
    const text = vcard('Someone', 'UID:1') + vcard('dele', 'EMAIL:D@C.example') + vcard('Dele', 'EMAIL:else@c.example') + vcard('New') + vcard('New');
    expect(offers(text, there).map((one) => [one.isKnown, one.isWanted])).toEqual([[true, false], [true, false], [false, true], [false, true], [true, false]]);
  });

  it('groups come last and find their members, though a uid was taken', () => {
    let n = 0;
    const cards = ready([{ kind: 'group', uid: 'g', members: { 'urn:uuid:1': true, '2': true, there: true } }, { uid: '1' }, { uid: '2' }, {}], [kept({ uid: 'urn:uuid:2' }), kept({ uid: 'there' })], () => `new${++n}`);
    expect(cards).toEqual([{ uid: '1' }, { uid: 'new1' }, { uid: 'new2' }, { kind: 'group', uid: 'g', members: { '1': true, new1: true, there: true } }]);
  });
});
