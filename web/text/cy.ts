// The messages of the first load.
import app from '../app/cy';
import mail from '../mail/cy';
import message from '../mail/message/cy';
import search from '../mail/search/cy';
import signin from '../signin/cy';
import type { Catalogue } from './text.svelte';

export default { ...app, ...mail, ...message, ...search, ...signin } as Catalogue;
