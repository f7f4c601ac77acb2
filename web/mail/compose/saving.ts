// A draft on the server. An email never changes (RFC 8621 section 4): the draft is made anew, and the one before it
// destroyed by the same call.
import { type Answer, bad, good } from '../../jmap/answer';
import type { Client } from '../../jmap/client';
import type { EmailBodyPart, GetResult, Id, SetResult } from '../../jmap/standard';
import type { Email, Identity } from '../../jmap/types';
import { type Draft, emailOf } from './draft';

export interface Saved {
  emailId: Id;
  /** Its files as they now are in it, in the order of the draft's. What was uploaded lasts a day; these, as long as it. */
  blobIds: Map<string, Id>;
  /** The email before it was gone already: the draft was changed elsewhere, too, and now there are both. */
  wasChangedElsewhere: boolean;
}

const refused = (error: { type: string; description?: string | null } & Record<string, unknown>) =>
  bad({ kind: 'refused', type: error.type, details: error, ...(error.description ? { description: error.description } : {}) });

export async function saveDraft(client: Client, draft: Draft, identity: Identity, draftsId: Id): Promise<Answer<Saved>> {
  const answer = await client.call<SetResult<Email>>('Email/set', {
    accountId: draft.accountId,
    create: { draft: emailOf(draft, identity, draftsId) },
    destroy: draft.emailId ? [draft.emailId] : [],
  }).answer;
  if (!answer.ok) return answer;
  const error = answer.value.notCreated?.draft;
  if (error) return refused(error);
  const emailId = answer.value.created?.draft?.id;
  if (!emailId) return bad({ kind: 'broken', description: 'Email/set' });
  const wasChangedElsewhere = draft.emailId !== null && answer.value.notDestroyed?.[draft.emailId]?.type === 'notFound';
  return good({ emailId, blobIds: await filesOf(client, draft, emailId), wasChangedElsewhere });
}

async function filesOf(client: Client, draft: Draft, emailId: Id): Promise<Map<string, Id>> {
  const found = new Map<string, Id>();
  if (!draft.attachments.some((one) => one.blobId)) return found;
  const answer = await client.call<GetResult<Email>>('Email/get', {
    accountId: draft.accountId,
    ids: [emailId],
    properties: ['attachments'],
    bodyProperties: ['blobId', 'name', 'type', 'size', 'cid'],
  }).answer;
  const parts: EmailBodyPart[] = (answer.ok && answer.value.list[0]?.attachments) || [];
  const left = [...parts];
  for (const one of draft.attachments) {
    if (!one.blobId) continue;
    const at = left.findIndex((part) => (one.cid ? part.cid === one.cid : part.name === one.name && part.size === one.size));
    const blobId = left[at]?.blobId;
    if (!blobId) continue;
    found.set(one.key, blobId);
    left.splice(at, 1);
  }
  return found;
}
