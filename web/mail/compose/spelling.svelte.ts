// Which words are misspelt: the server's dictionary is asked for those that are new, many at a time; own words and what
// is no word (numbers, addresses, capitals) are never asked for.
import { SvelteMap } from 'svelte/reactivity';

import { sendJson } from '../../jmap/http';
import { preferences } from '../../store/preferences.svelte';

const language = 'en-GB';
const most = 1_000;
const longest = 100;

// An address, a reference such as T20260112, a path: nothing in it is a word.
const noText = /[@\d_/\\]|\p{L}\.\p{L}/u;

/** Where the words of a text are. */
export function words(text: string): { word: string; at: number }[] {
  const found = [];
  for (const run of text.matchAll(/\S+/g)) {
    if (noText.test(run[0])) continue;
    for (const match of run[0].matchAll(/[\p{L}\p{M}][\p{L}\p{M}'’]*/gu)) {
      const word = match[0].replace(/['’]+$/, '');
      if (word.length > 1 && word.length <= longest && !/^\p{Lu}+$/u.test(word)) found.push({ word, at: run.index + match.index });
    }
  }
  return found;
}

class Spelling {
  /** No dictionary on this server: nothing is marked. */
  isThere = $state(true);
  private readonly right = new SvelteMap<string, boolean>();
  private readonly suggestions = new Map<string, Promise<string[]>>();

  /** Undefined: not known yet. */
  isRight(word: string): boolean | undefined {
    const plain = word.replace(/’/g, "'");
    if (preferences.now.personalWords[plain] || preferences.now.personalWords[plain.toLowerCase()]) return true;
    return this.right.get(plain);
  }

  /** Has all of these looked at; true where something new came of it. */
  async look(all: Iterable<string>): Promise<boolean> {
    const fresh = new Set<string>();
    for (const word of all) {
      const plain = word.replace(/’/g, "'");
      if (this.isRight(plain) === undefined) fresh.add(plain);
    }
    if (!this.isThere || !fresh.size) return false;
    const asked = [...fresh].slice(0, most);
    const answer = await sendJson<{ unknown: string[] }>('/api/spelling', 'POST', { language, words: asked });
    if (!answer.ok) {
      if (answer.problem.kind === 'refused') this.isThere = false;
      return false;
    }
    const unknown = new Set(answer.value.unknown);
    for (const word of asked) this.right.set(word, !unknown.has(word));
    return true;
  }

  suggest(word: string): Promise<string[]> {
    const plain = word.replace(/’/g, "'");
    let found = this.suggestions.get(plain);
    if (!found) {
      found = sendJson<{ suggestions: string[] }>('/api/spelling/suggest', 'POST', { language, word: plain }).then((answer) =>
        answer.ok ? answer.value.suggestions : [],
      );
      this.suggestions.set(plain, found);
    }
    return found;
  }

  /** To the person's own words. */
  learn(word: string): void {
    void preferences.keep('personalWords', word.replace(/’/g, "'"));
  }
}

export const spelling = new Spelling();
