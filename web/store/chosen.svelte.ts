// The choices that the page must know before it is drawn are kept by the browser (options) and by the server
// (preferences): what the server has wins when it comes, and what is chosen here goes to both.
import { options, type Options } from './options.svelte';
import { preferences, type Preferences } from './preferences.svelte';

/** Takes up what the server has; again whenever that changes. To be called within an effect. */
export function follow(): void {
  const { conversations, density, language, readingPane } = preferences.now;
  if (!preferences.isLoaded) return;
  set({ conversations, isCompact: density === 'compact', readingPane });
  if (options.now.isLanguageAsked) {
    // Just chosen, before signing in.
    options.set('isLanguageAsked', false);
    choose({ language: options.now.language });
  } else if (language === 'cy' || !isWelshBrowser()) set({ language });
}

// The server's "en" may mean that nothing was chosen: a browser in Welsh stays so until English is asked for in it.
const isWelshBrowser = (): boolean => navigator.language.startsWith('cy');

function set(wanted: Partial<Options>): void {
  for (const [name, value] of Object.entries(wanted) as [keyof Options, never][])
    if (options.now[name] !== value) options.set(name, value);
}

/** Chooses here, and for this person's other browsers. */
export function choose(change: Partial<Pick<Preferences, 'conversations' | 'density' | 'language' | 'readingPane'>>): void {
  const { density, ...rest } = change;
  set({ ...rest, ...(density && { isCompact: density === 'compact' }) });
  if (preferences.areKept) void preferences.set(change);
}
