// What of the mail is looked at: the account, the folder, what is searched for, the list of it and the open message.
import { route } from '../app/route.svelte';
import type { Id } from '../jmap/standard';
import type { Email, Mailbox } from '../jmap/types';
import { accountStore, type AccountStore } from '../store/account.svelte';
import type { EmailList } from '../store/list.svelte';
import { options } from '../store/options.svelte';
import { session } from '../store/session.svelte';
import { Snippets } from '../store/snippets.svelte';
import { filterOf } from './search/query';
import { Selection } from './list/selection.svelte';

/** In place of a folder in an address: all of them. */
export const everywhere = 'all';

class Desk {
  list: EmailList | null = $state.raw(null);
  readonly selection = new Selection(this);
  /** On a phone the folders are a drawer. */
  isDrawerOpen = $state(false);
  /** Rows that are being dragged. */
  dragged: { accountId: Id; rows: Id[] } | null = $state.raw(null);
  /** Of a search: where in each message the words are. */
  found: Snippets | null = $state.raw(null);
  private last: string[] = [];

  private readonly parts = $derived.by(() => {
    if (route.now.page === 'mail') this.last = route.now.parts;
    return route.now.page === 'mail' ? route.now.parts : this.last;
  });
  readonly accountId: Id = $derived(this.parts[0] && session.account(this.parts[0]) ? this.parts[0] : session.ownId);
  readonly account: AccountStore = $derived(accountStore(this.accountId));
  readonly mailboxId: Id | undefined = $derived(this.parts[1] ?? this.account.mailboxOf('inbox')?.id);
  readonly mailbox: Mailbox | undefined = $derived(
    this.mailboxId === undefined ? undefined : this.account.mailboxes.get(this.mailboxId),
  );
  readonly emailId: Id | undefined = $derived(this.parts[2]);
  readonly email: Email | undefined = $derived(
    this.emailId === undefined ? undefined : this.account.emails.get(this.emailId),
  );
  /** What is searched for, as it was written. */
  readonly search: string = $derived(route.now.page === 'mail' ? (route.now.query.get('q') ?? '') : '');
  readonly isSearch: boolean = $derived(this.search !== '' || this.mailboxId === everywhere);
  /** A search shows single messages: what was found is what matches. */
  readonly isCollapsed: boolean = $derived(options.now.conversations && !this.isSearch && this.mailbox?.role !== 'drafts');
  readonly isSent: boolean = $derived(this.mailbox?.role === 'sent' || this.mailbox?.role === 'drafts');

  /** Is the message seen in place of the list, as on a phone? */
  get isAlone(): boolean {
    return options.now.readingPane === 'off' || window.matchMedia('(max-width: 640px)').matches;
  }

  /** Opens the list of what the address says; the returned function closes it. */
  open(): (() => void) | undefined {
    const { account, mailboxId } = this;
    if (mailboxId === undefined || (this.isSearch && !account.mailboxes.isWhole)) return undefined;
    const filter = filterOf(this.search, mailboxId === everywhere ? undefined : mailboxId, account);
    const sort = [{ property: 'receivedAt', isAscending: false }];
    const list = account.open({ filter, sort, collapseThreads: this.isCollapsed });
    this.list = list;
    this.found = this.search && filter ? new Snippets(account.id, filter) : null;
    list.need(0, 30);
    return () => {
      account.close(list);
      this.selection.clear();
    };
  }

  href(mailboxId: Id, emailId?: Id, accountId: Id = this.accountId): string {
    const keepsSearch = mailboxId === this.mailboxId && accountId === this.accountId && this.search;
    return route.href(
      'mail',
      [accountId, mailboxId, ...(emailId ? [emailId] : [])],
      keepsSearch ? { q: this.search } : {},
    );
  }
  showMailbox(mailboxId: Id, accountId: Id = this.accountId): void {
    this.isDrawerOpen = false;
    route.go(route.href('mail', [accountId, mailboxId]));
  }
  showSearch(search: string, where: Id = everywhere): void {
    route.go(route.href('mail', [this.accountId, where], search ? { q: search } : {}));
  }
  /** Moving from message to message leaves no trail: back leads to the list. */
  showEmail(emailId: Id): void {
    if (this.mailboxId === undefined || emailId === this.emailId) return;
    route.go(this.href(this.mailboxId, emailId), this.emailId === undefined ? 'push' : 'replace');
  }
  closeEmail(): void {
    if (this.emailId === undefined || this.mailboxId === undefined) return;
    route.back(this.href(this.mailboxId));
  }
}

export const desk = new Desk();
