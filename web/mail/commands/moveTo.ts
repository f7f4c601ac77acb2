import { dialogs } from '../../app/dialogs.svelte';
import type { Command } from '../../commands/command';
import type { Mailbox } from '../../jmap/types';
import { t } from '../../text/text.svelte';
import { move } from '../actions';
import { desk } from '../desk.svelte';
import { allow, goOn, rowIds, target } from '../targets';

export const moveTo: Command = {
  id: 'mail.move',
  label: 'mail.do.move',
  icon: 'folderMove',
  group: 'message',
  keys: ['v'],
  when: () => allow('mayRemoveItems'),
  run: async () => {
    const rows = rowIds();
    const { accountId, mailboxId } = desk;
    const what = await target(true);
    const { default: FolderChooser } = await import('../folders/FolderChooser.svelte');
    dialogs.show(FolderChooser, {
      title: t('mail.moveTitle', { n: rows.length }),
      accountId,
      except: mailboxId,
      onchoose: (to: Mailbox) => {
        void move(what, to, 'mail.did.moved', rows.length);
        goOn(rows);
      },
    });
  },
};
