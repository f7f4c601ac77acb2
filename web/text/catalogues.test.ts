// Both languages say everything, and nothing is said that is in neither.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Catalogue, write } from './text.svelte';

const root = join(dirname(new URL(import.meta.url).pathname), '..');
const catalogues = import.meta.glob<{ default: Catalogue }>('../**/{en,cy}.ts', { eager: true });
const subjects = Object.keys(catalogues).filter((path) => path.endsWith('/en.ts') && !path.includes('/text/'));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === 'dist') return [];
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(name) && !/\.test\.ts$/.test(name) ? [path] : [];
  });
}
const placeholders = (message: Catalogue[string]): string[] => {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  return [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
};

describe('the catalogues', () => {
  it.each(subjects)('%s and its Welsh have the same messages with the same values', (path) => {
    const english = catalogues[path]?.default ?? {};
    const welsh = catalogues[path.replace('/en.ts', '/cy.ts')]?.default ?? {};
    expect(Object.keys(welsh).sort()).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(english))
      expect([key, placeholders(welsh[key] ?? '')]).toEqual([key, placeholders(message)]);
  });

  it('have every message that a page asks for', () => {
    const known = new Set(subjects.flatMap((path) => Object.keys(catalogues[path]?.default ?? {})));
    const missing = sources(root).flatMap((path) => {
      const text = readFileSync(path, 'utf8').replace(/^ *(\/\/|\/?\*).*$/gm, '');
      const asked = [...text.matchAll(/\bt\(\s*'([^']+)'/g), ...text.matchAll(/\blabel: '([a-z]\w*\.[\w.]+)'/g)];
      return asked.map((found) => found[1] ?? '').filter((key) => !known.has(key)).map((key) => `${path}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('a message', () => {
  it('has the plural forms of its language', () => {
    const dogs = { zero: '{n} cŵn', one: '{n} ci', two: '{n} gi', few: '{n} chi', many: '{n} chi', other: '{n} ci' };
    expect([0, 1, 2, 3, 6, 4].map((n) => write(dogs, 'cy', { n }))).toEqual([
      '0 cŵn',
      '1 ci',
      '2 gi',
      '3 chi',
      '6 chi',
      '4 ci',
    ]);
    expect(write({ one: '{n} message', other: '{n} messages' }, 'en', { n: 1200 })).toBe('1,200 messages');
  });
});
