import { describe, expect, it } from 'vitest';

import { blocks, formatOf, joined, segments } from './plain';

const flowed = { flowed: true, delSp: false };
const fixed = { flowed: false, delSp: false };

describe('format=flowed (RFC 3676)', () => {
  it('is said in the Content-Type', () => {
    expect(formatOf('text/plain; charset=utf-8; format=flowed; delsp=yes')).toEqual({ flowed: true, delSp: true });
    expect(formatOf('text/plain; format="Flowed"')).toEqual({ flowed: true, delSp: false });
    expect(formatOf('text/plain; format=fixed')).toEqual(fixed);
    expect(formatOf(null)).toEqual(fixed);
  });
  it('section 4.2: joins lines that end in a space, of one depth', () => {
    expect(joined('one \ntwo\n> three \n> four\n>> five \n> six', flowed)).toEqual([
      { depth: 0, text: 'one two' },
      { depth: 1, text: 'three four' },
      { depth: 2, text: 'five ' },
      { depth: 1, text: 'six' },
    ]);
  });
  it('section 4.3: the signature mark is never flowed', () => {
    expect(joined('bye \n-- \nme', flowed).map((line) => line.text)).toEqual(['bye ', '-- ', 'me']);
  });
  it('section 4.4: takes the stuffed space away', () => {
    expect(joined(' From here\n >x', flowed).map((line) => line.text)).toEqual(['From here', '>x']);
  });
  it('section 5: takes the space of a soft break away where DelSp says so', () => {
    expect(joined('ab \ncd', { flowed: true, delSp: true })[0]!.text).toBe('abcd');
  });
});

describe('blocks', () => {
  it('folds what was said before, with the line that says who said it', () => {
    const all = blocks('Yes.\n\nOn Monday, A Judge wrote:\n> Is it?\n> Really?', fixed);
    expect(all.map((b) => [b.kind, b.folds])).toEqual([
      ['new', false],
      ['quoted', true],
      ['quoted', true],
    ]);
    expect(all[1]!.text).toBe('On Monday, A Judge wrote:');
  });
  it('knows who wrote it below a signature, too', () => {
    const all = blocks('Yes.\n-- \nA Clerk\n\nOn Monday, A Judge wrote:\n> Is it?', fixed);
    expect(all.map((b) => b.kind)).toEqual(['new', 'signature', 'quoted', 'quoted']);
  });
  it('leaves short quotes between answers where they are', () => {
    const all = blocks('> Is it?\nYes.\n> And this?\nNo.\n-- \nA', fixed);
    expect(all.map((b) => b.folds)).toEqual([false, false, false, false, false]);
    expect(all[4]).toMatchObject({ kind: 'signature' });
  });
  it('folds below "Original Message" and below the head of Outlook, in Welsh too', () => {
    expect(blocks('Diolch\n\nOddi wrth: A\nAnfonwyd: ddoe\nAt: B\nPwnc: C\n\nhen destun', fixed).map((b) => b.folds)).toEqual([false, true]);
    expect(blocks('Thanks\n-----Original Message-----\nFrom: A\n\nold', fixed).map((b) => b.folds)).toEqual([false, true]);
  });
  it('folds nothing where nothing would be left', () => {
    expect(blocks('> a\n> b', fixed).every((b) => !b.folds)).toBe(true);
  });
});

describe('segments', () => {
  const links = (text: string) => segments(text).flatMap((s) => (s.href ? [s.href] : []));
  it('finds addresses and not what ends the sentence', () => {
    expect(links('See https://x.example/a(b), (www.y.example) and mail a.b@c.example.')).toEqual([
      'https://x.example/a(b)',
      'https://www.y.example',
      'mailto:a.b@c.example',
    ]);
    expect(links('<https://x.example/?q=1&r=2>!')).toEqual(['https://x.example/?q=1&r=2']);
    expect(links('javascript:alert(1) 10.30 x@y file.pdf')).toEqual([]);
  });
  it('keeps every letter', () => {
    const text = 'a https://x.example/. b';
    expect(segments(text).map((s) => s.text).join('')).toBe(text);
  });
  it('is quick with a megabyte', () => {
    const text = 'w.'.repeat(400_000) + '('.repeat(100_000);
    expect(segments(text).map((s) => s.text).join('').length).toBe(text.length);
  });
});
