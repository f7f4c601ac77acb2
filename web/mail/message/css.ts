// What mail may say about its looks: colours, letters, lines, boxes and tables. What is not named here is dropped:
// whatever fetches (url(), @import, @font-face), takes things out of their place (position, transform), tells one
// element from another by what is written in it (attribute selectors), or asks about the reader (most of @media).
import { after, is, split, tokens, trimmed, type Token } from './csstokens';

export interface Declaration {
  property: string;
  value: string;
  important: boolean;
}
export interface Rule {
  selector: string;
  declarations: Declaration[];
  media?: string; // the condition of the @media it is in
}

const sides = ['top', 'right', 'bottom', 'left'];
const each = (before: string, behind = '') => sides.map((side) => before + side + behind);
const lengths = new Set([
  ...['width', 'min-width', 'max-width', 'height', 'min-height', 'max-height', 'line-height', 'letter-spacing'],
  ...['word-spacing', 'text-indent', 'border-spacing', 'border-width', 'font-size', 'border-radius', 'tab-size'],
  ...['margin', ...each('margin-'), 'padding', ...each('padding-'), ...each('border-', '-width')],
  ...['border-top-left-radius', 'border-top-right-radius', 'border-bottom-left-radius', 'border-bottom-right-radius'],
]);
const colours = new Set(['color', 'background-color', 'border-color', ...each('border-', '-color'), 'text-decoration-color']);
const words = new Set([
  ...['font', 'font-family', 'font-style', 'font-weight', 'font-variant', 'font-stretch', 'text-align', 'direction'],
  ...['text-decoration', 'text-decoration-line', 'text-decoration-style', 'text-transform', 'vertical-align'],
  ...['white-space', 'word-break', 'overflow-wrap', 'word-wrap', 'hyphens', 'border', ...each('border-')],
  ...['border-style', ...each('border-', '-style'), 'border-collapse', 'table-layout', 'caption-side', 'empty-cells'],
  ...['float', 'clear', 'list-style-type', 'list-style-position', 'list-style', 'box-sizing', 'visibility', 'opacity'],
  ...['page-break-before', 'page-break-after', 'page-break-inside', 'break-before', 'break-after', 'break-inside'],
  ...['orphans', 'widows', 'overflow', 'overflow-x', 'overflow-y'],
]);
const displays = new Set([
  ...['block', 'inline', 'inline-block', 'none', 'list-item', 'table', 'inline-table', 'table-row', 'table-cell'],
  ...['table-row-group', 'table-header-group', 'table-footer-group', 'table-column', 'table-column-group'],
  ...['table-caption'],
]);
const functions = new Set(['rgb', 'rgba', 'hsl', 'hsla', 'calc']);
// Never those of the viewport: the frame is as high as its content, and the two would chase each other.
const units = new Set(['px', 'pt', 'em', 'rem', 'ex', 'ch', 'in', 'cm', 'mm', 'pc', 'q', 'deg']);
const most = 20000; // px or whatever: no letter is larger

const plainName = /^-{0,2}[a-z_][\w-]*$/i;
const fontName = /^[\p{L}\p{N} _.,'&+-]*$/u;

function allowed(property: string): boolean {
  return lengths.has(property) || colours.has(property) || words.has(property) || property === 'display';
}

// One token as we write it, or nothing where it has no place in a value.
function written(token: Token): string | undefined {
  switch (token.kind) {
    case 'space':
      return ' ';
    case 'ident':
      return plainName.test(token.text) ? token.text : undefined;
    case 'hash':
      return /^[0-9a-f]{3,8}$/i.test(token.text) ? '#' + token.text : undefined;
    case 'string':
      return fontName.test(token.text) ? `"${token.text}"` : undefined;
    case 'function':
      return functions.has(token.text) ? token.text + '(' : undefined;
    case 'number':
    case 'percentage':
    case 'dimension': {
      if (Math.abs(token.number!) > most) return undefined;
      if (token.kind === 'dimension' && !units.has(token.unit!)) return undefined;
      return String(token.number) + (token.kind === 'percentage' ? '%' : (token.unit ?? ''));
    }
    case 'delim':
      return [',', '/', '(', ')', '+', '-', '*'].includes(token.text) ? token.text : undefined;
    default:
      return undefined;
  }
}

function valueOf(list: readonly Token[]): string | undefined {
  let value = '';
  for (const token of list) {
    const text = written(token);
    if (text === undefined) return undefined;
    value += text;
  }
  return value.trim() || undefined;
}

const colourWord = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([^)]*\)|[a-z]+)$/i;
const notColours = /^(none|repeat|no-repeat|scroll|fixed|top|bottom|left|right|center|cover|contain|inherit|initial|unset)$/i;

// `background` may carry anything; its colour is what is taken from it.
function background(list: readonly Token[]): string | undefined {
  for (let i = 0; i < list.length; ) {
    const end = after(list, i);
    const value = valueOf(list.slice(i, end));
    if (value && colourWord.test(value) && !notColours.test(value)) return value;
    i = end;
  }
  return undefined;
}

// A letter names the font of its writer's computer; where it is not there, one of its kind is better than the browser's own.
function withKind(fonts: string): string {
  if (/\b(serif|sans-serif|monospace|cursive|fantasy|system-ui|inherit|initial|unset)\s*$/i.test(fonts)) return fonts;
  if (/courier|consolas|mono|lucida console|menlo/i.test(fonts)) return `${fonts}, monospace`;
  if (/times|georgia|cambria|garamond|palatino|antiqua|bookman|century|constantia|baskerville/i.test(fonts)) return `${fonts}, serif`;
  return `${fonts}, Arial, sans-serif`;
}

function declaration(list: readonly Token[]): Declaration | undefined {
  const name = list[0];
  if (name?.kind !== 'ident') return undefined;
  const colon = list.findIndex((token, i) => i > 0 && token.kind !== 'space');
  if (!is(list[colon], ':')) return undefined;
  let rest = trimmed(list.slice(colon + 1));
  const last = rest.length - 1;
  const important = rest[last]?.kind === 'ident' && rest[last].text.toLowerCase() === 'important';
  if (important) {
    const mark = rest.findIndex((token) => is(token, '!'));
    if (mark < 0) return undefined;
    rest = trimmed(rest.slice(0, mark));
  }
  const property = name.text.toLowerCase();
  if (property === 'background') {
    const colour = background(rest);
    return colour ? { property: 'background-color', value: colour, important } : undefined;
  }
  if (!allowed(property)) return undefined;
  const value = valueOf(rest);
  if (value === undefined) return undefined;
  if (property === 'display' && !displays.has(value.toLowerCase())) return undefined;
  // A reader must be able to get at all there is, and negative margins lay one thing over another.
  if (property.startsWith('overflow') && value.toLowerCase() !== 'hidden' && value.toLowerCase() !== 'auto') return undefined;
  if (property.startsWith('margin') && value.includes('-')) return undefined;
  return { property, value: property === 'font-family' ? withKind(value) : value, important };
}

// What is kept of a style attribute, or of the inside of a rule.
export function declarations(style: string | readonly Token[]): Declaration[] {
  const list = typeof style === 'string' ? tokens(style) : style;
  return split(list, ';').flatMap((part) => declaration(part) ?? []);
}

// Colours of its own that a letter on a dark page could not be read with.
export function setsColour(list: readonly Declaration[]): boolean {
  const ours = /^(inherit|initial|unset|currentcolor|transparent|windowtext|window|auto|none)$/i;
  return list.some((d) => (d.property === 'color' || d.property === 'background-color') && !ours.test(d.value));
}

export const scope = 'b-letter'; // the class of the element that stands for the letter's <body>
export const prefix = 'm-'; // before every class and id of the letter's own

const pseudo = new Set(['first-child', 'last-child', 'link', 'visited', 'hover', 'active', 'focus']);

function compound(list: readonly Token[]): string | undefined {
  let text = '';
  for (let i = 0; i < list.length; i++) {
    const token = list[i]!;
    const next = list[i + 1];
    if (token.kind === 'ident' && i === 0 && /^[a-z][a-z0-9]*$/i.test(token.text)) {
      text += /^(html|body)$/i.test(token.text) ? '.' + scope : token.text.toLowerCase();
    } else if (is(token, '*') && i === 0) text += '*';
    else if (is(token, '.') && next?.kind === 'ident' && plainName.test(next.text)) {
      text += '.' + prefix + next.text;
      i++;
    } else if (token.kind === 'hash' && plainName.test(token.text)) text += '#' + prefix + token.text;
    else if (is(token, ':') && next?.kind === 'ident' && pseudo.has(next.text.toLowerCase())) {
      text += ':' + next.text.toLowerCase();
      i++;
    } else return undefined;
  }
  return text || undefined;
}

// Type, class and id selectors with their combinators, below the letter's own element.
function selector(list: readonly Token[]): string | undefined {
  const parts: string[] = [];
  let run: Token[] = [];
  let combinator = '';
  const push = () => {
    const one = compound(run);
    if (one === undefined) return false;
    parts.push(combinator + one);
    run = [];
    combinator = '';
    return true;
  };
  for (const token of list) {
    const joins = token.kind === 'space' || is(token, '>') || is(token, '+') || is(token, '~');
    if (!joins) {
      run.push(token);
      continue;
    }
    if (run.length && !push()) return undefined;
    if (token.kind !== 'space') combinator = token.text + ' ';
  }
  if (!push() || parts.length > 12) return undefined;
  const inside = parts[0]!.startsWith('.' + scope);
  return (inside ? '' : `.${scope} `) + parts.join(' ');
}

// `screen`, `print`, and how wide the page is; what else could be asked about the reader is not answered.
function media(list: readonly Token[]): string | undefined {
  const conditions = split(list, ',').map((query) => {
    const parts: string[] = [];
    for (let i = 0; i < query.length; ) {
      const end = after(query, i);
      const token = query[i]!;
      const word = token.text.toLowerCase();
      if (token.kind === 'ident' && ['screen', 'print', 'all', 'only', 'and'].includes(word)) parts.push(word);
      else if (is(token, '(')) {
        const [name, value, ...more] = split(query.slice(i + 1, end - 1), ':');
        const feature = name?.length === 1 ? name[0]!.text.toLowerCase() : '';
        const size = value?.length === 1 ? valueOf(value) : undefined;
        if (more.length || !/^(min|max)(-device)?-width$/.test(feature) || !size) return undefined;
        parts.push(`(${feature.replace('-device', '')}: ${size})`);
      } else if (token.kind !== 'space') return undefined;
      i = end;
    }
    return parts.join(' ') || undefined;
  });
  const kept = conditions.filter((c) => c !== undefined);
  return kept.length ? kept.join(', ') : undefined;
}

// What is kept of a style sheet. Rules past `limit` are left out: no letter needs them.
export function rules(sheet: string | readonly Token[], condition?: string, limit = 2000): Rule[] {
  const list = typeof sheet === 'string' ? tokens(sheet) : sheet;
  const kept: Rule[] = [];
  for (let i = 0; i < list.length && kept.length < limit; ) {
    const token = list[i]!;
    if (token.kind === 'space' || token.kind === 'comment-mark' || is(token, '}')) {
      i++;
      continue;
    }
    let end = i;
    while (end < list.length && !is(list[end], '{') && !(token.kind === 'at' && is(list[end], ';')))
      end = after(list, end);
    const close = is(list[end], '{') ? after(list, end) : end + 1;
    const block = list.slice(end + 1, is(list[close - 1], '}') ? close - 1 : close);
    const prelude = trimmed(list.slice(i, end));
    i = close;
    if (token.kind === 'at') {
      const when = token.text === 'media' && !condition ? media(trimmed(prelude.slice(1))) : undefined;
      if (when) kept.push(...rules(block, when, limit - kept.length));
      continue;
    }
    const said = declarations(block);
    if (!said.length) continue;
    for (const part of split(prelude, ',')) {
      const chosen = selector(part);
      if (chosen) kept.push({ selector: chosen, declarations: said, ...(condition ? { media: condition } : {}) });
    }
  }
  return kept;
}
