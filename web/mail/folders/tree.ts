// Folders in the order of the pane: those with a role first, then by name; children below their parents.
import type { IconName } from '../../components/icons';
import type { Id } from '../../jmap/standard';
import type { Mailbox } from '../../jmap/types';

export interface Node {
  mailbox: Mailbox;
  depth: number;
  hasChildren: boolean;
}

const roles = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'];
const rank = (mailbox: Mailbox): number => {
  const at = roles.indexOf(mailbox.role ?? '');
  return at < 0 ? roles.length : at;
};

export function inOrder(a: Mailbox, b: Mailbox): number {
  return (
    rank(a) - rank(b) ||
    a.sortOrder - b.sortOrder ||
    a.name.localeCompare(b.name, undefined, { sensitivity: 'base', numeric: true })
  );
}

/** The rows of the pane; below those that are closed there is nothing. */
export function rows(mailboxes: Mailbox[], isClosed: (id: Id) => boolean): Node[] {
  const children = new Map<Id | null, Mailbox[]>();
  const known = new Set(mailboxes.map((mailbox) => mailbox.id));
  for (const mailbox of [...mailboxes].sort(inOrder)) {
    // A folder whose parent one may not see stands at the top.
    const parent = mailbox.parentId !== null && known.has(mailbox.parentId) ? mailbox.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), mailbox]);
  }
  const walk = (parent: Id | null, depth: number): Node[] =>
    (children.get(parent) ?? []).flatMap((mailbox) => [
      { mailbox, depth, hasChildren: children.has(mailbox.id) },
      ...(isClosed(mailbox.id) ? [] : walk(mailbox.id, depth + 1)),
    ]);
  return walk(null, 0);
}

export function iconOf(mailbox: Mailbox): IconName {
  const icons: Record<string, IconName> = {
    inbox: 'inbox',
    drafts: 'drafts',
    sent: 'send',
    archive: 'archive',
    junk: 'junk',
    trash: 'trash',
  };
  return icons[mailbox.role ?? ''] ?? 'folder';
}

/** "Cases / R v Harding", for menus. */
export function pathOf(mailbox: Mailbox, get: (id: Id) => Mailbox | undefined, nameOf: (mailbox: Mailbox) => string): string {
  const names = [nameOf(mailbox)];
  for (let at = mailbox.parentId; at !== null; ) {
    const parent = get(at);
    if (!parent) break;
    names.unshift(nameOf(parent));
    at = parent.parentId;
  }
  return names.join(' / ');
}
