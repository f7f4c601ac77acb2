import { describe, expect, it } from 'vitest';

import { type Attached, emailOf, emptyDraft, isEmpty, isUploading } from './draft';

const sender = { name: 'Dele Okafor', email: 'd@x.example', replyTo: null, bcc: null };
const attached = (more: Partial<Attached>): Attached => ({
  key: 'k', name: 'order.pdf', type: 'application/pdf', size: 5, blobId: 'b1', file: null, cid: null, share: 1, problem: null, ...more,
});
const types = (part: any): unknown => (part.subParts ? { [part.type]: part.subParts.map(types) } : part.type);

describe('the message of a draft', () => {
  it('of plain text is that text alone', () => {
    const email = emailOf({ ...emptyDraft('a', 'i', 'plain'), text: 'Ten o clock.', subject: 'Listing' }, sender, 'm2');
    expect(types(email.bodyStructure)).toBe('text/plain');
    expect(email).toMatchObject({ subject: 'Listing', mailboxIds: { m2: true }, keywords: { $draft: true, $seen: true } });
    expect(email).not.toHaveProperty('to');
  });
  it('of rich text has pictures with the text they are in, and files beside both', () => {
    const draft = { ...emptyDraft('a', 'i', 'rich'), html: '<p><img src="cid:1@x"></p>', text: 'x' };
    draft.attachments = [attached({ cid: '1@x', type: 'image/png' }), attached({ cid: 'gone@x' }), attached({})];
    expect(types(emailOf(draft, sender, 'm').bodyStructure)).toEqual({
      'multipart/mixed': [
        { 'multipart/alternative': ['text/plain', { 'multipart/related': ['text/html', 'image/png'] }] },
        'application/pdf',
      ],
    });
  });
  it('leaves out a file that has not gone up yet', () => {
    const draft = { ...emptyDraft('a', 'i', 'plain'), attachments: [attached({ blobId: null })] };
    expect(types(emailOf(draft, sender, 'm').bodyStructure)).toBe('text/plain');
    expect(isUploading(draft)).toBe(true);
  });
  it('carries marking, importance and the wish for a receipt', () => {
    const draft = { ...emptyDraft('a', 'i', 'plain'), marking: 'OFFICIAL', isImportant: true, asksReceipt: true };
    expect(emailOf(draft, sender, 'm')).toMatchObject({
      'header:X-Protective-Marking:asText': 'OFFICIAL',
      'header:Importance:asText': 'high',
      'header:Disposition-Notification-To:asAddresses': [{ name: 'Dele Okafor', email: 'd@x.example' }],
    });
  });
});

it('a draft with a signature alone, whose text was never touched, is empty only without recipients and subject', () => {
  expect(isEmpty(emptyDraft('a', null, 'rich'))).toBe(true);
  expect(isEmpty({ ...emptyDraft('a', null, 'rich'), subject: 'x' })).toBe(false);
});
