// The pages beside mail, each fetched when it is first gone to. A subject becomes a page by having a file Page.svelte
// in its folder, which is given `parts`, the rest of the path; its messages it brings itself (text.svelte.ts, `bring`)
// in a file page.ts beside it, whose `ready` is waited for.
import type { Component } from 'svelte';

export interface Page {
  Component: Component<{ parts: string[] }>;
}

const views = import.meta.glob<{ default: Component<{ parts: string[] }> }>('../{settings,addressbook,directory,help}/Page.svelte');
const preparations = import.meta.glob<{ ready?: () => Promise<void> }>('../{settings,addressbook,directory,help}/page.ts');

export const hasPage = (name: string): boolean => `../${name}/Page.svelte` in views;

export async function openPage(name: string): Promise<Page | null> {
  const view = views[`../${name}/Page.svelte`];
  if (!view) return null;
  const preparation = preparations[`../${name}/page.ts`];
  const [module, more] = await Promise.all([view(), preparation?.()]);
  await more?.ready?.();
  return { Component: module.default };
}
