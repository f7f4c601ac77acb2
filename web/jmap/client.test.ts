import { afterEach, describe, expect, it, vi } from 'vitest';

import { Client } from './client';

interface Sent {
  using: string[];
  methodCalls: [string, Record<string, unknown>, string][];
}

function server(answer: (sent: Sent) => Response): Sent[] {
  const requests: Sent[] = [];
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    const sent = JSON.parse(String(init.body)) as Sent;
    requests.push(sent);
    return Promise.resolve(answer(sent));
  });
  return requests;
}
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

afterEach(() => vi.unstubAllGlobals());

describe('the client', () => {
  it('sends the calls of one turn as one request, with what they need', async () => {
    const requests = server((sent) =>
      json({ sessionState: 's', methodResponses: sent.methodCalls.map(([name, , id]) => [name, { of: name }, id]) }),
    );
    const client = new Client();
    const query = client.call('Email/query', { accountId: 'a1' });
    const get = client.call('Email/get', { accountId: 'a1', '#ids': query.ref('/ids') });
    const quota = client.call('Quota/get', { accountId: 'a1', ids: null });
    expect(await quota.answer).toEqual({ ok: true, value: { of: 'Quota/get' } });
    await get.answer;
    expect(requests).toHaveLength(1);
    expect(requests[0]?.using).toEqual([
      'urn:ietf:params:jmap:core',
      'urn:ietf:params:jmap:mail',
      'urn:ietf:params:jmap:quota',
    ]);
    expect(requests[0]?.methodCalls[1]?.[1]).toEqual({
      accountId: 'a1',
      '#ids': { resultOf: requests[0]?.methodCalls[0]?.[2], name: 'Email/query', path: '/ids' },
    });
  });

  it('tells one call that was refused from those that were answered', async () => {
    server((sent) =>
      json({
        sessionState: 's',
        methodResponses: [
          ['error', { type: 'unsupportedFilter', description: 'too much' }, sent.methodCalls[0]?.[2]],
          ['Email/get', { list: [] }, sent.methodCalls[1]?.[2]],
        ],
      }),
    );
    const client = new Client();
    const [query, get] = [client.call('Email/query', {}), client.call('Email/get', {})];
    expect(await query.answer).toMatchObject({ ok: false, problem: { kind: 'refused', type: 'unsupportedFilter' } });
    expect((await get.answer).ok).toBe(true);
  });

  it('knows being signed out from being offline and from being refused', async () => {
    const client = new Client();
    const contacts: boolean[] = [];
    client.onContact = (reached) => contacts.push(reached);
    const outcome = async (): Promise<unknown> => {
      const answer = await client.call('Core/echo', {}).answer;
      return answer.ok ? answer.value : answer.problem;
    };
    server(() => json({}, 401));
    expect(await outcome()).toEqual({ kind: 'signedOut' });
    server(() => json({}, 503));
    expect(await outcome()).toEqual({ kind: 'offline' });
    server(() => json({ type: 'urn:ietf:params:jmap:error:limit', status: 400, limit: 'maxCallsInRequest' }, 400));
    expect(await outcome()).toMatchObject({ kind: 'refused', type: 'limit' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    expect(await outcome()).toEqual({ kind: 'offline' });
    expect(contacts).toEqual([true, false, true, false]);
  });
});
