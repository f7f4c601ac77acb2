// What this browser keeps of a person's choices about the page itself: widths, and what it needs before the server's
// preferences are there (chosen.svelte.ts).

export interface Options {
  language: 'en' | 'cy';
  /** Was it chosen before anybody was signed in? */
  isLanguageAsked: boolean;
  foldersWidth: number;
  listWidth: number;
  /** Where the message is below the list. */
  listHeight: number;
  isCompact: boolean;
  conversations: boolean;
  readingPane: 'right' | 'below' | 'off';
  closedFolders: string[];
  /** Plain text in letters of one width. */
  monospaced: boolean;
  /** The last few searches. */
  searches: string[];
}

const key = 'bailey.options';
const first: Options = {
  language: typeof navigator !== 'undefined' && navigator.language.startsWith('cy') ? 'cy' : 'en',
  isLanguageAsked: false,
  foldersWidth: 232,
  listWidth: 400,
  listHeight: 320,
  isCompact: false,
  conversations: true,
  readingPane: 'right',
  closedFolders: [],
  monospaced: false,
  searches: [],
};

function kept(): Options {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Options>) };
  } catch {
    return { ...first };
  }
}

class OptionsStore {
  readonly now: Options = $state(kept());

  set<K extends keyof Options>(name: K, value: Options[K]): void {
    this.now[name] = value;
    try {
      localStorage.setItem(key, JSON.stringify(this.now));
    } catch {
      // A browser that keeps nothing (private, full): the choice lasts as long as the page.
    }
  }
}

export const options = new OptionsStore();
