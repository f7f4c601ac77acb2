import { preferences } from '../store/preferences.svelte';
import { bring } from '../text/text.svelte';

export async function ready(): Promise<void> {
  await Promise.all([bring({ en: () => import('./en'), cy: () => import('./cy') }), preferences.load()]);
}
