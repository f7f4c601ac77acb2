import { describe, expect, it } from 'vitest';

import { hostsIn, linkTo, mailLink, unicodeHost } from './link';

describe('linkTo', () => {
  it('goes to web pages and to people, nowhere else', () => {
    expect(linkTo('https://www.gov.uk/a?b').href).toBe('https://www.gov.uk/a?b');
    expect(linkTo(' http://x.example ').kind).toBe('web');
    expect(linkTo('MAILTO:a@b.example').kind).toBe('mail');
    expect(linkTo('//x.example/a').href).toBe('https://x.example/a');
    expect(linkTo('#place')).toMatchObject({ kind: 'within', href: 'place' });
    for (const href of [
      ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' java\nscript:alert(1)', '\u0001javascript:alert(1)', 'vbscript:x'],
      ...['data:text/html,<script>', 'blob:https://x/1', 'file:///etc/passwd', 'ftp://x', 'about:blank', 'ms-word:ofe|u|x'],
      ...['/relative', 'relative', '', '#', 'javascript&colon;alert(1)', 'view-source:https://x', 'https:', 'search-ms:q'],
    ])
      expect(linkTo(href).kind, href).toBe('nowhere');
  });
  it('doubts a text that names another host', () => {
    const doubt = (href: string, text: string) => linkTo(href, text).doubt;
    expect(doubt('https://evil.example/', 'https://www.gov.uk/')).toBe('otherHost');
    expect(doubt('https://evil.example/', 'Sign in at gov.uk today')).toBe('otherHost');
    expect(doubt('https://gov.uk.evil.example/', 'gov.uk')).toBe('otherHost');
    expect(doubt('https://evil.example/', 'g\u200bov.uk')).toBe('otherHost');
    expect(doubt('https://evil.example/', 'ｇｏｖ．ｕｋ')).toBe('otherHost');
    expect(doubt('https://evil.example/', 'a.clerk@court.gov.uk')).toBe('otherHost');
    expect(doubt('https://www.gov.uk/a', 'gov.uk')).toBeNull();
    expect(doubt('https://gov.uk/a', 'https://www.gov.uk/a')).toBeNull();
    expect(doubt('https://forms.gov.uk/a', 'gov.uk')).toBeNull();
    expect(doubt('https://evil.example/', 'Click here')).toBeNull();
    expect(doubt('https://files.example/1', 'Listing.pdf')).toBeNull();
    expect(doubt('https://files.example/1', 'the hearing.Please come')).toBeNull();
  });
  it('doubts hosts in foreign letters, names before the host, and numbers', () => {
    expect(linkTo('https://www.gоv.uk/').doubt).toBe('lookalike'); // a Cyrillic o
    expect(linkTo('https://www.gоv.uk/').host).toMatch(/^www\.xn--/);
    expect(linkTo('https://tŷ.cymru/').doubt).toBeNull();
    expect(linkTo('https://www.gov.uk@evil.example/').doubt).toBe('credentials');
    expect(linkTo('https://192.0.2.7/').doubt).toBe('address');
    expect(linkTo('https://0x7f000001/').doubt).toBe('address');
    expect(linkTo('https://[2001:db8::1]/').doubt).toBe('address');
  });
});

it('finds hosts as a reader would', () => {
  expect(hostsIn('See https://A.example/x, www.b.example and mail c@d.example.')).toEqual(['a.example', 'www.b.example', 'd.example']);
  expect(hostsIn('5.30 to 6.15, no. 3, e.g. this')).toEqual([]);
});

it('reads punycode (RFC 3492)', () => {
  expect(unicodeHost('xn--t-6fa.cymru')).not.toBe('');
  expect(unicodeHost('xn--bcher-kva.example')).toBe('bücher.example');
  expect(unicodeHost('xn--80ak6aa92e.com')).toBe('аррӏе.com');
  expect(unicodeHost(new URL('https://ŵy-tŷ.cymru').hostname)).toBe('ŵy-tŷ.cymru');
});

it('reads a link to write to somebody, and takes no hidden copies from it (RFC 6068)', () => {
  expect(mailLink('mailto:a@b.example,c@d.example?subject=Re%3A%20x%0D%0ABcc:e@f&body=one%0Atwo&bcc=h@i.example&attach=/etc/passwd')).toEqual({
    to: ['a@b.example', 'c@d.example'],
    cc: [],
    subject: 'Re: x Bcc:e@f',
    body: 'one\ntwo',
  });
});
