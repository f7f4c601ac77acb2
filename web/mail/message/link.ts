// Where a link goes, and whether what it says is where it goes.

export type LinkKind = 'web' | 'mail' | 'within' | 'nowhere';
export type Doubt =
  | 'otherHost' // its text names another host
  | 'lookalike' // letters of another script stand in the host
  | 'credentials' // a name before an @ hides the host
  | 'address'; // a number in place of a name

export interface Link {
  kind: LinkKind;
  /** What the browser is given; for `within` the name of the place. Host in A-labels (RFC 5890), as it is asked for. */
  href: string;
  host: string;
  doubt: Doubt | null;
  /** The host that the text names, where it is another one. */
  shown?: string;
}

const nowhere: Link = { kind: 'nowhere', href: '', host: '', doubt: null };

// Marks that turn the direction of what follows, or take no room: letters hidden from the eye.
const unseen = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

export const withoutUnseen = (text: string) => text.replace(unseen, '');

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

export function linkTo(raw: string, text = ''): Link {
  const address = raw.trim();
  if (address.startsWith('#'))
    return address.length > 1 ? { kind: 'within', href: address.slice(1), host: '', doubt: null } : nowhere;
  const url = parsed(address.startsWith('//') ? `https:${address}` : address);
  if (!url) return nowhere;
  if (url.protocol === 'mailto:') return { kind: 'mail', href: url.href, host: '', doubt: null };
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || !url.hostname) return nowhere;
  const link: Link = { kind: 'web', href: url.href, host: url.hostname, doubt: null };
  const shown = hostsIn(text).find((host) => !isOf(url.hostname, host));
  if (shown) return { ...link, doubt: 'otherHost', shown };
  if (url.username || url.password) return { ...link, doubt: 'credentials' };
  if (lookalike(url.hostname)) return { ...link, doubt: 'lookalike' };
  if (/^\[|^[\d.]+$/.test(url.hostname)) return { ...link, doubt: 'address' };
  return link;
}

const bare = (host: string) => host.replace(/^www\./, '').replace(/\.$/, '');
const isOf = (host: string, shown: string) => bare(host) === bare(shown) || bare(host).endsWith(`.${bare(shown)}`);

// "listing.docx" is the name of a file, not of a host.
const fileEnding =
  /\.(docx?|xlsx?|pptx?|pdf|txt|rtf|odt|ods|csv|jpe?g|png|gif|tiff?|zip|7z|eml|msg|html?|ics|vcf|mp[34]|exe|js)$/i;

// Names of hosts in a text, as a reader would take them: "https://x.example/...", "www.x.example", "x.example".
export function hostsIn(text: string): string[] {
  const found: string[] = [];
  const seen = withoutUnseen(text).normalize('NFKC');
  for (const match of seen.matchAll(/(https?:\/\/)?([^\s/@:<>()[\]"'“”‘’,;?#|]+@)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/giu)) {
    const [, scheme, , name] = match;
    if (!scheme && fileEnding.test(name!)) continue;
    const ending = name!.slice(name!.lastIndexOf('.') + 1);
    if (!/^(\p{L}{2,24}|xn--[a-z0-9-]+)$/iu.test(ending)) continue;
    // "Court.Please" is two sentences: without a scheme a host is written small.
    if (!scheme && /\p{Lu}/u.test(ending) && name !== name!.toUpperCase()) continue;
    const url = parsed(`https://${name!}/`);
    if (url) found.push(url.hostname);
  }
  return found;
}

// RFC 3492 section 6.2: a label after its "xn--".
export function unicodeLabel(label: string): string {
  if (!label.startsWith('xn--')) return label;
  const text = label.slice(4);
  const dash = text.lastIndexOf('-');
  const output = dash > 0 ? [...text.slice(0, dash)] : [];
  let code = 128;
  let i = 0;
  let bias = 72;
  for (let at = dash > 0 ? dash + 1 : 0; at < text.length; ) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = parseInt(text[at++] ?? '', 36);
      if (Number.isNaN(digit)) return label;
      i += (digit < 10 ? digit + 26 : digit - 10) * weight;
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
      if ((digit < 10 ? digit + 26 : digit - 10) < threshold) break;
      weight *= 36 - threshold;
    }
    let delta = Math.floor((i - before) / (before === 0 ? 700 : 2));
    const points = output.length + 1;
    delta += Math.floor(delta / points);
    let k = 0;
    for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
    bias = k + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(i / points);
    i %= points;
    if (code > 0x10ffff) return label;
    output.splice(i++, 0, String.fromCodePoint(code));
  }
  return output.join('');
}

export const unicodeHost = (host: string) => host.split('.').map(unicodeLabel).join('.');

// Hosts here are written in Latin letters, Welsh ones too; others in their place deceive often enough to ask.
function lookalike(host: string): boolean {
  if (!host.includes('xn--')) return false;
  const read = unicodeHost(host);
  return /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(read) || read.includes('xn--');
}

export interface MailLink {
  to: string[];
  cc: string[];
  subject: string;
  body: string;
}

// RFC 6068: what a mailto link asks the composer for. Its bcc and other header fields are not taken from a stranger.
export function mailLink(href: string): MailLink {
  const rest = href.replace(/^mailto:/i, '');
  const question = rest.indexOf('?');
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const addresses = (text: string) =>
    text
      .split(',')
      .map((one) => decoded(one).trim())
      .filter((one) => one.includes('@'));
  const mail: MailLink = { to: addresses(question < 0 ? rest : rest.slice(0, question)), cc: [], subject: '', body: '' };
  if (question < 0) return mail;
  for (const field of rest.slice(question + 1).split('&')) {
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(0, equals)).toLowerCase();
    const value = field.slice(equals + 1);
    if (name === 'to') mail.to.push(...addresses(value));
    if (name === 'cc') mail.cc.push(...addresses(value));
    if (name === 'subject') mail.subject = decoded(value).replace(/[\r\n]+/g, ' ');
    if (name === 'body') mail.body = decoded(value).replace(/\r\n?/g, '\n');
  }
  return mail;
}
