// One request to our own server, and how its failures read.
import { type Answer, bad, good, type Problem } from './answer';

const prefix = 'urn:bailey:error:';
const standard = 'urn:ietf:params:jmap:error:';

/** Problem details (RFC 9457), or what the status alone says. */
export async function problemOf(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get('Retry-After'));
  if (response.status === 401) return { kind: 'signedOut' };
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy's page, or nothing: the status has to do.
  }
  const type = String(body.type ?? '').replace(prefix, '').replace(standard, '') || `http${response.status}`;
  if (response.status >= 500 || (response.status === 429 && !body.type))
    return retry > 0 ? { kind: 'offline', retryAfter: retry } : { kind: 'offline' };
  const problem: Problem = { kind: 'refused', type, status: response.status, details: body };
  if (typeof body.detail === 'string') problem.description = body.detail;
  return problem;
}

/** Whatever writes says that it comes from a page of ours (docs/use/api.md, "For pages"). */
export async function send(path: string, init: RequestInit = {}): Promise<Answer<Response>> {
  const headers = new Headers(init.headers);
  headers.set('X-Bailey', '1');
  try {
    const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init, headers });
    return response.ok ? good(response) : bad(await problemOf(response));
  } catch {
    return bad({ kind: 'offline' });
  }
}

export async function sendJson<T>(path: string, method: string, body?: unknown): Promise<Answer<T>> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  const answer = await send(path, init);
  if (!answer.ok) return answer;
  if (answer.value.status === 204) return good(undefined as T);
  try {
    return good((await answer.value.json()) as T);
  } catch {
    return bad({ kind: 'broken', description: path });
  }
}
