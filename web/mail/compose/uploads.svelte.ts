// The files of a message on their way up: a few at a time, each with its progress, tried again when the connection is back.
import { upload, type Upload } from '../../jmap/blobs';
import { session } from '../../store/session.svelte';
import type { Attached, Draft } from './draft';
import { newKey, totalSize } from './draft';

interface Owner {
  draft: Draft;
  touch(): void;
}

/** Why a file is not taken. */
export type TooMuch = { name: string; size: number; most: number };

const atOnce = 3;

// A message grows by a third on its way (base64, RFC 2045 section 6.8); the limit is of what is attached.
const mostAttached = 50_000_000;

export class Uploads {
  private readonly running = new Map<string, Upload>();
  private waiters: (() => void)[] = [];

  constructor(private readonly owner: Owner) {}

  /** Adds files; those that would be too much are told and left out. `inline`: pictures in the text; gives their ids. */
  add(files: Iterable<File>, inline = false): { added: Attached[]; refused: TooMuch[] } {
    const most = Math.min(mostAttached, session.client.limits?.maxSizeUpload ?? mostAttached);
    const added: Attached[] = [];
    const refused: TooMuch[] = [];
    for (const file of files) {
      const { name, size } = file;
      if (totalSize(this.owner.draft) + size > most) {
        refused.push({ name, size, most });
        continue;
      }
      const key = newKey();
      const cid = inline ? `${key}@bailey` : null;
      const one: Attached = { key, name: name || 'file', type: file.type, size, blobId: null, file, cid, share: 0, problem: null };
      this.owner.draft.attachments.push(one);
      added.push(one);
    }
    if (added.length) this.owner.touch();
    this.go();
    return { added, refused };
  }

  remove(key: string): void {
    this.running.get(key)?.cancel();
    this.running.delete(key);
    this.owner.draft.attachments = this.owner.draft.attachments.filter((one) => one.key !== key);
    this.owner.touch();
    this.go();
  }

  /** Those that did not go are tried again. */
  retry(): void {
    for (const one of this.owner.draft.attachments) if (!one.blobId && one.file) one.problem = null;
    this.go();
  }

  get isBusy(): boolean {
    return this.running.size > 0;
  }

  /** Ends when nothing is on its way. */
  idle(): Promise<void> {
    this.go();
    if (!this.running.size) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  cancelAll(): void {
    for (const one of this.running.values()) one.cancel();
    this.running.clear();
  }

  go(): void {
    const { draft } = this.owner;
    for (const one of draft.attachments) {
      if (this.running.size >= atOnce) return;
      if (!one.blobId && !one.problem && one.file && !this.running.has(one.key)) void this.send(one.key, one.file);
    }
    if (this.running.size) return;
    for (const resume of this.waiters.splice(0)) resume();
  }

  private async send(key: string, file: File): Promise<void> {
    const { draft } = this.owner;
    if (!session.jmap) return;
    const find = () => draft.attachments.find((one) => one.key === key);
    const going = upload(session.jmap, draft.accountId, file, (share) => {
      const one = find();
      if (one) one.share = share;
    });
    this.running.set(key, going);
    const answer = await going.done;
    if (this.running.get(key) !== going) return;
    this.running.delete(key);
    const one = find();
    if (one && answer.ok) {
      one.blobId = answer.value.blobId;
      one.type ||= answer.value.type;
      // The server has it: this browser need not keep it as well.
      one.file = null;
      this.owner.touch();
    } else if (one && !answer.ok) {
      one.problem = answer.problem.kind === 'refused' ? answer.problem.type : answer.problem.kind;
    }
    this.go();
  }
}
