// A corpus of cards as programs write them, and as they should not.
import { describe, expect, it } from 'vitest';

import type { Card } from '../../jmap/contacts';
import { decoded } from './lines';
import { readCards } from './read';
import { written } from './write';

const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');
const one = (...lines: string[]): Card => {
  const found = readCards(card(...lines));
  expect(found).toHaveLength(1);
  return found[0]?.card ?? {};
};
const emails = (found: Card): string[] => Object.values(found.emails ?? {}).map((email) => email.address);

describe('reading a vCard', () => {
  it('takes up the parts of a name and their order', () => {
    const found = one('VERSION:4.0', 'FN:Her Honour Judge Siân Rhys KC', 'N:Rhys;Siân;Mair,Ann;Her Honour Judge;KC');
    expect(found.name?.full).toBe('Her Honour Judge Siân Rhys KC');
    expect(found.name?.components?.map((part) => [part.kind, part.value])).toEqual([
      ['title', 'Her Honour Judge'], ['given', 'Siân'], ['given2', 'Mair'], ['given2', 'Ann'], ['surname', 'Rhys'], ['credential', 'KC'],
    ]);
  });

  it('folded lines are one, in the middle of a word and of an escape (RFC 6350 section 3.2)', () => {
    expect(one('FN:De', ' le Oka', '\tfor', 'NOTE:one\\', ' ntwo').notes?.['1']?.note).toBe('one\ntwo');
    expect(one('FN:De', ' le Oka', '\tfor').name?.full).toBe('Dele Okafor');
  });

  it('escapes are undone, commas and semicolons within a part are not its end', () => {
    const found = one('FN:Smith\\, Jones\\; Co', 'ORG:Smith\\, Jones\\; Co;Family\\nLaw', 'ADR:;;1\\, High Street,Floor 2;Cardiff;;CF10 1AA;Wales');
    expect(found.name?.full).toBe('Smith, Jones; Co');
    expect(found.organizations?.['1']).toEqual({ name: 'Smith, Jones; Co', units: [{ name: 'Family\nLaw' }] });
    expect(found.addresses?.['2']?.components).toEqual([
      { kind: 'name', value: '1, High Street' }, { kind: 'name', value: 'Floor 2' }, { kind: 'locality', value: 'Cardiff' },
      { kind: 'postcode', value: 'CF10 1AA' }, { kind: 'country', value: 'Wales' },
    ]);
  });

  it('tells addresses and numbers of work and home, mobile and fax, the first of all, and drops doubles', () => {
    const found = one('FN:A', 'EMAIL;TYPE=INTERNET,WORK;PREF=1:a@b.example', 'EMAIL;type=HOME:mailto:c@d.example', 'EMAIL:A@B.example', 'TEL;TYPE="cell,work":tel:+44-7700-900001', 'TEL;FAX;HOME:029 2000 0000');
    expect(Object.values(found.emails ?? {})).toEqual([
      { address: 'a@b.example', contexts: { work: true }, pref: 1 },
      { address: 'c@d.example', contexts: { private: true } },
    ]);
    expect(Object.values(found.phones ?? {})).toEqual([
      { number: '+44-7700-900001', contexts: { work: true }, features: { mobile: true } },
      { number: '029 2000 0000', contexts: { private: true }, features: { fax: true } },
    ]);
  });

  it('quoted-printable of 2.1, over soft line breaks, in the character set it names', () => {
    expect(one('VERSION:2.1', 'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Si=E2n', 'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ll=C5=B7r=', '=0D=0AY Goron').name?.full).toBe('Siân');
    expect(one('FN:A', 'NOTE;QUOTED-PRINTABLE;CHARSET=UTF-8:Ll=C5=B7r=', '=0D=0AY Goron').notes?.['1']?.note).toBe('Llŷr\nY Goron');
    // It says UTF-8 and is not; a stray equals sign is one.
    expect(one('FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Si=E2n 1=2').name?.full).toBe('Siân 1=2');
  });

  it('a file is read in what it is written in', () => {
    const text = 'BEGIN:VCARD\nFN:Siân Tŷ\nEND:VCARD';
    expect(readCards(decoded(new TextEncoder().encode(`\uFEFF${text}`)))[0]?.card.name?.full).toBe('Siân Tŷ');
    const latin = Uint8Array.from('BEGIN:VCARD\nFN:Siân\nEND:VCARD', (c) => c.charCodeAt(0));
    expect(readCards(decoded(latin))[0]?.card.name?.full).toBe('Siân');
    const wide = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])]);
    expect(readCards(decoded(wide))[0]?.card.name?.full).toBe('Siân Tŷ');
  });

  it('pictures within the card are kept, those elsewhere are not', () => {
    const data = 'iVBORw0KGgo=';
    expect(one('FN:A', 'PHOTO;ENCODING=b;TYPE=PNG:iVBOR', ' w0KGgo=').media?.['1']).toEqual({ kind: 'photo', uri: `data:image/png;base64,${data}` });
    expect(one('FN:A', `PHOTO:data:image/png;base64\\,${data}`).media?.['1']?.uri).toBe(`data:image/png;base64,${data}`);
    const [elsewhere] = readCards(card('FN:A', 'PHOTO;VALUE=URI:https://spy.example/me.jpg'));
    expect(elsewhere).toEqual({ card: { name: { full: 'A' } }, left: ['PHOTO'] });
    expect(readCards(card('FN:A', 'PHOTO;ENCODING=b:<script>'))[0]?.left).toEqual(['PHOTO']);
  });

  it("Apple's labels and groups", () => {
    const found = one('FN:A', 'item1.EMAIL;type=INTERNET:a@b.example', 'item1.X-ABLabel:_$!<Work>!$_', 'item2.TEL:1', 'item2.X-ABLabel:Clerks’ room');
    expect(found.emails?.['1']?.contexts).toEqual({ work: true });
    expect(found.phones?.['2']?.label).toBe('Clerks’ room');
    const group = one('N:Bench', 'FN:Bench', 'X-ADDRESSBOOKSERVER-KIND:group', 'X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1');
    expect([group.kind, group.members]).toEqual(['group', { 'urn:uuid:1': true }]);
  });

  it.each([
    ['no name at all, but an organisation', ['ORG:Gwent Chambers'], 'Gwent Chambers'],
    ['an empty name', ['FN:', 'N:;;;;', 'EMAIL:a@b.example'], 'a@b.example'],
    ['the parts of a name alone', ['N:Okafor;Dele;;;'], 'Dele Okafor'],
    ['names in small letters', ['fn:Dele', 'version:3.0'], 'Dele'],
    ['a line that is none', ['what is this', ':', 'FN:Dele', 'FN'], 'Dele'],
    ['a quote that is never closed', ['EMAIL;TYPE="work:a@b.example', 'FN:Dele'], 'Dele'],
    ['controls in a name', ['FN:De\u0000l\u0007e'], 'Dele'],
    ['a group of nobody', ['KIND:group', 'FN:Nobody'], 'Nobody'],
  ])('%s', (_, lines, name) => expect(one(...lines).name?.full).toBe(name));

  it('many cards, between them anything, one never ended, one within another', () => {
    const text = `hello\n${card('FN:A')}\n\nBEGIN:VCARD\nFN:B\n${card('FN:C', 'AGENT:', 'BEGIN:VCARD', 'FN:Agent', 'END:VCARD', 'NOTE:after')}begin:vcard\nFN:D`;
    expect(readCards(text).map((found) => found.card.name?.full)).toEqual(['A', 'B', 'C', 'D']);
    expect(readCards(text)[2]?.card.notes?.['1']?.note).toBe('after');
    expect(readCards('')).toEqual([]);
    expect(readCards(card('NOTE:nobody'))).toEqual([]);
  });

  it('names what it has no place for', () => {
    expect(readCards(card('FN:A', 'X-SPOUSE:B', 'GEO:geo:1,2', 'BDAY:circa 1800', 'REV:20200101'))[0]?.left).toEqual(['X-SPOUSE', 'GEO', 'BDAY']);
  });

  it('dates with and without a year; none that is no date', () => {
    expect(one('FN:A', 'BDAY:1980-02-29').anniversaries?.['1']?.date).toEqual({ '@type': 'PartialDate', year: 1980, month: 2, day: 29 });
    expect(one('FN:A', 'BDAY:--0412').anniversaries?.['1']?.date).toEqual({ '@type': 'PartialDate', month: 4, day: 12 });
    expect(one('FN:A', 'BDAY:1980-13-01').anniversaries).toBeUndefined();
  });

  it('a hundred thousand characters of nothing are nothing', () => {
    expect(readCards(card(`FN:A${';'.repeat(100_000)}`, `X;${'"'.repeat(100_001)}`, `NOTE:${'\\'.repeat(100_000)}`))).toHaveLength(1);
  });
});

describe('writing a vCard', () => {
  const whole: Card = {
    uid: 'urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1',
    name: { full: 'Siân "Shan" Rhys', components: [{ kind: 'given', value: 'Siân' }, { kind: 'surname', value: 'Rhys, the; younger' }], isOrdered: true },
    organizations: { '1': { name: 'Smith, Jones; Co', units: [{ name: 'Crime' }] } },
    titles: { '2': { name: 'Clerk', kind: 'title' }, '3': { name: 'Listing', kind: 'role' } },
    emails: { '4': { address: 's@c.example', contexts: { work: true }, pref: 1 }, '5': { address: 't@c.example' } },
    phones: { '6': { number: '029 2000 0000 ext. 4', contexts: { work: true }, features: { fax: true } } },
    addresses: { '7': { components: [{ kind: 'name', value: '1, High Street' }, { kind: 'locality', value: 'Caerdydd' }], contexts: { work: true } } },
    links: { '8': { uri: 'https://c.example/' } },
    anniversaries: { '9': { kind: 'birth', date: { '@type': 'PartialDate', year: 1980, month: 2, day: 9 } } },
    keywords: { 'Cylchdaith, De': true },
    notes: { '10': { note: `Line one\nline two, with \\ and ; and ${'very '.repeat(40)}long – ŷ` } },
  };

  it('what is written is read back the same', () => {
    const [back] = readCards(written(whole));
    expect(back?.left).toEqual([]);
    const values = (found: Card): unknown => Object.fromEntries(Object.entries(found).map(([key, value]) => [key, typeof value === 'object' && !('full' in value) && key !== 'keywords' ? Object.values(value) : value]));
    expect(values(back?.card ?? {})).toEqual(values(whole));
  });

  it('no line is longer than 75 octets, and each is whole letters', () => {
    const bytes = new TextEncoder().encode(written(whole));
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(lines[0]).toBe('BEGIN:VCARD');
    expect(lines[1]).toBe('VERSION:4.0');
  });

  it('groups name their members, pictures go along', () => {
    const text = written({ uid: 'a b', kind: 'group', name: { full: 'Bench' }, members: { 'urn:uuid:1': true } }, 'data:image/png;base64,AA==');
    expect(text).toContain('KIND:group\r\n');
    expect(text).toContain('MEMBER:urn:uuid:1\r\n');
    expect(readCards(text)[0]?.card).toMatchObject({ uid: 'a b', media: { '1': { uri: 'data:image/png;base64,AA==' } } });
  });

  it('nothing in a card begins a line of its own', () => {
    const text = written({ uid: 'urn:x\r\nNOTE:bad', name: { full: 'A\r\nEND:VCARD' }, links: { '1': { uri: 'https://a\nNOTE:bad' } } });
    expect(text.split('\r\n').filter((line) => /^(NOTE|END)/.test(line))).toEqual(['END:VCARD']);
    expect(emails(readCards(text)[0]?.card ?? {})).toEqual([]);
  });
});
