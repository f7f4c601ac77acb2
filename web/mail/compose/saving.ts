// A draft on the server. An email never changes (RFC 8621 section 4): the draft is made anew, and the one before it
// destroyed by the same call.
import { type Answer, bad, good } from '../../jmap/answer';
import type { Client } from '../../jmap/client';
import type { EmailBodyPart, GetResult, Id, QueryResult, SetResult } from '../../jmap/standard';
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

/** `isDoubtful`: what came of an earlier call is not known; what there is of the draft is looked for first. */
export async function saveDraft(
  client: Client,
  draft: Draft,
  identity: Identity,
  draftsId: Id,
  isDoubtful: boolean,
): Promise<Answer<Saved>> {
  let before = draft.emailId ? [draft.emailId] : [];
  if (isDoubtful && draft.messageId) {
    const found = await find(client, draft, draftsId);
    if (!found.ok) return found;
    const [latest] = found.value;
    if (latest) {
      before = found.value.map((email) => email.id);
      const blobIds = filesIn(draft, latest.attachments ?? []);
      draft = { ...draft, emailId: latest.id, attachments: draft.attachments.map((one) => ({ ...one, blobId: blobIds.get(one.key) ?? one.blobId })) };
    }
  }
  const answer = await client.call<SetResult<Email>>('Email/set', {
    accountId: draft.accountId,
    create: { draft: emailOf(draft, identity, draftsId) },
    destroy: before,
  }).answer;
  if (!answer.ok) return answer;
  const error = answer.value.notCreated?.draft;
  if (error) return refused(error);
  const emailId = answer.value.created?.draft?.id;
  if (!emailId) return bad({ kind: 'broken', description: 'Email/set' });
  const wasChangedElsewhere = draft.emailId !== null && answer.value.notDestroyed?.[draft.emailId]?.type === 'notFound';
  return good({ emailId, blobIds: await filesOf(client, draft, emailId), wasChangedElsewhere });
}

const parts = { properties: ['attachments'], bodyProperties: ['blobId', 'name', 'type', 'size', 'cid'] };

/** What the server has of the draft, the latest first. */
async function find(client: Client, draft: Draft, draftsId: Id): Promise<Answer<Email[]>> {
  const { accountId } = draft;
  const ids = client.call<QueryResult>('Email/query', {
    accountId,
    filter: { inMailbox: draftsId, header: ['Message-ID', draft.messageId] },
    sort: [{ property: 'receivedAt', isAscending: false }],
  });
  const answer = await client.call<GetResult<Email>>('Email/get', { accountId, '#ids': ids.ref('/ids'), ...parts }).answer;
  return answer.ok ? good(answer.value.list) : answer;
}

async function filesOf(client: Client, draft: Draft, emailId: Id): Promise<Map<string, Id>> {
  if (!draft.attachments.some((one) => one.blobId)) return new Map();
  const answer = await client.call<GetResult<Email>>('Email/get', { accountId: draft.accountId, ids: [emailId], ...parts }).answer;
  return filesIn(draft, (answer.ok && answer.value.list[0]?.attachments) || []);
}

function filesIn(draft: Draft, saved: EmailBodyPart[]): Map<string, Id> {
  const found = new Map<string, Id>();
  const left = [...saved];
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
