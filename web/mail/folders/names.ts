// The folders that everybody has are named in the reader's language, whatever the server calls them.
import type { Mailbox } from '../../jmap/types';
import { t } from '../../text/text.svelte';

const named = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'];

export const folderName = (mailbox: Mailbox): string =>
  mailbox.role !== null && named.includes(mailbox.role) ? t(`mail.folder.${mailbox.role}`) : mailbox.name;
