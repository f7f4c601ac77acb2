// Messages that are no emails of an account (yet): those that are attached to others. And the beginnings of files.
import type { Id } from '../jmap/standard';
import type { Email } from '../jmap/types';
import { whole } from './account.svelte';
import { session } from './session.svelte';

const properties = [
  ...['messageId', 'from', 'to', 'cc', 'subject', 'sentAt', 'bodyValues', 'textBody', 'htmlBody', 'attachments'],
];

/** RFC 8621 section 4.9; null when it is no message, or cannot be had. */
export async function parseLetter(accountId: Id, blobId: Id): Promise<Email | null> {
  const answer = await session.client.call<{ parsed: Record<Id, Email> | null }>('Email/parse', {
    accountId,
    blobIds: [blobId],
    properties,
    ...whole,
  }).answer;
  return (answer.ok && answer.value.parsed?.[blobId]) || null;
}

interface Beginning {
  id: Id;
  'data:asBase64': string | null;
}

/** The first octets of some blobs (RFC 9404 section 4.2), of those that there are. */
export async function beginnings(accountId: Id, ids: Id[], length: number): Promise<Map<Id, Uint8Array>> {
  const found = new Map<Id, Uint8Array>();
  if (!ids.length) return found;
  const answer = await session.client.call<{ list: Beginning[] }>('Blob/get', {
    accountId,
    ids,
    properties: ['data:asBase64'],
    offset: 0,
    length,
  }).answer;
  if (!answer.ok) return found;
  for (const { id, 'data:asBase64': data } of answer.value.list)
    if (data) found.set(id, Uint8Array.from(atob(data), (one) => one.charCodeAt(0)));
  return found;
}
