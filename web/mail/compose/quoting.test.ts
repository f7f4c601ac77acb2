import { describe, expect, it } from 'vitest';

import type { Email } from '../../jmap/types';
import { forwardSubject, quoteText, replyRecipients, replySubject, threadOf, withoutSignature } from './quoting';

const at = (...emails: string[]) => emails.map((email) => ({ name: null, email }));
const email = (more: Partial<Email>): Email => ({ from: null, to: null, cc: null, replyTo: null, ...more }) as Email;
const addresses = (list: { email: string }[]) => list.map((one) => one.email);
const me = ['me@x.example'];

describe('the subject of an answer', () => {
  it.each([
    ['Listing', 'Re: Listing'],
    ['Re: Listing', 'Re: Listing'],
    ['RE: re: Ateb: Listing', 'Re: Listing'],
    ['Re[2]: Listing', 'Re: Listing'],
    ['Report: the listing', 'Re: Report: the listing'],
    ['', 'Re:'],
    [null, 'Re:'],
  ])('%s', (subject, expected) => expect(replySubject(subject)).toBe(expected));
  it('of what is forwarded', () => {
    expect(forwardSubject('FW: Fwd: Bundle')).toBe('Fwd: Bundle');
    expect(forwardSubject('Re: Bundle')).toBe('Fwd: Re: Bundle');
  });
});

describe('whom an answer goes to', () => {
  it('the author, or where they want answers', () => {
    const letter = email({ from: at('a@x.example'), to: at('me@x.example') });
    expect(addresses(replyRecipients(letter, false, me).to)).toEqual(['a@x.example']);
    const elsewhere = email({ ...letter, replyTo: at('clerks@x.example') });
    expect(addresses(replyRecipients(elsewhere, false, me).to)).toEqual(['clerks@x.example']);
  });
  it('all but me, each once', () => {
    const letter = email({ from: at('a@x.example'), to: at('ME@x.example', 'b@x.example'), cc: at('c@x.example', 'A@x.example', 'b@x.example') });
    const all = replyRecipients(letter, true, me);
    expect([addresses(all.to), addresses(all.cc)]).toEqual([['a@x.example', 'b@x.example'], ['c@x.example']]);
  });
  it('to what I wrote myself: those I wrote to', () => {
    const letter = email({ from: at('me@x.example'), to: at('b@x.example'), cc: at('c@x.example') });
    expect(addresses(replyRecipients(letter, false, me).to)).toEqual(['b@x.example']);
    const all = replyRecipients(letter, true, me);
    expect([addresses(all.to), addresses(all.cc)]).toEqual([['b@x.example'], ['c@x.example']]);
  });
});

describe('the thread of an answer', () => {
  it('is that of the message, and the message', () => {
    const letter = email({ messageId: ['3@x'], references: ['1@x', '2@x'] });
    expect(threadOf(letter)).toEqual({ inReplyTo: ['3@x'], references: ['1@x', '2@x', '3@x'] });
  });
  it('of a message that names only what it answers', () => {
    expect(threadOf(email({ messageId: ['2@x'], inReplyTo: ['1@x'], references: null })).references).toEqual(['1@x', '2@x']);
  });
  it('stays within what a header holds', () => {
    const many = Array.from({ length: 500 }, (_, n) => `${n}@x`);
    const { references } = threadOf(email({ messageId: ['last@x'], references: many }));
    expect(references).toHaveLength(41);
    expect([references?.[0], references?.at(-1)]).toEqual(['0@x', 'last@x']);
  });
});

describe('quoting', () => {
  it('marks each line once more', () => {
    expect(quoteText('Yes.\n\n> When?\r\nAnn  \n\n')).toBe('> Yes.\n>\n>> When?\n> Ann');
  });
  it('leaves the signature out', () => expect(withoutSignature('Yes.\n-- \nAnn\nClerk')).toBe('Yes.\n'));
});
