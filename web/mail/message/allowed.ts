// The elements and attributes of HTML that a letter may have. What is not here is not in the page.

/** Kept as they are. */
export const kept = new Set([
  ...['a', 'abbr', 'acronym', 'address', 'article', 'aside', 'b', 'bdi', 'big', 'blockquote', 'br', 'caption', 'center'],
  ...['cite', 'code', 'col', 'colgroup', 'dd', 'del', 'dfn', 'dir', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure'],
  ...['font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main'],
  ...['mark', 'nav', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'section', 'small', 'span', 'strike'],
  ...['strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
]);

/** Kept for what they hold, as something that does nothing. What is in neither table is left out and its content kept. */
export const instead = new Map([
  ...['form', 'fieldset', 'legend', 'details', 'summary', 'dialog', 'body', 'menu', 'hgroup', 'search', 'option'].map(
    (name) => [name, 'div'] as const,
  ),
  ...['textarea', 'listing', 'xmp', 'plaintext'].map((name) => [name, 'pre'] as const),
  ...['button', 'label', 'output', 'data', 'bdo'].map((name) => [name, 'span'] as const),
]);

/** Left out with all that is in them: code, other documents, and what only means something to a program. */
export const dropped = new Set([
  ...['script', 'style', 'title', 'meta', 'base', 'link', 'iframe', 'frame', 'embed', 'template', 'svg', 'math', 'map'],
  ...['area', 'input', 'datalist', 'noframes', 'noembed', 'param', 'source', 'track', 'select', 'head', 'basefont'],
]);

/** Most that a whole number may be, for those attributes that are one. */
const whole = (most: number) => (value: string) => {
  const number = /^\s*(\d{1,5})\s*$/.exec(value);
  return number ? String(Math.min(Number(number[1]), most)) : undefined;
};
const oneOf =
  (...words: string[]) =>
  (value: string) =>
    words.includes(value.trim().toLowerCase()) ? value.trim().toLowerCase() : undefined;
const extent = (value: string) => {
  const found = /^\s*(\d{1,4})(\.\d+)?\s*(%|px)?\s*$/.exec(value);
  return found ? found[1]! + (found[3] === '%' ? '%' : '') : undefined;
};
const colour = (value: string) => (/^\s*(#?[0-9a-f]{3,8}|[a-z]{3,24})\s*$/i.test(value) ? value.trim() : undefined);
const text = (value: string) => value.slice(0, 1000);
const flag = () => '';

type Check = (value: string) => string | undefined;
const cells = ['td', 'th', 'tr', 'table', 'thead', 'tbody', 'tfoot', 'col', 'colgroup'];

/** Attribute, what may be its value, and on which elements; on all where none are named. */
const attributes: Record<string, { check: Check; on?: string[] }> = {
  dir: { check: oneOf('ltr', 'rtl', 'auto') },
  lang: { check: (value) => (/^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(value) ? value : undefined) },
  align: { check: oneOf('left', 'right', 'center', 'justify', 'middle', 'top', 'bottom', 'baseline') },
  valign: { check: oneOf('top', 'middle', 'bottom', 'baseline'), on: cells },
  bgcolor: { check: colour, on: cells },
  width: { check: extent, on: [...cells, 'img', 'hr', 'pre'] },
  height: { check: extent, on: [...cells, 'img'] },
  border: { check: whole(50), on: ['table', 'img'] },
  cellpadding: { check: whole(100), on: ['table'] },
  cellspacing: { check: whole(100), on: ['table'] },
  // HTML section 4.9.11 lets 1000 columns and 65534 rows through; a table of that size is made to make a page slow.
  colspan: { check: whole(200), on: ['td', 'th'] },
  rowspan: { check: whole(1000), on: ['td', 'th'] },
  span: { check: whole(200), on: ['col', 'colgroup'] },
  nowrap: { check: flag, on: ['td', 'th'] },
  scope: { check: oneOf('row', 'col', 'rowgroup', 'colgroup'), on: ['th'] },
  start: { check: (value) => (/^-?\d{1,6}$/.test(value) ? value : undefined), on: ['ol'] },
  reversed: { check: flag, on: ['ol'] },
  value: { check: whole(99999), on: ['li'] },
  type: {
    check: (value) => (/^([1aAiI]|disc|circle|square)$/.test(value) ? value : undefined),
    on: ['ol', 'ul', 'li'],
  },
  color: { check: colour, on: ['font', 'hr'] },
  size: { check: (value) => (/^[+-]?\d{1,2}$/.test(value) ? value : undefined), on: ['font', 'hr'] },
  noshade: { check: flag, on: ['hr'] },
  alt: { check: text, on: ['img'] },
  title: { check: text, on: ['abbr', 'acronym', 'dfn'] },
};

export function attribute(element: string, name: string, value: string): string | undefined {
  if (!Object.hasOwn(attributes, name)) return undefined;
  const row = attributes[name]!;
  return row.on && !row.on.includes(element) ? undefined : row.check(value);
}
