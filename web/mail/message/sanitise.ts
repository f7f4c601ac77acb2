// A letter's HTML as nodes that can do nothing but show. The text is parsed once, in a document that loads and runs
// nothing; what is allowed is made anew, node by node, in another such document. It never becomes text again, so
// there is no second parser to see it differently (docs/design/0011-message-html.md).
import { attribute, dropped, instead, kept } from './allowed';
import { declarations, prefix, rules, scope, setsColour, type Declaration, type Rule } from './css';
import { linkTo } from './link';
import * as strange from './unclobbered';

export interface Cleaned {
  /** A <div class="b-letter"> in an inert document, to be adopted by the frame. */
  letter: HTMLElement;
  rules: Rule[];
  /** It has colours of its own, and so needs the light page they were chosen for. */
  colours: boolean;
  /** Grounds among them: it is a box of its own on the page. */
  ground: boolean;
  /** Pictures that are elsewhere: not loaded unless they were asked for. */
  outside: number;
  /** Pictures that are parts of the message (RFC 2392), to be given their content. */
  inline: { cid: string; picture: HTMLImageElement }[];
  /** It was too long, and its end is not there. */
  cut: boolean;
}

export interface Asked {
  /** Whether pictures from elsewhere are loaded. */
  outside?: boolean;
  /** Elements and texts that are made at most; what is after them is left out. */
  most?: number;
}

const html = 'http://www.w3.org/1999/xhtml';
const deepest = 200; // elements within each other; what is deeper is put beside
const mostNodes = 200_000; // more, and a browser stands still
const element = 1;
const text = 3;

// U+202D and U+202E turn the order of letters that follow: a name of a file or a host read backwards.
const overrides = /[\u202d\u202e]/g;
const dataPicture = /^data:image\/(png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]*$/i;
const namePart = /^[a-z][\w.:-]{0,100}$/i;

// Browsers hold the parser's document to the page's policy, too, and would report each style in it as a breach, though
// nothing there is shown. So style attributes and elements are parsed under other names, those of an element that is
// parsed in the same way, and whatever else that changed is put back: no decision rests on it.
const styleName = 'data-b-style';
const sheetName = 'data-b-sheet';
const renamed = (source: string) =>
  source
    .replace(/style(?=\s*=)/gi, 'data-b-$&')
    .replace(/<style(?=[\s/>])/gi, `<noframes ${sheetName}`)
    .replace(/<\/style(?=[\s/>])/gi, '</noframes');
const original = (value: string) =>
  value
    .replace(/data-b-(style)/gi, '$1')
    .replaceAll(`<noframes ${sheetName}`, '<style')
    .replaceAll('</noframes', '</style');

class Cleaner {
  readonly document = document.implementation.createHTMLDocument('');
  readonly letter = this.document.createElement('div');
  readonly rules: Rule[] = [];
  readonly inline: Cleaned['inline'] = [];
  colours = false;
  ground = false;
  outside = 0;
  made = 0;

  readonly most: number;

  constructor(readonly asked: Asked) {
    this.most = asked.most ?? mostNodes;
    this.letter.className = scope;
  }

  // Without recursion: the deepest letter must not be the end of the stack.
  walk(from: Node): void {
    const open: { next: Node | null; to: Node; depth: number }[] = [
      { next: strange.firstChild(from), to: this.letter, depth: 0 },
    ];
    while (open.length && this.made < this.most) {
      const top = open[open.length - 1]!;
      const node = top.next;
      if (!node) {
        open.pop();
        continue;
      }
      top.next = strange.nextSibling(node);
      const to = this.node(node, top.to);
      if (!to) continue;
      const inside = top.depth < deepest ? to : top.to;
      open.push({ next: strange.firstChild(node), to: inside, depth: top.depth + (inside === top.to ? 0 : 1) });
    }
  }

  // Makes what stands for a node. Returns where its children go, or nothing when they go nowhere.
  private node(node: Node, to: Node): Node | undefined {
    const type = strange.nodeType(node);
    if (type === text) {
      this.made++;
      to.appendChild(this.document.createTextNode(original(strange.nodeValue(node) ?? '').replace(overrides, '')));
      return undefined;
    }
    if (type !== element || strange.namespace(node) !== html) return undefined;
    const name = strange.localName(node);
    if (name === 'noframes') this.sheet(node);
    if (name === 'head') return to; // for the style sheets in it; whatever else is there is dropped by its name
    if (dropped.has(name)) return undefined;
    const given = this.given(node);
    if (name === 'body') {
      this.body(given);
      return to;
    }
    if (name === 'img') {
      this.picture(given, to);
      return undefined;
    }
    const as = instead.get(name) ?? (kept.has(name) ? name : undefined);
    if (!as) return to;
    const made = as === 'a' ? this.link(node, given) : this.document.createElement(as);
    this.dress(made, name, given);
    to.appendChild(made);
    this.made++;
    return made;
  }

  private given(node: Node): Map<string, string> {
    const given = new Map<string, string>();
    for (const [name, value] of strange.attributes(node)) given.set(name === styleName ? 'style' : name, original(value));
    return given;
  }

  private sheet(node: Node): void {
    const given = this.given(node);
    if (!given.has(sheetName)) return;
    const media = given.get('media')?.trim();
    const sheet = original(strange.textContent(node) ?? '');
    const said = rules(media ? `@media ${media} {${sheet}}` : sheet, undefined, 2000 - this.rules.length);
    for (const rule of said) this.note(rule.declarations);
    this.rules.push(...said);
  }

  private body(given: Map<string, string>): void {
    this.dress(this.letter, 'body', given);
    const colour = (from: string, property: string) => {
      const value = given.get(from);
      if (value) this.style(this.letter, declarations(`${property}: ${value}`));
    };
    colour('bgcolor', 'background-color');
    colour('text', 'color');
  }

  private note(said: Declaration[]): void {
    this.colours ||= setsColour(said);
    this.ground ||= setsColour(said.filter((d) => d.property === 'background-color'));
  }

  private style(made: HTMLElement, said: Declaration[]): void {
    this.note(said);
    for (const d of said) made.style.setProperty(d.property, d.value, d.important ? 'important' : '');
  }

  // The attributes that only change looks.
  private dress(made: HTMLElement, name: string, given: Map<string, string>): void {
    const as = strange.localName(made);
    for (const [attributeName, value] of given) {
      const allowed = attribute(as, attributeName, value);
      if (allowed === undefined) continue;
      this.ground ||= attributeName === 'bgcolor';
      this.colours ||= attributeName === 'bgcolor' || attributeName === 'color';
      made.setAttribute(attributeName, allowed);
    }
    const classes = (given.get('class') ?? '').split(/\s+/).filter((one) => namePart.test(one));
    for (const one of classes.slice(0, 50)) made.classList.add(prefix + one);
    if (name === 'blockquote' && given.get('type')?.toLowerCase() === 'cite') made.classList.add('b-cite');
    const id = given.get('id') ?? (name === 'a' ? given.get('name') : undefined);
    if (id && namePart.test(id)) made.id = prefix + id;
    const face = as === 'font' ? given.get('face') : undefined;
    if (face) this.style(made, declarations(`font-family: ${face}`).slice(0, 1));
    const style = given.get('style');
    if (style) this.style(made, declarations(style));
  }

  private link(node: Node, given: Map<string, string>): HTMLElement {
    const to = linkTo(given.get('href') ?? '', original(strange.textContent(node) ?? ''));
    if (to.kind === 'nowhere') return this.document.createElement('span');
    const made = this.document.createElement('a');
    if (to.kind === 'within') {
      if (namePart.test(to.href)) made.setAttribute('href', `#${prefix}${to.href}`);
      return made;
    }
    made.setAttribute('href', to.href);
    if (to.kind === 'mail') return made;
    made.setAttribute('target', '_blank');
    made.setAttribute('rel', 'noopener noreferrer nofollow');
    if (to.doubt) made.classList.add('b-doubt');
    return made;
  }

  private picture(given: Map<string, string>, to: Node): void {
    const source = (given.get('src') ?? '').trim();
    const made = this.document.createElement('img');
    this.dress(made, 'img', given);
    made.setAttribute('alt', attribute('img', 'alt', given.get('alt') ?? '') ?? '');
    const cid = /^cid:(.+)$/is.exec(source);
    if (cid) this.inline.push({ cid: decodedCid(cid[1]!), picture: made });
    else if (dataPicture.test(source)) made.setAttribute('src', source.replace(/\s+/g, ''));
    else {
      const from = linkTo(source);
      // A picture of one dot is there to tell that the letter was opened: it is not loaded, and not missed.
      if (from.kind !== 'web' || tiny(given, made)) return;
      this.outside++;
      if (!this.asked.outside) return void to.appendChild(this.held(made));
      made.setAttribute('referrerpolicy', 'no-referrer');
      made.setAttribute('src', from.href.replace(/^http:/, 'https:')); // never in clear
    }
    made.setAttribute('decoding', 'async');
    to.appendChild(made);
    this.made++;
  }

  // Keeps the place of a picture, and says what it is of.
  private held(picture: HTMLImageElement): HTMLElement {
    const made = this.document.createElement('span');
    made.className = 'b-held';
    made.textContent = picture.alt;
    for (const side of ['width', 'height'] as const) {
      const extent = picture.style[side] || picture.getAttribute(side) || '';
      if (extent) made.style.setProperty(side, /^\d+$/.test(extent) ? `${extent}px` : extent);
    }
    this.made++;
    return made;
  }
}

function tiny(given: Map<string, string>, made: HTMLElement): boolean {
  const small = (value: string | undefined) => value !== undefined && value !== '' && parseFloat(value) <= 2;
  return (
    (small(given.get('width')) && small(given.get('height'))) ||
    (small(made.style.width) && small(made.style.height)) ||
    made.style.display === 'none'
  );
}

// RFC 2392 section 2: the Content-ID as it is, percent-encoded.
function decodedCid(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}

export function sanitise(source: string, asked: Asked = {}): Cleaned {
  const parsed = new DOMParser().parseFromString(renamed(source), 'text/html');
  const cleaner = new Cleaner(asked);
  cleaner.walk(strange.root(parsed));
  return {
    letter: cleaner.letter,
    rules: cleaner.rules,
    colours: cleaner.colours,
    ground: cleaner.ground,
    outside: cleaner.outside,
    inline: cleaner.inline,
    cut: cleaner.made >= cleaner.most,
  };
}
