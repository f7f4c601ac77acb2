import { dialogs } from '../../app/dialogs.svelte';
import type { Command } from '../../commands/command';
import { t } from '../../text/text.svelte';
import { destroy, move } from '../actions';
import { desk } from '../desk.svelte';
import { allow, folderOf, goOn, rowIds, target } from '../targets';

// What is deleted goes to Deleted; what is there already, and drafts of nothing, for good, when that was confirmed.
async function run(): Promise<void> {
  const rows = rowIds();
  const trash = folderOf('trash');
  const what = await target(true);
  if (trash && desk.mailboxId !== trash.id) {
    void move(what, trash, 'mail.did.deleted', rows.length);
    return goOn(rows);
  }
  const { default: Confirm } = await import('../../components/Confirm.svelte');
  dialogs.show(Confirm, {
    title: t('mail.destroyTitle', { n: rows.length }),
    text: t('mail.destroyText'),
    action: t('mail.destroyAction'),
    isDangerous: true,
    onconfirm: () => {
      destroy(what, rows.length);
      goOn(rows);
    },
  });
}

export const remove: Command = {
  id: 'mail.delete',
  label: 'mail.do.delete',
  icon: 'trash',
  group: 'message',
  keys: ['#', 'delete'],
  when: () => allow('mayRemoveItems'),
  run,
};
