// What a letter repeats of those before it, so that it can be folded away: in HTML, after sanitise().

const wrote = /(wrote|writes|ysgrifennodd|ysgrifennoch|schrieb|a écrit)\b.{0,80}:?\s*$/isu;
const forwarded = /^\s*-{3,}\s*(forwarded message|neges wedi'i hanfon ymlaen|original message|neges wreiddiol)/i;
// The head that Outlook writes above the letter it answers, in English and in Welsh.
const outlookHead =
  /^\s*(From|Oddi wrth)\s*:.{1,400}?(Sent|Date|Anfonwyd|Dyddiad)\s*:.{1,200}?(To|At)\s*:.{1,4000}?(Subject|Pwnc|Testun)\s*:/su;

const textOf = (node: Node) => node.textContent ?? '';
const says = (text: string) => /[\p{L}\p{N}]/u.test(text);

// Where the quoted begins, and whether all that follows belongs to it.
function marker(letter: HTMLElement): { at: HTMLElement; rest: boolean } | null {
  const known = letter.querySelector<HTMLElement>(
    '.m-gmail_quote, .m-yahoo_quoted, .m-protonmail_quote, .m-moz-cite-prefix, #m-appendonsend, #m-divRplyFwdMsg, .b-cite',
  );
  const heads = [...letter.querySelectorAll<HTMLElement>('p, div')].slice(0, 3000);
  const head = heads.find((one) => {
    const text = textOf(one);
    return text.length < 6000 && /^\s*(From|Oddi wrth)\s*:/.test(text) && outlookHead.test(text);
  });
  const first = [known, head].filter((one) => one !== null && one !== undefined).sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  )[0];
  if (!first) return null;
  const rest = first === head || /^m-(appendonsend|divRplyFwdMsg)$/.test(first.id);
  return { at: outermost(first, letter), rest };
}

// Outlook puts the head into boxes of its own: the outermost that begins with it is where the quoted begins.
function outermost(from: HTMLElement, letter: HTMLElement): HTMLElement {
  let at = from;
  while (at.parentElement && at.parentElement !== letter && !says(before(at))) at = at.parentElement;
  return at;
}

function before(at: HTMLElement): string {
  let text = '';
  for (let node = at.previousSibling; node; node = node.previousSibling) text += textOf(node);
  return text;
}

// "On Monday ... wrote:" stands before the quoted, as an element or as text; text gets an element to be hidden with.
function withAttribution(at: HTMLElement): HTMLElement[] {
  let node: Node | null = at.previousSibling;
  while (node && !says(textOf(node)) && node.nodeName !== 'IMG') node = node.previousSibling;
  if (!node || textOf(node).length > 300 || !wrote.test(textOf(node))) return [at];
  if (node.nodeType === 1) return [node as HTMLElement, at];
  const line = at.ownerDocument.createElement('span');
  (node as Text).replaceWith(line);
  line.append(node);
  return [line, at];
}

function following(at: HTMLElement, letter: HTMLElement): HTMLElement[] {
  const all: HTMLElement[] = [];
  for (let up: HTMLElement = at; up !== letter && up.parentElement; up = up.parentElement)
    for (let node = up.nextSibling; node; node = node.nextSibling) {
      if (node.nodeType === 1) all.push(node as HTMLElement);
      else if (says(textOf(node))) {
        const box = at.ownerDocument.createElement('span');
        node.parentNode!.replaceChild(box, node);
        box.append(node);
        node = box;
        all.push(box);
      }
    }
  return all;
}

/** Folds what is quoted behind a button, which is returned: nothing where there is nothing to fold, or nothing else. */
export function foldQuoted(letter: HTMLElement, label: string): HTMLButtonElement | null {
  const found = marker(letter);
  if (!found || forwarded.test(textOf(found.at))) return null;
  const parts = withAttribution(found.at);
  const cited = found.at.nextElementSibling;
  if (found.at.classList.contains('m-moz-cite-prefix') && cited) parts.push(cited as HTMLElement);
  if (found.rest) parts.push(...following(found.at, letter));
  const length = (list: readonly Node[]) => list.reduce((sum, one) => sum + textOf(one).replace(/\s/g, '').length, 0);
  if (length([letter]) - length(parts) < 2 || !length(parts)) return null;
  for (const part of parts) part.classList.add('b-quoted');
  const button = letter.ownerDocument.createElement('button');
  button.type = 'button';
  button.className = 'b-quote-toggle';
  button.textContent = '•••';
  button.setAttribute('aria-label', label);
  button.setAttribute('aria-expanded', 'false');
  button.title = label;
  parts[0]!.before(button);
  letter.classList.add('b-folded');
  return button;
}

/** To be called where the button is in the page. */
export function whenPressed(button: HTMLButtonElement, letter: HTMLElement): void {
  button.addEventListener('click', () => {
    const folded = letter.classList.toggle('b-folded');
    button.setAttribute('aria-expanded', String(!folded));
  });
}
