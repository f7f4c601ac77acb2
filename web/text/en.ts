// The messages of the first load.
import app from '../app/en';
import mail from '../mail/en';
import signin from '../signin/en';
import type { Catalogue } from './text.svelte';

export default { ...app, ...mail, ...signin } as Catalogue;
