import { describe, expect, it } from 'vitest';

import { correspondents, fit, rank, type Suggestion } from './ranking';

const one = (origin: Suggestion['origin'], name: string, email: string): Suggestion => ({ origin, name, email, about: null });

describe('the names that are offered', () => {
  const all = [
    one('directory', 'Ann Price', 'ann.price@court.example'),
    one('organisation', 'Anna Ford', 'a.ford@chambers.example'),
    one('recent', 'Annest Huws', 'annest@police.example'),
    one('contact', 'Dr Ann Lowe', 'lowe@health.example'),
    one('recent', 'Ann Price', 'ANN.PRICE@court.example'),
  ];
  it('own contacts, then recent correspondents, then the own organisation, then the directory; each once', () => {
    expect(rank(all, 'ann', []).map((each) => each.email)).toEqual([
      'lowe@health.example', 'annest@police.example', 'ANN.PRICE@court.example', 'a.ford@chambers.example',
    ]);
  });
  it('not those that are there already', () => {
    expect(rank(all, 'ann pr', [{ name: null, email: 'Ann.Price@court.example' }])).toEqual([]);
  });
  it('those of that name before those whose address has it', () => {
    const court = [one('directory', 'Alun Bevan', 'a.bevan@prycevaughan.example'), one('directory', 'Gwen Pryce', 'g.p@court.example')];
    expect(rank(court, 'pryce', []).map((each) => each.name)).toEqual(['Gwen Pryce', 'Alun Bevan']);
  });
  it('fit by the beginning of words, without accents, and by the address', () => {
    expect(fit(one('recent', 'Siân Rhys-Huws', 's@x.example'), 'huws sian')).not.toBeNull();
    expect(fit(one('recent', 'Siân', 'clerks@kestrel.example'), 'kest')).not.toBeNull();
    expect(fit(one('recent', 'Siân', 's@x.example'), 'ian')).toBeNull();
  });
});

it('the recent ones: often and lately before once and long ago, and one of a crowd last', () => {
  const person = (email: string) => ({ name: null, email });
  const crowd = Array.from({ length: 30 }, (_, n) => person(`c${n}@x.example`));
  const letters = [crowd, [person('new@x.example')], [person('often@x.example')], [person('often@x.example')]];
  expect(correspondents(letters).slice(0, 2).map((each) => each.email)).toEqual(['often@x.example', 'new@x.example']);
});
