import { describe, expect, it } from 'vitest';

import { bad, good } from '../jmap/answer';
import type { Client } from '../jmap/client';
import { Records } from './records.svelte';

interface Note {
  id: string;
  keywords: Record<string, true>;
  subject?: string;
}

function notes(answers: Record<string, (args: Record<string, unknown>) => unknown>): { records: Records<Note>; asked: unknown[] } {
  const asked: unknown[] = [];
  const client = {
    limits: { maxObjectsInGet: 2 },
    call: (name: string, args: Record<string, unknown>) => {
      asked.push([name, args.ids ?? args.sinceState]);
      return { answer: Promise.resolve(answerTo(answers[name]?.(args))), ref: () => ({}) };
    },
  } as unknown as Client;
  return { records: new Records<Note>(client, 'a1', { type: 'Note', mutable: ['keywords'] }), asked };
}
// A string refuses.
const answerTo = (value: unknown): unknown => (typeof value === 'string' ? bad({ kind: 'refused', type: value }) : good(value));
const get = (args: Record<string, unknown>): unknown => ({
  state: '1',
  notFound: [],
  list: (args.ids as string[]).map((id) => ({ id, keywords: {}, subject: `about ${id}` })),
});

describe('records', () => {
  it('gathers what is asked for in one turn, within the limits of the server, and asks once', async () => {
    const { records, asked } = notes({ 'Note/get': get });
    void records.load(['n1']);
    void records.load(['n1', 'n2']);
    await records.load(['n3']);
    await records.load(['n2']);
    expect(asked).toEqual([
      ['Note/get', ['n1', 'n2']],
      ['Note/get', ['n3']],
    ]);
    expect(records.get('n3')?.subject).toBe('about n3');
  });

  it('takes up of a changed one what may change, and drops what is gone', async () => {
    const { records } = notes({
      'Note/get': (args) => (args.properties ? { state: '2', notFound: [], list: [{ id: 'n1', keywords: { $seen: true } }] } : get(args)),
      'Note/changes': () => ({ created: [], updated: ['n1', 'n9'], destroyed: ['n2'], newState: '2', hasMoreChanges: false }),
    });
    await records.load(['n1', 'n2']);
    expect(await records.refresh()).toEqual(new Set(['n1', 'n9', 'n2']));
    expect(records.get('n1')).toEqual({ id: 'n1', keywords: { $seen: true }, subject: 'about n1' });
    expect(records.get('n2')).toBeUndefined();
  });

  it('shows what was done here at once, also over what comes from the server meanwhile', async () => {
    const { records } = notes({ 'Note/get': get });
    await records.load(['n1']);
    const settle = records.lay('n1', { 'keywords/$flagged': true });
    records.take({ accountId: 'a1', state: '1', list: [{ id: 'n1', keywords: { $seen: true } }], notFound: [] });
    expect(records.get('n1')?.keywords).toEqual({ $seen: true, $flagged: true });
    settle();
    expect(records.get('n1')?.keywords).toEqual({ $seen: true });
  });

  it('all of more than the server gives at once come page by page', async () => {
    const ids = ['n1', 'n2', 'n3'];
    const { records, asked } = notes({
      'Note/get': (args) => (args.ids === null ? 'requestTooLarge' : get(args)),
      'Note/query': (args) => ({ ids: ids.slice(Number(args.position), Number(args.position) + Number(args.limit)) }),
    });
    await records.load(['gone']);
    await records.loadAll();
    expect(records.all().map((one) => one.id)).toEqual(ids);
    expect(records.isWhole).toBe(true);
    expect(asked.filter((one) => (one as string[])[0] === 'Note/query')).toHaveLength(2);
  });
});
