// CSS as tokens (CSS Syntax Module Level 3, section 4), so that what mail says about its looks is understood before
// anything of it is believed. Escapes are resolved here: nothing that comes after sees the spelling, only the meaning.

export type Kind =
  | 'ident'
  | 'function' // text is its name; a ')' ends it
  | 'at'
  | 'hash'
  | 'string'
  | 'url'
  | 'number'
  | 'percentage'
  | 'dimension'
  | 'space'
  | 'delim' // text is the character: also : ; , and all brackets
  | 'comment-mark' // <!-- and -->, which style sheets in pages may have around them
  | 'bad'; // a string or url that does not end

export interface Token {
  kind: Kind;
  text: string; // names in lower case for ident, function, at; the content for strings
  number?: number;
  unit?: string; // lower case
}

const isSpace = (c: string) => c === ' ' || c === '\t' || c === '\n' || c === '\r' || c === '\f';
const isDigit = (c: string) => c >= '0' && c <= '9';
const isNameStart = (c: string) => /[a-z_]/i.test(c) || c > '\x7f';
const isName = (c: string) => isNameStart(c) || isDigit(c) || c === '-';

class Reader {
  at = 0;
  constructor(readonly text: string) {}
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
  escapes(ahead = 0): boolean {
    const next = this.peek(ahead + 1);
    return this.peek(ahead) === '\\' && next !== '' && next !== '\n';
  }
  startsName(ahead = 0): boolean {
    const c = this.peek(ahead);
    if (c === '-') return this.peek(ahead + 1) === '-' || this.startsName1(ahead + 1);
    return this.startsName1(ahead);
  }
  private startsName1(ahead: number): boolean {
    const c = this.peek(ahead);
    return (c !== '' && isNameStart(c)) || this.escapes(ahead);
  }
  startsNumber(): boolean {
    const signed = this.peek() === '+' || this.peek() === '-' ? 1 : 0;
    return isDigit(this.peek(signed)) || (this.peek(signed) === '.' && isDigit(this.peek(signed + 1)));
  }
  // Section 4.3.7; the backslash was seen.
  escaped(): string {
    this.at++;
    const hex = /^[0-9a-f]{1,6}/i.exec(this.text.slice(this.at, this.at + 6));
    if (!hex) {
      const whole = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0xfffd);
      this.at += whole.length;
      return whole;
    }
    this.at += hex[0].length;
    if (isSpace(this.peek())) this.at++;
    const code = parseInt(hex[0], 16);
    const wrong = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
    return wrong ? '\ufffd' : String.fromCodePoint(code);
  }
  name(): string {
    let name = '';
    while (!this.done) {
      if (this.escapes()) name += this.escaped();
      else if (isName(this.peek())) name += this.text[this.at++];
      else break;
    }
    return name;
  }
  string(quote: string): Token {
    let text = '';
    this.at++;
    while (!this.done && this.peek() !== quote) {
      if (this.peek() === '\n') return { kind: 'bad', text };
      if (this.peek() === '\\' && this.peek(1) === '\n') this.at += 2;
      else if (this.escapes()) text += this.escaped();
      else text += this.text[this.at++];
    }
    this.at++;
    return { kind: 'string', text };
  }
  number(): Token {
    const found = /^[+-]?(\d+\.\d+|\.\d+|\d+)(e[+-]?\d+)?/i.exec(this.text.slice(this.at, this.at + 64));
    const text = found ? found[0] : this.peek();
    this.at += text.length;
    const number = Number(text);
    if (this.peek() === '%') {
      this.at++;
      return { kind: 'percentage', text, number };
    }
    if (this.startsName()) return { kind: 'dimension', text, number, unit: this.name().toLowerCase() };
    return { kind: 'number', text, number };
  }
  // Section 4.3.6: to the bracket that ends it, whatever is in it; no url is ever used.
  url(): Token {
    while (!this.done && this.peek() !== ')') {
      if (this.escapes()) this.escaped();
      else this.at++;
    }
    this.at++;
    return { kind: 'url', text: '' };
  }
  named(): Token {
    const name = this.name();
    if (this.peek() !== '(') return { kind: 'ident', text: name };
    this.at++;
    if (name.toLowerCase() === 'url') {
      let ahead = 0;
      while (isSpace(this.peek(ahead))) ahead++;
      if (this.peek(ahead) !== '"' && this.peek(ahead) !== "'") return this.url();
    }
    return { kind: 'function', text: name.toLowerCase() };
  }
  // What the rest of the text begins with; nothing for a comment.
  next(): Token | undefined {
    const c = this.peek();
    if (c === '/' && this.peek(1) === '*') {
      const end = this.text.indexOf('*/', this.at + 2);
      this.at = end < 0 ? this.text.length : end + 2;
      return undefined;
    }
    if (isSpace(c)) {
      while (isSpace(this.peek())) this.at++;
      return { kind: 'space', text: ' ' };
    }
    if (c === '"' || c === "'") return this.string(c);
    if (this.startsNumber()) return this.number();
    for (const mark of ['<!--', '-->'])
      if (this.text.startsWith(mark, this.at)) {
        this.at += mark.length;
        return { kind: 'comment-mark', text: mark };
      }
    if (this.startsName()) return this.named();
    this.at++;
    if (c === '#' && (isName(this.peek()) || this.escapes())) return { kind: 'hash', text: this.name() };
    if (c === '@' && this.startsName()) return { kind: 'at', text: this.name().toLowerCase() };
    return { kind: 'delim', text: c };
  }
}

export function tokens(text: string): Token[] {
  const reader = new Reader(text.replace(/\r\n?|\f/g, '\n').replace(/\0/g, '\ufffd'));
  const all: Token[] = [];
  while (!reader.done) {
    const token = reader.next();
    if (token) all.push(token);
  }
  return all;
}

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

// The index after the token that ends what begins at `from`: itself, or the whole of a bracket or function.
export function after(list: readonly Token[], from: number): number {
  const open: string[] = [];
  for (let i = from; i < list.length; i++) {
    const token = list[i]!;
    if (token.kind === 'function') open.push(')');
    else if (token.kind === 'delim' && closing[token.text]) open.push(closing[token.text]!);
    else if (token.kind === 'delim' && open.length && token.text === open[open.length - 1]) open.pop();
    if (!open.length) return i + 1;
  }
  return list.length;
}

export const is = (token: Token | undefined, text: string) => token?.kind === 'delim' && token.text === text;

export function trimmed(list: readonly Token[]): Token[] {
  let begin = 0;
  let end = list.length;
  while (begin < end && list[begin]!.kind === 'space') begin++;
  while (end > begin && list[end - 1]!.kind === 'space') end--;
  return list.slice(begin, end);
}

// The list cut at every `mark` that is in no bracket.
export function split(list: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  for (let i = 0; i < list.length; ) {
    const end = after(list, i);
    if (is(list[i], mark)) {
      parts.push([]);
      i = end;
    } else for (const part = parts[parts.length - 1]!; i < end; i++) part.push(list[i]!);
  }
  return parts.map(trimmed);
}
