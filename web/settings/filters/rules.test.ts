import { describe, expect, it } from 'vitest';

import { emptyRule, isWhole, type Rule, rulesOf, scriptOf } from './rules';

const names: Record<string, string> = { m5: 'Cases/R v Marsh', m6: 'Odd "name" \\ here' };
const nameOf = (id: string) => names[id];
const rule = (more: Partial<Rule>): Rule => ({
  ...emptyRule(),
  tests: [{ field: 'from', comparison: 'contains', value: 'listing@court.example' }],
  actions: [{ deed: 'move', value: 'm5' }],
  ...more,
});
// The script without the line that holds the form.
const body = (...rules: Rule[]) => scriptOf(rules, nameOf).split('\n').slice(1).join('\n').trim();

describe('the script of a form', () => {
  it('files a message from somebody', () => {
    expect(body(rule({ name: 'Listings' }))).toBe(
      `require ["fileinto", "mailboxid"];

# Listings
if header :contains ["from", "sender"] "listing@court.example" {
    fileinto :mailboxid "m5" "Cases/R v Marsh";
    stop;
}`,
    );
  });
  it('asks all tests, or any, and marks before it files', () => {
    const both = rule({
      needs: 'any',
      tests: [
        { field: 'subject', comparison: 'is', value: 'Warned list' },
        { field: 'size', comparison: 'over', value: '2.5' },
        { field: 'text', comparison: 'not', value: 'bail' },
      ],
      actions: [{ deed: 'copy', value: 'm5' }, { deed: 'seen', value: '' }, { deed: 'flag', value: '' }],
      stops: false,
    });
    expect(body(both)).toBe(
      `require ["fileinto", "mailboxid", "copy", "imap4flags", "body"];

if anyof (
    header :is "subject" "Warned list",
    size :over 2560K,
    not anyof (header :contains "subject" "bail", body :text :contains "bail")
) {
    addflag "\\\\Seen";
    addflag "\\\\Flagged";
    fileinto :copy :mailboxid "m5" "Cases/R v Marsh";
}`,
    );
  });
  it('leaves out what is off, and what is not whole', () => {
    expect(body(rule({ isOn: false }), rule({ tests: [] }), rule({ actions: [{ deed: 'move', value: '' }] }))).toBe('');
    expect(isWhole(rule({ tests: [{ field: 'attachment', comparison: 'is', value: '' }] }))).toBe(true);
  });
  it('cannot be broken by what people write', () => {
    const nasty = '"; discard; # \\ \n fileinto "x';
    const text = body(rule({ name: 'a\n} discard;', tests: [{ field: 'subject', comparison: 'contains', value: nasty }], actions: [{ deed: 'seen', value: '' }] }));
    expect(text).toContain('# a } discard;');
    expect(text).toContain('"\\"; discard; # \\\\ \n fileinto \\"x"');
    expect(text).toContain('require ["imap4flags"];');
  });
});

describe('a script read back', () => {
  const all = [
    rule({ name: 'Siân – “listing”' }),
    rule({ isOn: false, needs: 'any' }),
    rule({ actions: [{ deed: 'move', value: 'm6' }, { deed: 'reject', value: 'No.\n"Thanks"' }] }),
    rule({ tests: [], actions: [] }),
  ];
  it('gives the same form', () => expect(rulesOf(scriptOf(all, nameOf))).toEqual(all));
  it('also with other line ends', () => {
    const script = scriptOf(all, nameOf);
    expect(rulesOf(script.replace(/\n/g, '\r\n'))).toEqual(all);
  });
  it('is a text, once somebody has changed it', () => {
    expect(rulesOf(`${scriptOf(all, nameOf)}\nkeep;\n`)).toBeNull();
    expect(rulesOf('require "fileinto"; keep;')).toBeNull();
    expect(rulesOf('# bailey-rules: !!!\nkeep;')).toBeNull();
  });
});
