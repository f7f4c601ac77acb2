// The frame that a letter is shown in: an empty document of our own in a sandbox, which runs no script, and a policy
// of its own, which lets nothing in but pictures that we hold. The letter's nodes are adopted into it.
import type { Rule } from './css';
import { linkTo, type Link } from './link';
import type { Cleaned } from './sanitise';
import base from './frame.css?inline';

// allow-same-origin lets us reach the frame's document and put nodes there. It is safe only because allow-scripts is
// never beside it: together they would let what is in the frame take the sandbox off. The popups are its links.
export const sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

const policy = "default-src 'none'; img-src blob: data:; base-uri 'none'; form-action 'none'";

/** The empty document. A frame made of text has the page's policy, too: nothing from elsewhere gets past both. */
export const empty =
  `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
  '<meta name="referrer" content="no-referrer"></head><body></body></html>';

/** The empty document whose policy lets pictures from elsewhere in; served, since one made of text cannot have more
    than the page has (src/net/http/static_files.cpp). */
export const emptyForPictures = '/message/pictures.html';

export interface Shown {
  /** The height changed. */
  height(pixels: number): void;
  /** The pointer or the focus is on a link, or no longer. */
  pointed(link: Link | null): void;
  /** A link that we have to do something about: one to write to, or one in doubt. */
  chosen(link: Link): void;
  /** The title of a link and of the button before what is quoted. */
  says(link: Link): string;
}

const least = 0.5; // smaller than this a table cannot be read: it is made a little smaller only, and scrolls
const scrolled = 0.85;
const tallest = 60_000;

function put(rule: Rule, into: CSSStyleSheet): void {
  const selected = `${rule.selector} {}`;
  try {
    const at = into.insertRule(rule.media ? `@media ${rule.media} { ${selected} }` : selected, into.cssRules.length);
    const made = into.cssRules[at] as CSSMediaRule | CSSStyleRule;
    const inner = (rule.media ? (made as CSSMediaRule).cssRules[0] : made) as CSSStyleRule;
    for (const d of rule.declarations) inner.style.setProperty(d.property, d.value, d.important ? 'important' : '');
  } catch {
    // A selector that this browser does not know.
  }
}

/** Gives a document our style sheet and those of letters, as objects; a browser without such has those of elements only. */
export function sheets(document: Document, rules: readonly Rule[]): void {
  const Sheet = (document.defaultView as (Window & { CSSStyleSheet?: typeof CSSStyleSheet }) | null)?.CSSStyleSheet;
  if (!Sheet || !('adoptedStyleSheets' in document)) return;
  const ours = new Sheet();
  ours.replaceSync(base);
  const theirs = new Sheet();
  for (const rule of rules) put(rule, theirs);
  document.adoptedStyleSheets = [ours, theirs];
}

// What the page around looks like now, for letters that have no colours of their own; the others stand on white.
function likeThePage(frame: HTMLIFrameElement, document: Document, cleaned: Cleaned): void {
  const around = getComputedStyle(frame.parentElement ?? frame);
  const dark = darkBehind(around.color);
  const root = document.documentElement;
  const boxed = cleaned.ground || (cleaned.colours && dark);
  root.classList.toggle('b-plain', !cleaned.colours);
  root.classList.toggle('b-boxed', boxed);
  frame.style.setProperty('border-radius', boxed ? '6px' : '0');
  frame.style.setProperty('color-scheme', dark && !cleaned.colours ? 'dark' : 'light');
  root.style.setProperty('--b-text', around.color);
  root.style.setProperty('--b-font', around.fontFamily);
  root.style.setProperty('--b-scheme', dark ? 'dark' : 'light');
  root.style.setProperty('--b-link', around.getPropertyValue('--link').trim() || (dark ? '#7db8e8' : '#1d70b8'));
}

// Light letters stand on something dark.
function darkBehind(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return colour.startsWith('rgb') && 0.3 * r + 0.6 * g + 0.1 * b > 128;
}

/** A table that stands in no other scrolls by itself, and is made smaller to fit, to a point. */
export function wrapTables(letter: HTMLElement): HTMLElement[] {
  const outer = [...letter.querySelectorAll('table')].filter((table) => !table.parentElement!.closest('table'));
  return outer.map((table) => {
    const wide = letter.ownerDocument.createElement('div');
    wide.className = 'b-wide';
    table.replaceWith(wide);
    wide.append(table);
    return wide;
  });
}

function fit(wide: readonly HTMLElement[]): void {
  const tables = wide.map((one) => one.firstElementChild as HTMLElement);
  for (const table of tables) table.style.removeProperty('zoom');
  const sizes = wide.map((one, i) => [one.clientWidth, Math.max(tables[i]!.offsetWidth, one.scrollWidth)] as const);
  sizes.forEach(([room, needed], i) => {
    const tooWide = room > 0 && needed > room + 1;
    const zoom = !tooWide ? 1 : room / needed < least ? scrolled : room / needed;
    if (tooWide) tables[i]!.style.setProperty('zoom', String(zoom));
    // What scrolls must be reached by the keyboard.
    if (tooWide && needed * zoom > room + 1) wide[i]!.tabIndex = 0;
    else wide[i]!.removeAttribute('tabindex');
  });
}

const linkOf = (target: EventTarget | null): HTMLAnchorElement | null => {
  const node = target as Node | null;
  const at = node?.nodeType === 1 ? (node as Element) : node?.parentElement;
  return at?.closest<HTMLAnchorElement>('a[href]') ?? null;
};

// Keys belong to the app, wherever the focus is; what the app takes, the frame does not do as well.
function passKeys(frame: HTMLIFrameElement, event: KeyboardEvent): void {
  // These are for what has the focus: a link, a button, a table to scroll.
  const target = event.target as Element | null;
  if (event.key === 'Tab' || ((event.key === 'Enter' || event.key === ' ') && target?.closest('a, button'))) return;
  const { key, code, ctrlKey, altKey, shiftKey, metaKey, repeat } = event;
  const same = { key, code, ctrlKey, altKey, shiftKey, metaKey, repeat, bubbles: true, cancelable: true };
  if (!frame.dispatchEvent(new KeyboardEvent(event.type, same))) event.preventDefault();
}

function listen(frame: HTMLIFrameElement, document: Document, shown: Shown): void {
  const described = (anchor: HTMLAnchorElement) => linkTo(anchor.getAttribute('href') ?? '', anchor.textContent ?? '');
  const choose = (event: Event) => {
    const anchor = linkOf(event.target);
    if (!anchor) return;
    const link = described(anchor);
    if (link.kind === 'web' && !link.doubt) return;
    event.preventDefault();
    // Gone to without an entry in the history, which a link within a document would make.
    if (link.kind === 'within') document.getElementById(link.href)?.scrollIntoView({ block: 'start' });
    else shown.chosen(link);
  };
  const point = (event: Event) => {
    const anchor = linkOf(event.target);
    shown.pointed(anchor ? described(anchor) : null);
  };
  document.addEventListener('click', choose);
  document.addEventListener('auxclick', choose);
  for (const type of ['pointerover', 'focusin']) document.addEventListener(type, point);
  for (const type of ['pointerleave', 'focusout']) document.documentElement.addEventListener(type, () => shown.pointed(null));
  for (const type of ['keydown', 'keyup'])
    document.addEventListener(type, (event) => passKeys(frame, event as KeyboardEvent));
  document.addEventListener('dragstart', (event) => event.preventDefault());
}

/** Shows a letter in a frame that has loaded its empty document. Returns what ends it. */
export function show(frame: HTMLIFrameElement, cleaned: Cleaned, shown: Shown): () => void {
  const document = frame.contentDocument;
  if (!document) return () => {};
  const { letter } = cleaned;
  for (const anchor of letter.querySelectorAll<HTMLAnchorElement>('a[href]'))
    anchor.title = shown.says(linkTo(anchor.getAttribute('href')!, anchor.textContent ?? ''));
  const wide = wrapTables(letter);
  likeThePage(frame, document, cleaned);
  sheets(document, cleaned.rules);
  const page = document.createElement('div');
  page.className = 'b-page';
  page.append(document.adoptNode(letter));
  // Whatever its sheets say of <body>, there is something to read.
  for (const [property, value] of [['display', 'block'], ['visibility', 'visible'], ['opacity', '1'], ['float', 'none']] as const)
    letter.style.setProperty(property, value, 'important');
  document.body.replaceChildren(page);
  listen(frame, document, shown);

  let width = -1;
  let height = -1;
  let changes = 0;
  const measure = () => {
    if (page.clientWidth !== width) {
      width = page.clientWidth;
      changes = 0;
      fit(wide);
    }
    const now = Math.min(Math.ceil(page.getBoundingClientRect().height), tallest);
    // A letter that grows with its frame would do so for ever.
    if (Math.abs(now - height) < 1 || changes++ > 100) return;
    height = now;
    shown.height(now);
  };
  measure();
  const observer = new ResizeObserver(measure);
  observer.observe(page);
  observer.observe(letter);
  return () => observer.disconnect();
}
