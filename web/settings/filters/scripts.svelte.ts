// The active script of an account on the server (RFC 9661), as a form where it is one.
import { type Answer, bad, good, type Problem } from '../../jmap/answer';
import { download } from '../../jmap/blobs';
import type { GetResult, Id, SetError, SetResult } from '../../jmap/standard';
import type { SieveScript } from '../../jmap/types';
import { accountStore } from '../../store/account.svelte';
import { session } from '../../store/session.svelte';
import { namesOf } from './folders';
import { type Rule, rulesOf, scriptOf } from './rules';

const name = 'Filters';

export class Scripts {
  rules: Rule[] = $state([]);
  /** The script as text; what is edited there when it is not a form. */
  text = $state('');
  isForm = $state(true);
  isLoaded = $state(false);
  problem: Problem | null = $state(null);
  private script: SieveScript | null = null;

  constructor(readonly accountId: Id) {}

  async load(): Promise<void> {
    const { mailboxes } = accountStore(this.accountId);
    if (!mailboxes.isWhole) await mailboxes.loadAll();
    const answer = await session.client.call<GetResult<SieveScript>>('SieveScript/get', { accountId: this.accountId, ids: null }).answer;
    if (!answer.ok) return void (this.problem = answer.problem);
    const { list } = answer.value;
    this.script = list.find((one) => one.isActive) ?? list.find((one) => one.name === name) ?? null;
    this.text = '';
    if (this.script && session.jmap) {
      const blob = await download(session.jmap, this.accountId, this.script.blobId, 'application/sieve');
      if (!blob.ok) return void (this.problem = blob.problem);
      this.text = await blob.value.text();
    }
    const rules = this.text.trim() ? rulesOf(this.text) : [];
    this.isForm = rules !== null;
    this.rules = rules ?? [];
    this.isLoaded = true;
  }

  /** The script that the form makes. */
  get written(): string {
    return scriptOf($state.snapshot(this.rules) as Rule[], namesOf(this.accountId));
  }

  saveForm(): Promise<Answer<void>> {
    this.isForm = true;
    return this.save(this.written);
  }

  /** Saves and puts it in force; refused as invalidSieve with the place in its description. */
  async save(text: string): Promise<Answer<void>> {
    const { accountId } = this;
    const blobId = await this.upload(text);
    if (!blobId.ok) return blobId;
    const id = this.script?.id ?? '#script';
    const change = this.script
      ? { update: { [this.script.id]: { blobId: blobId.value } } }
      : { create: { script: { name, blobId: blobId.value } } };
    const answer = await session.client.call<SetResult<SieveScript>>('SieveScript/set', { accountId, ...change, onSuccessActivateScript: id })
      .answer;
    if (!answer.ok) return answer;
    const error = answer.value.notCreated?.script ?? answer.value.notUpdated?.[id];
    if (error) return refused(error);
    this.text = text;
    if (!this.script) await this.load();
    return good(undefined);
  }

  /** Whether a text is a script; the description says where it is not. */
  async check(text: string): Promise<Answer<void>> {
    const { accountId } = this;
    const blobId = await this.upload(text);
    if (!blobId.ok) return blobId;
    const answer = await session.client.call<{ error: SetError | null }>('SieveScript/validate', { accountId, blobId: blobId.value }).answer;
    if (!answer.ok) return answer;
    return answer.value.error ? refused(answer.value.error) : good(undefined);
  }

  private async upload(text: string): Promise<Answer<Id>> {
    const answer = await session.client.call<{ created: Record<Id, { id: Id }> | null }>('Blob/upload', {
      accountId: this.accountId,
      create: { text: { data: [{ 'data:asText': text }], type: 'application/sieve' } },
    }).answer;
    const id = answer.ok ? answer.value.created?.text?.id : undefined;
    if (!answer.ok) return answer;
    return id ? good(id) : bad({ kind: 'broken', description: 'Blob/upload' });
  }
}

const refused = (error: SetError): Answer<never> =>
  bad({ kind: 'refused', type: error.type, details: error, ...(error.description ? { description: error.description } : {}) });
