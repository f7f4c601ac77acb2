// Emails that were destroyed and that the service still keeps (DeletedEmail, docs/use/api.md).
import type { DateText, EmailAddress, GetResult, Id, QueryResult } from '../jmap/standard';
import { session } from './session.svelte';

export interface DeletedEmail {
  id: Id;
  subject: string | null;
  from: EmailAddress[] | null;
  to: EmailAddress[] | null;
  preview: string;
  deletedAt: DateText;
  expiresAt: DateText;
}

const capability = 'urn:bailey:params:jmap:recoverable';
const page = 50;

export class Recoverable {
  /** Null until the first answer. */
  list: DeletedEmail[] | null = $state.raw(null);
  hasMore = $state(false);
  private text = '';
  private turn = 0;

  constructor(private readonly accountId: Id) {
    session.client.addCapability('DeletedEmail', capability);
  }

  async search(text: string): Promise<void> {
    this.text = text;
    await this.load(0);
  }
  async more(): Promise<void> {
    await this.load(this.list?.length ?? 0);
  }

  /** How many came back; null: none, for the server could not. */
  async restore(ids: Id[]): Promise<number | null> {
    const answer = await session.client.call<{ restored: Record<Id, unknown> | null }>('DeletedEmail/restore', {
      accountId: this.accountId,
      ids,
      mailboxId: null,
    }).answer;
    await this.load(0);
    return answer.ok ? Object.keys(answer.value.restored ?? {}).length : null;
  }

  private async load(position: number): Promise<void> {
    const turn = ++this.turn;
    const { accountId } = this;
    const query = session.client.call<QueryResult>('DeletedEmail/query', {
      accountId,
      filter: this.text ? { text: this.text } : null,
      position,
      limit: page,
      calculateTotal: true,
    });
    const get = session.client.call<GetResult<DeletedEmail>>('DeletedEmail/get', { accountId, '#ids': query.ref('/ids') });
    const [found, got] = [await query.answer, await get.answer];
    if (turn !== this.turn) return;
    if (!found.ok || !got.ok) {
      this.list ??= [];
      return;
    }
    const byId = new Map(got.value.list.map((email) => [email.id, email]));
    const fresh = found.value.ids.map((id) => byId.get(id)).filter((email): email is DeletedEmail => !!email);
    this.list = position === 0 ? fresh : [...(this.list ?? []), ...fresh];
    this.hasMore = this.list.length < (found.value.total ?? 0);
  }
}
