import { describe, expect, it } from 'vitest';

import { foldQuoted } from './quoted';
import { sanitise } from './sanitise';

function folded(html: string): { button: boolean; hidden: string; seen: string } {
  const { letter } = sanitise(html);
  const button = foldQuoted(letter, 'Show');
  const hidden = [...letter.querySelectorAll('.b-quoted')].map((one) => one.textContent).join('|');
  for (const one of letter.querySelectorAll('.b-quoted, button')) one.remove();
  return { button: button !== null, hidden, seen: letter.textContent!.trim() };
}

describe('foldQuoted', () => {
  it('folds as Gmail, Thunderbird and Apple Mail quote', () => {
    expect(folded('<div>Yes.</div><div class="gmail_quote"><div>On x, A wrote:</div><blockquote>Old</blockquote></div>')).toMatchObject({
      button: true,
      seen: 'Yes.',
    });
    expect(folded('<p>Yes.</p><div class="moz-cite-prefix">On x, A wrote:</div><blockquote type="cite">Old</blockquote>')).toMatchObject({
      hidden: 'On x, A wrote:|Old',
      seen: 'Yes.',
    });
    expect(folded('Yes.<br>On x, A wrote:<blockquote type="cite">Old</blockquote>')).toMatchObject({ seen: expect.stringContaining('Yes.') });
  });
  it('folds from the head that Outlook writes to the end', () => {
    const head = '<p><b>From:</b> A<br><b>Sent:</b> Monday<br><b>To:</b> B<br><b>Subject:</b> C</p>';
    expect(folded(`<div><p>Yes.</p><div><div style="border:none">${head}</div></div><p>Old</p></div><p>Older</p>`)).toEqual({
      button: true,
      hidden: 'From: ASent: MondayTo: BSubject: C|Old|Older',
      seen: 'Yes.',
    });
    expect(folded(`<div>Ie.</div><hr><div id="divRplyFwdMsg">${head}</div><div>Hen</div>`)).toMatchObject({ seen: 'Ie.' });
  });
  it('leaves what is passed on, what is all there is, and answers below', () => {
    expect(folded('<p>See below</p><div class="gmail_quote">---------- Forwarded message ---------<br>x</div>').button).toBe(false);
    expect(folded('<blockquote type="cite">All there is</blockquote>').button).toBe(false);
    expect(folded('<blockquote type="cite">Old</blockquote><p>New below</p>')).toMatchObject({ seen: 'New below' });
  });
});
