// The messages of the first load.
import app from '../app/cy';
import mail from '../mail/cy';
import signin from '../signin/cy';
import type { Catalogue } from './text.svelte';

export default { ...app, ...mail, ...signin } as Catalogue;
