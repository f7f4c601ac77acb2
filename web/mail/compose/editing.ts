// The rich editor (Squire) as the composer uses it: what it holds comes in as cleaned nodes and goes out as HTML and text.
import Squire from 'squire-rte';

import { downloadUrl } from '../../jmap/blobs';
import { session } from '../../store/session.svelte';
import type { Composition } from './composition.svelte';
import { htmlOf, nodesOf, textOf } from './html';

export type Mark = 'bold' | 'italic' | 'underline' | 'link' | 'bullets' | 'numbers' | 'quote';

const tags: Record<Mark, string> = {
  bold: 'B', italic: 'I', underline: 'U', link: 'A', bullets: 'UL', numbers: 'OL', quote: 'BLOCKQUOTE',
};

export class RichEditor {
  readonly squire: Squire;

  constructor(
    readonly root: HTMLElement,
    private readonly composition: Composition,
    changed: () => void,
  ) {
    this.squire = new Squire(root, {
      blockTag: 'DIV',
      sanitizeToDOMFragment: (html: string) => nodesOf(html, (cid) => this.resolve(cid)),
      didError: () => {},
    });
    this.squire.setHTML(composition.draft.html);
    this.squire.moveCursorToStart();
    // Escape and Tab are the page's: no trap for the keyboard (WCAG 2.1.2).
    this.squire.setKeyHandler('Tab', null);
    this.squire.setKeyHandler('Shift-Tab', null);
    this.squire.addEventListener('input', changed);
  }

  /** Where a picture of the message is to be had: here, before it has gone up; then on the server. */
  private resolve(cid: string): string | null {
    const wanted = cid.toLowerCase();
    const one = this.composition.draft.attachments.find((each) => each.cid?.toLowerCase() === wanted);
    if (one?.file) return URL.createObjectURL(one.file);
    if (!one?.blobId || !session.jmap) return null;
    return downloadUrl(session.jmap, this.composition.draft.accountId, one.blobId, one.name, one.type);
  }

  collect(): void {
    const { draft } = this.composition;
    draft.html = htmlOf(this.root);
    draft.text = textOf(this.root);
  }

  has(mark: Mark): boolean {
    return this.squire.hasFormat(tags[mark]);
  }

  toggle(mark: Mark): void {
    const on = this.has(mark);
    const does: Record<Mark, () => unknown> = {
      bold: () => (on ? this.squire.removeBold() : this.squire.bold()),
      italic: () => (on ? this.squire.removeItalic() : this.squire.italic()),
      underline: () => (on ? this.squire.removeUnderline() : this.squire.underline()),
      link: () => (on ? this.squire.removeLink() : undefined),
      bullets: () => (on ? this.squire.removeList() : this.squire.makeUnorderedList()),
      numbers: () => (on ? this.squire.removeList() : this.squire.makeOrderedList()),
      quote: () => (on ? this.squire.decreaseQuoteLevel() : this.squire.increaseQuoteLevel()),
    };
    does[mark]();
    this.squire.focus();
  }

  clear(): void {
    this.squire.removeAllFormatting();
    this.squire.focus();
  }

  link(address: string): void {
    const whole = /^[a-z][a-z\d+.-]*:/i.test(address) ? address : address.includes('@') ? `mailto:${address}` : `https://${address}`;
    if (/^(https?|mailto):/i.test(whole)) this.squire.makeLink(whole, { rel: 'noopener noreferrer' });
    this.squire.focus();
  }

  /** Pictures that were dropped or pasted go into the text. */
  pictures(files: File[]): void {
    const { added } = this.composition.uploads.add(files, true);
    for (const one of added) {
      const source = one.cid ? this.resolve(one.cid) : null;
      if (source && one.cid) this.squire.insertImage(source, { 'data-cid': one.cid, alt: one.name });
    }
  }

  /** Puts another signature in the place of the one that is there. */
  replaceSignature(before: string, after: string): void {
    const holder = document.createElement('div');
    holder.append(nodesOf(before));
    const old = textOf(holder).trim();
    const children = [...this.root.children];
    const from = children.findIndex((one) => /^--\s?$/.test(one.textContent ?? '') && !one.closest('blockquote'));
    const fresh = nodesOf(after);
    this.squire.saveUndoState();
    if (from < 0 || !old) {
      if (!after) return;
      const quote = children.find((one) => one.nodeName === 'BLOCKQUOTE')?.previousElementSibling ?? null;
      this.root.insertBefore(fresh, quote);
      return;
    }
    // As many blocks as the signature that was put in had.
    const much = holder.children.length;
    children.slice(from, from + much).forEach((one, n) => (n === 0 ? one.replaceWith(fresh) : one.remove()));
  }

  destroy(): void {
    this.squire.destroy();
  }
}
