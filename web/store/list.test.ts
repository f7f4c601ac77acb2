// RFC 8620 section 5.6: a list of which only parts are known stays right as the server's changes.
import { describe, expect, it } from 'vitest';

import { type Answer, bad, good } from '../jmap/answer';
import type { Client } from '../jmap/client';
import { EmailList, type MailRecords } from './list.svelte';

type Handler = (args: Record<string, unknown>) => Answer<unknown>;

/** A server that answers each method by a function. */
function against(methods: Record<string, Handler>): { list: EmailList; asked: string[] } {
  const asked: string[] = [];
  const client = {
    call: (name: string, args: Record<string, unknown>) => {
      asked.push(name === 'Email/query' ? `query ${String(args.position)}` : name);
      return { answer: Promise.resolve(methods[name]?.(args) ?? good({ list: [], notFound: [] })), ref: () => ({}) };
    },
  } as unknown as Client;
  const nothing = { take: () => {}, load: () => Promise.resolve(), get: () => undefined, has: () => true };
  const account = { id: 'a1', emails: nothing, threads: nothing, know: nothing.load, trim: () => {} } as unknown as MailRecords;
  return { list: new EmailList(client, account, { filter: null, sort: [], collapseThreads: false }), asked };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A mailbox of so many messages, e0 the first. */
function mailbox(ids: string[]): { state: number; ids: string[]; query: Handler } {
  const box = {
    state: 1,
    ids,
    query: (args: Record<string, unknown>) =>
      good({
        queryState: `s${box.state}`,
        position: args.position,
        total: box.ids.length,
        ids: box.ids.slice(Number(args.position), Number(args.position) + Number(args.limit)),
      }),
  };
  return box;
}
const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `e${n}`);

describe('a list', () => {
  it('knows what was looked at, and asks for nothing twice', async () => {
    const { list, asked } = against({ 'Email/query': mailbox(many(100_000)).query });
    list.need(0, 20);
    await settled();
    list.need(0, 20);
    list.need(50_000, 50_010);
    await settled();
    expect(list.total).toBe(100_000);
    expect([list.at(0), list.at(59), list.at(60), list.at(50_005)]).toEqual(['e0', 'e59', undefined, 'e50005']);
    expect(asked.filter((one) => one.startsWith('query'))).toEqual(['query 0', 'query 49980']);
  });

  it('takes in what came and what went where it is', async () => {
    const box = mailbox(many(5));
    const { list } = against({
      'Email/query': box.query,
      'Email/queryChanges': () =>
        good({ oldQueryState: 's1', newQueryState: 's2', total: 5, removed: ['e1'], added: [{ id: 'new', index: 0 }] }),
    });
    list.need(0, 4);
    await settled();
    await list.refresh();
    expect([0, 1, 2, 3, 4].map((n) => list.at(n))).toEqual(['new', 'e0', 'e2', 'e3', 'e4']);
  });

  it('gives up what it knew beyond a gap when something went from who knows where', async () => {
    const box = mailbox(many(1000));
    const { list, asked } = against({
      'Email/query': box.query,
      'Email/queryChanges': () =>
        good({ oldQueryState: 's1', newQueryState: 's1', total: 999, removed: ['e200'], added: [] }),
    });
    list.need(0, 20);
    list.need(600, 610);
    await settled();
    list.need(600, 610);
    await settled();
    box.ids = box.ids.filter((id) => id !== 'e200');
    await list.refresh();
    await settled();
    expect(list.at(0)).toBe('e0');
    expect(list.at(600)).toBe('e601');
    expect(asked.filter((one) => one === 'query 600')).toHaveLength(2);
  });

  it('takes rows out at once, and keeps them out whatever an answer from before says', async () => {
    const box = mailbox(many(5));
    let removed: string[] = [];
    const { list } = against({
      'Email/query': box.query,
      'Email/queryChanges': () => good({ newQueryState: 's1', total: box.ids.length, removed, added: [] }),
    });
    list.need(0, 4);
    await settled();
    list.leave(['e1', 'e2']);
    expect([list.total, list.at(1)]).toEqual([3, 'e3']);
    await list.refresh();
    expect([list.total, list.at(1)]).toEqual([3, 'e3']);
    removed = ['e1', 'e2'];
    box.ids = ['e0', 'e3', 'e4'];
    await list.refresh();
    list.comeBack(['e1', 'e2']);
    expect([list.total, list.at(0), list.at(1), list.at(2)]).toEqual([3, 'e0', 'e3', 'e4']);
  });

  it('shows rows again that do not leave after all', async () => {
    const { list } = against({ 'Email/query': mailbox(many(3)).query });
    list.need(0, 2);
    await settled();
    list.leave(['e1']);
    list.comeBack(['e1']);
    expect([0, 1, 2].map((n) => list.at(n))).toEqual(['e0', 'e1', 'e2']);
  });

  it('begins anew where the server cannot tell what changed', async () => {
    const box = mailbox(many(3));
    const { list } = against({
      'Email/query': box.query,
      'Email/queryChanges': () => bad({ kind: 'refused', type: 'cannotCalculateChanges' }),
    });
    list.need(0, 2);
    await settled();
    box.ids = ['x', 'y'];
    box.state = 2;
    await list.refresh();
    expect([list.total, list.at(0), list.at(1), list.at(2)]).toEqual([2, 'x', 'y', undefined]);
  });

  it('says why it cannot be shown', async () => {
    const { list } = against({ 'Email/query': () => bad({ kind: 'refused', type: 'unsupportedFilter' }) });
    list.need(0, 2);
    await settled();
    expect([list.problem, list.total]).toEqual(['unsupportedFilter', null]);
  });
});
