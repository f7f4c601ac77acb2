// The hostile letters through the sanitiser: only what is allowed is there, and what there was to read still is.
// Whether anything happens in a browser is seen in journeys/hostile.journey.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { kept } from './allowed';
import { wrapTables } from './frame';
import { foldQuoted } from './quoted';
import { sanitise } from './sanitise';

const folder = join(__dirname, 'hostile');
const letters = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

const may = new Set([
  ...['dir', 'lang', 'align', 'valign', 'bgcolor', 'width', 'height', 'border', 'cellpadding', 'cellspacing', 'colspan'],
  ...['rowspan', 'span', 'nowrap', 'scope', 'start', 'reversed', 'value', 'type', 'color', 'size', 'noshade'],
  ...['alt', 'title', 'class', 'id', 'style', 'href', 'target', 'rel', 'src', 'decoding', 'referrerpolicy'],
]);

function breaches(letter: HTMLElement, outside: boolean): string[] {
  const found: string[] = [];
  for (const element of letter.querySelectorAll('*')) {
    if (!kept.has(element.localName) || element.namespaceURI !== letter.namespaceURI) found.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (!may.has(name)) found.push(`${name}=${value}`);
      if (name === 'style' && /url|image|@|expression|position|fixed|var\(|[\\<]/i.test(value)) found.push(value);
      if (name === 'href' && !/^(https?:\/\/|mailto:|#m-)/.test(value)) found.push(value);
      if (name === 'src' && !/^data:image\/(png|gif|jpeg|webp|bmp);base64,/.test(value) && !(outside && /^https:\/\//.test(value)))
        found.push(value);
      if (name === 'id' && !value.startsWith('m-')) found.push(`id=${value}`);
      if (name === 'class' && value.split(' ').some((one) => !/^(m-|b-held$|b-doubt$|b-cite$)/.test(one))) found.push(`class=${value}`);
    }
    if (element.localName === 'a' && element.getAttribute('href')?.startsWith('http')) {
      if (element.getAttribute('target') !== '_blank') found.push('no target');
      if (!element.getAttribute('rel')?.includes('noopener noreferrer')) found.push('no rel');
    }
  }
  return found;
}

describe('hostile letters', () => {
  it('are many', () => {
    expect(letters.length).toBeGreaterThanOrEqual(60);
  });
  for (const outside of [false, true])
    it.each(letters)(`%s ${outside ? '(pictures asked for)' : ''}`, (_, html) => {
      const cleaned = sanitise(html, { outside });
      expect(breaches(cleaned.letter, outside)).toEqual([]);
      expect(cleaned.letter.textContent).toContain('Readable text.');
      for (const rule of cleaned.rules) {
        expect(rule.selector).toMatch(/^\.b-letter/);
        expect(rule.selector).not.toMatch(/[[{}@\\]|\.b-(?!letter)/);
        for (const d of rule.declarations) expect(`${d.property}:${d.value}`).not.toMatch(/url|image|var|position|[{};@\\]/i);
      }
      foldQuoted(cleaned.letter, 'Show');
      wrapTables(cleaned.letter);
    });
  it('of great size end', () => {
    const rows = '<tr><td style="color:red" onclick="x">cell</td></tr>'.repeat(5_000);
    const { letter } = sanitise(`<table>${rows}</table>`);
    expect(letter.querySelectorAll('td').length).toBe(5_000);
    const sheet = `<style>${'.a .b > .c, .d { color: red; } '.repeat(20_000)}</style>`;
    expect(sanitise(sheet).rules.length).toBeLessThanOrEqual(2_001);
    expect(sanitise(`<p style="${'('.repeat(100_000)}">x</p>`).letter.textContent).toBe('x');
    expect(sanitise(`<style>${'{'.repeat(100_000)}</style>x`).letter.textContent).toBe('x');
    expect(sanitise(`<style>${'a{@media print{'.repeat(20_000)}</style>x`).letter.textContent).toBe('x');
  });
});
