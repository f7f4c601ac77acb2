import { contacts } from '../store/contacts.svelte';
import { bring } from '../text/text.svelte';

const words = { en: () => import('./en'), cy: () => import('./cy') };
/** The messages of contacts, also for what of them is shown elsewhere. */
export const speak = (): Promise<void> => bring(words);

export async function ready(): Promise<void> {
  await Promise.all([speak(), contacts.load()]);
}
