// The keyboard: single keys and two in a row ("g i"), never while somebody writes, never against the browser's own.
import { commands, run } from './command';

// How long the second key of two may take, in milliseconds.
const patience = 1_200;

let first = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let isOn = (): boolean => true;

/** As commands name it: "r", "shift+i", "ctrl+z", "#", "enter". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace(/^arrow/, '');
  const isLetter = /^[a-z]$/.test(key);
  return (
    (event.ctrlKey || event.metaKey ? 'ctrl+' : '') +
    (event.altKey ? 'alt+' : '') +
    // "#" and "?" already say that shift was held.
    (event.shiftKey && (isLetter || key.length > 1) ? 'shift+' : '') +
    (key === ' ' ? 'space' : key)
  );
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type))
  );
}

/** Handles a key; true where a command took it. */
export function press(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || !isOn()) return false;
  if (isWriting(event.target) || document.querySelector('dialog[open]')) return false;
  const name = keyName(event);
  // Enter and space belong to the control that has the focus.
  const target = event.target instanceof Element ? event.target : null;
  if ((name === 'enter' || name === 'space') && target?.closest('button, a, summary, [role=menuitem]')) return false;
  const wanted = first ? `${first} ${name}` : name;
  clearTimeout(timer);
  first = '';
  const fitting = commands().filter((each) => each.keys?.includes(wanted));
  if (fitting.some((each) => run(each.id))) {
    event.preventDefault();
    return true;
  }
  if (!commands().some((each) => each.keys?.some((keys) => keys.startsWith(`${wanted} `)))) return false;
  first = wanted;
  timer = setTimeout(() => (first = ''), patience);
  event.preventDefault();
  return true;
}

/** `on` is asked at every key: whoever turned the shortcuts off has them off. */
export function listen(on: () => boolean): () => void {
  isOn = on;
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}
