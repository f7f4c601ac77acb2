// Printing: the letter alone, in a document of its own in a sandbox, so that it breaks over pages as text does.
import type { Email } from '../../jmap/types';
import type { EmailAddress } from '../../jmap/standard';
import { longDate, size } from '../../text/dates';
import { t } from '../../text/text.svelte';
import { nameOf } from './attachments/attachment';
import type { Rule } from './css';
import { empty, sheets, wrapTables } from './frame';
import { attachmentsOf, bodyOf, partOfCid, type Part } from './letter';
import { formatOf, joined } from './plain';
import { sanitise } from './sanitise';

type Content = (part: Part) => Promise<Blob | null>;

// Beside what the frame of a letter has: the modal that the browser prints from. No scripts, as there.
const sandbox = 'allow-same-origin allow-modals';
const patience = 5_000; // milliseconds for pictures to come

const people = (list: EmailAddress[] | null): string =>
  (list ?? []).map((one) => (one.name ? `${one.name} <${one.email}>` : one.email)).join(', ');

function head(document: Document, letter: Email): HTMLElement {
  const element = (name: string, className: string, text = '') => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const box = element('header', 'b-head');
  box.append(element('h1', 'b-subject', letter.subject || t('mail.noSubject')));
  const rows: [string, string][] = [
    [t('message.print.from'), people(letter.from)],
    [t('message.print.to'), people(letter.to)],
    [t('message.print.cc'), people(letter.cc)],
    [t('message.print.date'), longDate(letter.sentAt ?? letter.receivedAt)],
    [
      t('mail.attachments'),
      attachmentsOf(letter)
        .map((part) => `${nameOf(part, t('message.attachment.unnamed'))} (${size(part.size)})`)
        .join(', '),
    ],
  ];
  for (const [name, value] of rows) {
    if (!value) continue;
    const row = element('p', 'b-row');
    row.append(element('b', 'b-name', name), element('span', 'b-value', value));
    box.append(row);
  }
  return box;
}

interface Made {
  rules: Rule[];
  urls: string[];
}

async function picture(image: HTMLImageElement, content: Promise<Blob | null>, made: Made): Promise<void> {
  const blob = await content;
  if (!blob) return;
  const url = URL.createObjectURL(blob);
  made.urls.push(url);
  image.src = url;
  await image.decode().catch(() => {});
}

async function body(document: Document, letter: Email, content: Content): Promise<Made> {
  const made: Made = { rules: [], urls: [] };
  const waits: Promise<void>[] = [];
  for (const one of bodyOf(letter)) {
    if (one.kind === 'html') {
      const cleaned = sanitise(one.value.value);
      wrapTables(cleaned.letter);
      made.rules.push(...cleaned.rules);
      document.body.append(document.adoptNode(cleaned.letter));
      for (const { cid, picture: image } of cleaned.inline) {
        const part = partOfCid(letter, cid);
        if (part) waits.push(picture(image, content(part), made));
      }
    } else if (one.kind === 'plain') {
      const text = document.createElement('pre');
      text.className = 'b-text';
      const lines = joined(one.value.value, formatOf(one.part['header:Content-Type:asRaw']));
      text.textContent = lines.map((line) => '>'.repeat(line.depth) + (line.depth ? ' ' : '') + line.text).join('\n');
      document.body.append(text);
    } else {
      const image = document.createElement('img');
      document.body.append(image);
      waits.push(picture(image, content(one.part), made));
    }
  }
  await Promise.race([Promise.all(waits), new Promise((resolve) => setTimeout(resolve, patience))]);
  return made;
}

/** Prints a letter that is known whole. Pictures from elsewhere are not on it. */
export async function printLetter(letter: Email, content: Content): Promise<void> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', sandbox);
  frame.className = 'printer';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  Object.assign(frame.style, { position: 'fixed', left: '-300mm', top: '0', width: '190mm', height: '10mm', border: '0' });
  frame.srcdoc = empty;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const inside = frame.contentDocument;
  const view = frame.contentWindow;
  if (!inside || !view) return frame.remove();
  inside.title = letter.subject || t('mail.noSubject');
  inside.documentElement.className = 'b-paper';
  inside.body.append(head(inside, letter));
  const { rules, urls } = await body(inside, letter, content);
  sheets(inside, rules);
  // Where a browser does not say when it is done, the frame waits for the next letter to be printed.
  document.querySelectorAll('iframe.printer').forEach((one) => one !== frame && one.remove());
  view.addEventListener('afterprint', () => {
    for (const url of urls) URL.revokeObjectURL(url);
    setTimeout(() => frame.remove());
  });
  view.focus();
  view.print();
}
