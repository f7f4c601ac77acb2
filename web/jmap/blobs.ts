// Files: up with progress, down by address.
import { type Answer, bad, good } from './answer';
import { problemOf } from './http';
import type { Id, JmapSession } from './standard';

export interface Uploaded {
  accountId: Id;
  blobId: Id;
  type: string;
  size: number;
}
export interface Upload {
  readonly done: Promise<Answer<Uploaded>>;
  /** `done` is then refused as "cancelled". */
  cancel(): void;
}

/** RFC 8620 section 6.1. `progress` is told the share that has gone, 0 to 1. XMLHttpRequest, since fetch tells none. */
export function upload(
  session: JmapSession,
  accountId: Id,
  file: Blob,
  progress: (share: number) => void = () => {},
): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer<Uploaded>>((resolve) => {
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onabort = () => resolve(bad({ kind: 'refused', type: 'cancelled' }));
    request.onerror = () => resolve(bad({ kind: 'offline' }));
    request.onload = async () => {
      if (request.status >= 400)
        return resolve(bad(await problemOf(new Response(request.responseText, { status: request.status }))));
      progress(1);
      try {
        resolve(good(JSON.parse(request.responseText) as Uploaded));
      } catch {
        resolve(bad({ kind: 'broken', description: 'upload' }));
      }
    };
  });
  request.open('POST', pathOf(session.uploadUrl.replace('{accountId}', encodeURIComponent(accountId))));
  request.setRequestHeader('X-Bailey', '1');
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  request.send(file);
  return { done, cancel: () => request.abort() };
}

/** RFC 8620 section 6.2: where a blob is, under a name and as a type. */
export function downloadUrl(session: JmapSession, accountId: Id, blobId: Id, name: string, type: string): string {
  const values: Record<string, string> = { accountId, blobId, name: name || 'file', type };
  return pathOf(session.downloadUrl.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? '')));
}

/** The blob itself, for what is shown in the page. */
export async function download(session: JmapSession, accountId: Id, blobId: Id, type: string): Promise<Answer<Blob>> {
  try {
    const response = await fetch(downloadUrl(session, accountId, blobId, 'part', type), { credentials: 'same-origin' });
    return response.ok ? good(await response.blob()) : bad(await problemOf(response));
  } catch {
    return bad({ kind: 'offline' });
  }
}

// The session's addresses are whole; behind another name of the same server (a port that is forwarded) only their path
// is right for the page.
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '');
}
