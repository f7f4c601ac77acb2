// Choosing people from the directory for a message: a dialog, and the fields that they are to go into.
import { dialogs } from '../app/dialogs.svelte';
import type { EmailAddress } from '../jmap/standard';
import Pick from './Pick.svelte';
import { ready } from './page';

export type Field = 'to' | 'cc' | 'bcc';

/** Those chosen are given to `onpicked`, with the field chosen for them, as often as one adds some. */
export async function pick(onpicked: (field: Field, people: EmailAddress[]) => void): Promise<void> {
  await ready();
  dialogs.show(Pick, { onpicked });
}
