import { bring } from '../text/text.svelte';

const words = { en: () => import('./en'), cy: () => import('./cy') };
export const ready = (): Promise<void> => bring(words);
