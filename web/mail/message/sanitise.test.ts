import { describe, expect, it } from 'vitest';

import { sanitise } from './sanitise';

const inside = (html: string, outside = false) => sanitise(html, { outside }).letter.innerHTML;

describe('sanitise', () => {
  it('keeps a letter', () => {
    const html = '<p>Dear <b>Sir</b>,</p><table><tbody><tr><td colspan="2">1</td></tr></tbody></table><ul><li>a</li></ul>';
    expect(inside(html)).toBe(html);
  });
  it('makes nodes of a document that is nobody’s', () => {
    const { letter } = sanitise('<p>x');
    expect(letter.ownerDocument).not.toBe(document);
    expect(letter.ownerDocument.defaultView).toBeNull();
  });
  it('leaves out what runs, and what is only for programs', () => {
    expect(inside('a<script>b</script><style>c{}</style><svg><text>d</text></svg><math><mtext>e</mtext></math><iframe>f</iframe>g')).toBe('ag');
    expect(inside('<p onclick="x" onload=y contenteditable autofocus tabindex=1 popover data-x=1>a</p>')).toBe('<p>a</p>');
  });
  it('makes forms inert and keeps what they say', () => {
    expect(inside('<form action="https://x"><label>Name</label><input value="v"><button>Send</button></form>')).toBe(
      '<div><span>Name</span><span>Send</span></div>',
    );
  });
  it('is not deceived by names that hide properties', () => {
    const html = '<form><input name=firstChild><input name=attributes><input name=nodeType><input name=localName><p>x</p></form>';
    expect(inside(html)).toBe('<div><p>x</p></div>');
    expect(inside('<img name=body><img name=documentElement><form name=body></form><p>y</p>')).toContain('<p>y</p>');
  });
  it('gives names of ours to ids and classes', () => {
    expect(inside('<p id="app" class="b-letter x">a</p><a name="top">b</a>')).toBe(
      '<p class="m-b-letter m-x" id="m-app">a</p><span id="m-top">b</span>',
    );
  });
  it('holds pictures from elsewhere back and counts them', () => {
    const html = '<img src="http://x.example/a.png" alt="A" width=50><img src="//y.example/b"><img src=https://t.example width=1 height=1>';
    expect(sanitise(html).outside).toBe(2);
    expect(inside(html)).not.toContain('example');
    expect(inside(html)).toContain('<span class="b-held" style="width: 50px;">A</span>');
    expect(inside(html, true)).toContain('src="https://x.example/a.png"');
    expect(inside(html, true)).not.toContain('t.example');
  });
  it('knows pictures that are parts of the message, and those that are data', () => {
    const { inline, letter } = sanitise('<img src="cid:logo%40x"><img src="data:image/png;base64,AAAA"><img src="data:image/svg+xml,x">');
    expect(inline.map((one) => one.cid)).toEqual(['logo@x']);
    expect(letter.querySelectorAll('img[src]').length).toBe(1);
  });
  it('opens links elsewhere, without a word of where they were', () => {
    expect(inside('<a href="https://x.example/" target=_top title="https://gov.uk" ping="https://p">x</a>')).toBe(
      '<a href="https://x.example/" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    );
    expect(inside('<a href="javascript:alert(1)">x</a>')).toBe('<span>x</span>');
    expect(inside('<a href="/etc">x</a><area href=x>')).toBe('<span>x</span>');
  });
  it('leaves "style =" in a text as it is', () => {
    expect(inside('<p STYLE="color:red" alt="style=x">The Style = house style=; &lt;style=</p>')).toBe(
      '<p style="color: red;">The Style = house style=; &lt;style=</p>',
    );
    expect(inside('<textarea><style>a</style></textarea>')).toBe('<pre>&lt;style&gt;a&lt;/style&gt;</pre>');
    expect(sanitise('<style>p{color:red}</style>').rules.length).toBe(1);
    expect(sanitise('<noframes>p{color:red}</noframes>').rules.length).toBe(0);
    expect(inside('<a href="https://x.example/?style=1">x</a>')).toContain('?style=1"');
  });
  it('turns no letters around', () => {
    expect(inside('<p>a\u202eb</p><bdo dir=rtl>c</bdo>')).toBe('<p>ab</p><span dir="rtl">c</span>');
  });
  it('knows whether a letter has colours', () => {
    expect(sanitise('<p>a</p>').colours).toBe(false);
    expect(sanitise('<p style="color:windowtext">a</p>').colours).toBe(false);
    expect(sanitise('<td bgcolor=white>a').colours).toBe(false); // no table: the cell is not there
    expect(sanitise('<table bgcolor=white><tr><td>a</table>').colours).toBe(true);
    expect(sanitise('<style>p{background:#eee}</style><p>a').colours).toBe(true);
    expect(sanitise('<body bgcolor="#ffffff">a').colours).toBe(true);
  });
  it('takes the dress of the body', () => {
    const { letter } = sanitise('<body bgcolor="#eeeeee" text="red" class=k style="font-size:12px">x');
    expect(letter.className).toBe('b-letter m-k');
    expect(letter.style.fontSize).toBe('12px');
    expect(letter.style.color).toBe('red');
  });
  it('takes thousands of boxes within each other', () => {
    const { letter } = sanitise(`${'<div>'.repeat(2000)}deep`);
    expect(letter.textContent).toBe('deep');
    let depth = 0;
    for (let at: Element | null = letter; at; at = at.firstElementChild) depth++;
    expect(depth).toBeLessThan(220);
  });
  it('cuts what no browser could show', () => {
    const { cut, letter } = sanitise('<b>x</b>'.repeat(1500), { most: 2000 });
    expect(cut).toBe(true);
    expect(letter.childNodes.length).toBe(1000);
  });
});
