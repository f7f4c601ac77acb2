// Looking at attachments: a part of the page that is fetched when somebody first does.
import { dialogs } from '../../../app/dialogs.svelte';
import type { Id } from '../../../jmap/standard';
import { bring } from '../../../text/text.svelte';
import type { Part } from '../letter';
import Viewer from './Viewer.svelte';

const words = { en: () => import('./en'), cy: () => import('./cy') };

export async function look(accountId: Id, parts: Part[], at: number): Promise<void> {
  await bring(words);
  dialogs.show(Viewer, { accountId, parts, at });
}
