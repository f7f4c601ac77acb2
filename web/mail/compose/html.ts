// The rich text of a message: into the editor as nodes that were cleaned, out of it as the HTML that is sent.
import { sanitise } from '../message/sanitise';

/** The address of a picture of the message; null where there is none such. */
export type Resolve = (cid: string) => string | null;

const cidAttribute = 'data-cid';

/** A document in which no picture is fetched. */
export const inert = (): Document => document.implementation.createHTMLDocument('');

/** Foreign HTML (a quoted message, a draft, what is pasted) as nodes of the editor's document. */
export function nodesOf(html: string, resolve: Resolve = () => null, into: Document = document): DocumentFragment {
  const { letter, inline } = sanitise(html);
  for (const { cid, picture } of inline) {
    const source = resolve(cid);
    if (!source) {
      picture.remove();
      continue;
    }
    picture.setAttribute('src', source);
    picture.setAttribute(cidAttribute, cid);
  }
  for (const held of letter.querySelectorAll('img:not([src])')) held.remove();
  for (const one of letter.querySelectorAll('[class], [id]')) {
    const isQuote = one.classList.contains('b-cite');
    one.removeAttribute('class');
    one.removeAttribute('id');
    if (isQuote) one.setAttribute('type', 'cite');
  }
  const fragment = into.createDocumentFragment();
  while (letter.firstChild) fragment.append(into.adoptNode(letter.firstChild));
  return fragment;
}

/** What is in the editor as HTML to send: pictures of the message by their ids, nothing of the page's own. */
export function htmlOf(root: HTMLElement): string {
  const copy = inert().importNode(root, true);
  for (const picture of copy.querySelectorAll('img')) {
    const cid = picture.getAttribute(cidAttribute);
    if (cid) picture.setAttribute('src', `cid:${cid}`);
    picture.removeAttribute(cidAttribute);
  }
  return copy.innerHTML.replace(/\u200b/g, '');
}

const blocks = new Set([
  ...['ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'CENTER', 'DD', 'DIV', 'DL', 'DT', 'FIGURE', 'FOOTER', 'H1', 'H2', 'H3', 'H4'],
  ...['H5', 'H6', 'HEADER', 'HR', 'LI', 'MAIN', 'OL', 'P', 'PRE', 'SECTION', 'TABLE', 'TR', 'UL'],
]);

// Lines are made as a reader sees them: one for each block, each with the marks of the quotes and lists it is in.
class Writer {
  readonly lines: string[] = [];
  private line = '';
  private isOpen = false;

  write(node: Node, prefix: string): void {
    if (node.nodeType === Node.TEXT_NODE) return this.put((node.nodeValue ?? '').replace(/[ \t\r\n\f\u200b]+/g, ' '));
    if (!(node instanceof Element)) return;
    const name = node.nodeName;
    if (name === 'BR') return this.end(prefix, true);
    if (name === 'HR') {
      this.end(prefix);
      this.put('---');
      return this.end(prefix);
    }
    if (name === 'IMG') return this.put(node.getAttribute('alt') ? `[${node.getAttribute('alt') ?? ''}]` : '');
    if (blocks.has(name)) this.end(prefix);
    const inner = name === 'BLOCKQUOTE' ? `${prefix}> ` : prefix;
    if (name === 'LI') this.put(mark(node));
    for (const child of node.childNodes) this.write(child, inner);
    if (name === 'A') this.link(node);
    if (name === 'TD' || name === 'TH') this.put(node.nextElementSibling ? '\t' : '');
    if (blocks.has(name)) this.end(inner);
    if (name === 'P') this.blank(inner);
  }

  put(text: string): void {
    if (!this.line && /^[ \t]*$/.test(text)) return;
    this.line += this.line.endsWith(' ') ? text.replace(/^ /, '') : text;
    this.isOpen = true;
  }
  private blank(prefix: string): void {
    if (this.lines.at(-1)?.trim() !== prefix.trim()) this.lines.push(prefix.trimEnd());
  }
  end(prefix: string, always = false): void {
    if (this.isOpen || always) this.lines.push((prefix + this.line).replace(/[ \t]+$/, ''));
    this.line = '';
    this.isOpen = false;
  }
  private link(node: Element): void {
    const to = node.getAttribute('href') ?? '';
    const text = (node.textContent ?? '').trim();
    if (/^https?:/i.test(to) && text && !to.includes(text)) this.put(` <${to}>`);
  }
}

function mark(item: Element): string {
  const list = item.parentElement;
  if (list?.nodeName !== 'OL') return '* ';
  return `${[...list.children].indexOf(item) + 1}. `;
}

/** What rich text says without its form: the plain part of the message. */
export function textOf(root: Node): string {
  const writer = new Writer();
  for (const child of root.childNodes) writer.write(child, '');
  writer.end('');
  // The line of a signature keeps its space (RFC 3676 section 4.3).
  return writer.lines
    .map((line) => (line === '--' ? '-- ' : line))
    .join('\n')
    .replace(/\u00a0/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\s+$/, '');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] ?? c);

/** Plain text as rich: a line a block, what is quoted in quotes. */
export function richOf(text: string): string {
  let depth = 0;
  let out = '';
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    const marks = /^(?:> ?)+/.exec(raw)?.[0] ?? '';
    const wanted = marks.replace(/[^>]/g, '').length;
    for (; depth < wanted; depth += 1) out += '<blockquote type="cite">';
    for (; depth > wanted; depth -= 1) out += '</blockquote>';
    const line = escaped(raw.slice(marks.length)).replace(/ {2}/g, ' &nbsp;');
    out += `<div>${line || '<br>'}</div>`;
  }
  return out + '</blockquote>'.repeat(depth);
}
