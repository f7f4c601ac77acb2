// The content of the parts of messages: blobs of the account they are in.
import { download, downloadUrl } from '../jmap/blobs';
import type { Id } from '../jmap/standard';
import { session } from './session.svelte';

export interface Stored {
  blobId: Id | null;
  type: string;
  name?: string | null;
}

/** The content, with the type that the part says it has; null when it cannot be had now. */
export async function contentOf(accountId: Id, part: Stored): Promise<Blob | null> {
  if (!session.jmap || !part.blobId) return null;
  const answer = await download(session.jmap, accountId, part.blobId, part.type);
  return answer.ok ? answer.value : null;
}

/** Where it is saved from. */
export function addressOf(accountId: Id, part: Stored): string {
  if (!session.jmap || !part.blobId) return '';
  return downloadUrl(session.jmap, accountId, part.blobId, part.name ?? '', part.type);
}
