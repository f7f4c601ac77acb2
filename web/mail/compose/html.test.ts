import { describe, expect, it } from 'vitest';

import { htmlOf, nodesOf, richOf, textOf } from './html';

function editor(html: string, resolve: (cid: string) => string | null = () => null): HTMLElement {
  const root = document.createElement('div');
  root.append(nodesOf(html, resolve));
  return root;
}
const text = (html: string) => textOf(editor(html));

describe('rich text without its form', () => {
  it.each([
    ['<div>One</div><div><br></div><div>Two</div>', 'One\n\nTwo'],
    ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>', '* a\n* b\n1. c\n2. d'],
    ['<div>Yes</div><blockquote><div>When?</div><blockquote><div>Soon</div></blockquote></blockquote>', 'Yes\n> When?\n> > Soon'],
    ['<div>See <a href="https://court.example/list">the list</a></div>', 'See the list <https://court.example/list>'],
    ['<div><a href="https://court.example/">https://court.example/</a></div>', 'https://court.example/'],
    ['<table><tr><td>9.30</td><td>Court 2</td></tr></table>', '9.30\tCourt 2'],
    ['<div>a   b\n c</div>', 'a b c'],
    ['<div>Hi</div><div>-- </div><div>Ann</div>', 'Hi\n-- \nAnn'],
    ['', ''],
  ])('%s', (html, expected) => expect(text(html)).toBe(expected));
});

it('plain text made rich and plain again is the same', () => {
  const plain = 'Dear Ann,\n\n  indented <b>\n> > older\n> old\n\nYes & no';
  expect(textOf(editor(richOf(plain)))).toBe('Dear Ann,\n\n  indented <b>\n> > older\n> old\n\nYes & no');
});

describe('foreign HTML in the editor', () => {
  it('is clean', () => {
    const root = editor('<p onclick="x()">a</p><script>x()</script><img src="https://spy.example/1.png" width="80" height="80"><form>f</form>');
    expect(root.innerHTML).not.toMatch(/onclick|script|spy|form/);
  });
  it('shows the pictures of the message, and sends them by their ids', () => {
    const root = editor('<p><img src="cid:one@x" alt="Plan"><img src="cid:gone@x"></p>', (cid) => (cid === 'one@x' ? 'blob:1' : null));
    expect(root.querySelectorAll('img')).toHaveLength(1);
    expect(root.querySelector('img')?.getAttribute('src')).toBe('blob:1');
    expect(htmlOf(root)).toContain('src="cid:one@x"');
    expect(htmlOf(root)).not.toContain('blob:');
  });
  it('has no classes and ids of its writer', () => {
    expect(editor('<div class="x" id="y">a</div>').innerHTML).toBe('<div>a</div>');
  });
});
