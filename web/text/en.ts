// The messages of the first load.
import app from '../app/en';
import mail from '../mail/en';
import message from '../mail/message/en';
import search from '../mail/search/en';
import signin from '../signin/en';
import type { Catalogue } from './text.svelte';

export default { ...app, ...mail, ...message, ...search, ...signin } as Catalogue;
