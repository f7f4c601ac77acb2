// Misspelt words are marked without touching the text (CSS Custom Highlight API); where a browser has none, none are.
import { spelling, words } from './spelling.svelte';

const name = 'misspelt';
const byEditor = new Map<HTMLElement, Range[]>();

export const canMark = typeof CSS !== 'undefined' && 'highlights' in CSS;

function show(): void {
  const all = [...byEditor.values()].flat();
  CSS.highlights.set(name, new Highlight(...all));
}

/** The texts of one's own: what is quoted is not looked at. */
function texts(root: HTMLElement): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeName === 'BLOCKQUOTE' || node.nodeName === 'A' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) found.push(node);
  return found;
}

export interface Misspelt {
  word: string;
  range: Range;
}

/** Looks through the text and marks what is misspelt. The word that is being written is left in peace. */
export async function markMisspelt(root: HTMLElement): Promise<Misspelt[]> {
  await spelling.look(texts(root).flatMap((text) => words(text.data).map((one) => one.word)));
  const found = find(root);
  if (canMark) {
    byEditor.set(root, found.filter(({ range }) => !isBeingWritten(range)).map(({ range }) => range));
    show();
  }
  return found;
}

function find(root: HTMLElement): Misspelt[] {
  const found: Misspelt[] = [];
  for (const text of texts(root)) {
    for (const { word, at } of words(text.data)) {
      if (spelling.isRight(word) !== false) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + word.length);
      found.push({ word, range });
    }
  }
  return found;
}

function isBeingWritten(range: Range): boolean {
  const selection = getSelection();
  return (
    selection !== null &&
    selection.isCollapsed &&
    selection.anchorNode === range.endContainer &&
    selection.anchorOffset === range.endOffset
  );
}

export function forget(root: HTMLElement): void {
  byEditor.delete(root);
  if (canMark) show();
}

/** The misspelt word at a point of the page, or where the cursor is. */
export function misspeltAt(root: HTMLElement, point: { x: number; y: number } | null): Misspelt | null {
  return (
    find(root).find(({ range }) => {
      if (!point) {
        const selection = getSelection();
        return selection?.anchorNode ? range.isPointInRange(selection.anchorNode, selection.anchorOffset) : false;
      }
      return [...range.getClientRects()].some(
        (box) => point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom,
      );
    }) ?? null
  );
}
