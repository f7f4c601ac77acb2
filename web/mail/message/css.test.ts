import { describe, expect, it } from 'vitest';

import { declarations, rules } from './css';

const said = (style: string) => declarations(style).map((d) => `${d.property}: ${d.value}${d.important ? ' !important' : ''}`);

describe('declarations', () => {
  it('keeps colours, letters, boxes', () => {
    expect(said('color:red;font: bold 12pt/1.2 "Times New Roman", serif; margin:0 auto;width:calc(100% - 10px)')).toEqual([
      'color: red',
      'font: bold 12pt/1.2 "Times New Roman", serif',
      'margin: 0 auto',
      'width: calc(100% - 10px)',
    ]);
    expect(said('COLOR: RGB(1, 2, 3) ! important')).toEqual(['color: rgb(1, 2, 3) !important']);
  });
  it('takes nothing out of its place', () => {
    for (const style of [
      ...['position:fixed', 'position:absolute;top:0', 'z-index:9', 'transform:scale(9)', 'margin-top:-500px'],
      ...['inset:0', 'clip-path:none', 'opacity:var(--x)', 'content:"x"', 'animation:x 1s', 'height:100vh'],
      ...['width:99999999px', 'overflow:scroll', 'display:contents', 'filter:blur(3px)', 'mix-blend-mode:multiply'],
    ])
      expect(said(style), style).toEqual(style.includes(';') ? [] : []);
  });
  it('fetches nothing, however it is spelt', () => {
    for (const style of [
      'background-image:url(https://x.example/a)',
      'background:url(//x.example)',
      'background:u\\72l(https://x.example)',
      'background:\\75\\72\\6c (https://x.example)',
      'list-style:url("https://x.example")',
      'list-style:square url(https://x.example)',
      'cursor:url(x),auto',
      'border-image:url(x) 1',
      'background:image-set("x" 1x)',
      'background-color:/**/url(x)',
      'font:12px url(x)',
      'color:attr(data-x)',
      '-moz-binding:url(x)',
      'behavior:url(x.htc)',
      'width:expression(alert(1))',
      'color:env(x)',
      'font-family:"x\\"; background:url(y)"',
    ])
      expect(said(style).join(), style).not.toMatch(/url|image-set|attr|env|expression|binding|behavior/i);
  });
  it('takes the colour of a background and leaves the rest', () => {
    expect(said('background: #fff url(x.png) no-repeat')).toEqual(['background-color: #fff']);
    expect(said('background: rgba(0,0,0,.5)')).toEqual(['background-color: rgba(0,0,0,0.5)']);
    expect(said('background: none')).toEqual([]);
  });
  it('gives a font that may not be there one of its kind', () => {
    expect(said('font-family: Calibri')).toEqual(['font-family: Calibri, Arial, sans-serif']);
    expect(said('font-family: "Times New Roman"')).toEqual(['font-family: "Times New Roman", serif']);
    expect(said('font-family: Consolas')).toEqual(['font-family: Consolas, monospace']);
    expect(said('font-family: Georgia, serif')).toEqual(['font-family: Georgia, serif']);
    expect(said('font-family: inherit')).toEqual(['font-family: inherit']);
  });
  it('goes on after what it cannot read', () => {
    expect(said('color:"unfinished\n;x:y;};font-size:12px')).toEqual(['font-size: 12px']);
    expect(said('filter:progid:DXImageTransform.Microsoft(x);color:blue')).toEqual(['color: blue']);
  });
});

describe('rules', () => {
  const kept = (sheet: string) => rules(sheet).map((rule) => (rule.media ? `@${rule.media} ` : '') + rule.selector);
  it('sets names of its own before classes and ids, and stays within the letter', () => {
    expect(kept('p.Mso, #head > td {color:red} body {color:blue} body p{color:red} *{color:red} a:hover{color:red}')).toEqual([
      '.b-letter p.m-Mso',
      '.b-letter #m-head > td',
      '.b-letter',
      '.b-letter p',
      '.b-letter *',
      '.b-letter a:hover',
    ]);
  });
  it('drops what asks for attributes, fetches, or could reach out', () => {
    expect(kept('input[value^=a]{color:red} a[href]{color:red} :root{color:red} p::before{color:red} :has(p){color:red}')).toEqual([]);
    expect(kept('@import url(x); @import "y"; @font-face{font-family:x;src:url(x)} @namespace x; @page{margin:0} p{color:red}')).toEqual([
      '.b-letter p',
    ]);
    expect(kept('@supports (color:red){p{color:red}} @keyframes x{from{color:red}} @layer x{p{color:red}} b{color:red}')).toEqual([
      '.b-letter b',
    ]);
  });
  it('keeps what depends on the width of the page and on paper', () => {
    expect(kept('@media only screen and (max-width: 600px) {td{width:100%}} @media print{td{color:black}}')).toEqual([
      '@only screen and (max-width: 600px) .b-letter td',
      '@print .b-letter td',
    ]);
    expect(kept('@media (prefers-color-scheme:dark){p{color:red}} @media (aspect-ratio:1){p{color:red}}')).toEqual([]);
  });
  it('does not take a brace in a string for an end, nor end early', () => {
    expect(kept('p{font-family:"}"} b{color:red}')).toEqual(['.b-letter b']);
    expect(kept('<!-- p{color:red} -->')).toEqual(['.b-letter p']);
    expect(kept('p{color:red')).toEqual(['.b-letter p']);
    expect(kept('}}} p{color:red}')).toEqual(['.b-letter p']);
  });
  it('stops at a number of rules', () => {
    expect(rules('p{color:red}'.repeat(5000)).length).toBe(2000);
  });
});
