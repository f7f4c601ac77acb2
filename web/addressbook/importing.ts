// What a file of vCards would make: which of it is there already, and how groups find their members again.
import type { Card } from '../jmap/contacts';
import { emailsOf, folded, isGroup, nameOf, uidKey } from './naming';
import { type Read, readCards } from './vcard/read';

export interface Offer extends Read {
  /** There is one of its name and address, or of its uid. */
  isKnown: boolean;
  isWanted: boolean;
}

const faceOf = (card: Card): string[] => {
  const name = folded(nameOf(card));
  const emails = emailsOf(card).map((one) => one.toLowerCase());
  return emails.length ? emails.map((one) => `${name} ${one}`) : [`${name} `];
};

export function offers(text: string, there: Card[]): Offer[] {
  const uids = new Set(there.map((one) => uidKey(one.uid ?? '')));
  const faces = new Set(there.flatMap(faceOf));
  return readCards(text).map((read) => {
    const isKnown = (read.card.uid !== undefined && uids.has(uidKey(read.card.uid))) || faceOf(read.card).some((one) => faces.has(one));
    // The next of the same file is known by then.
    for (const one of faceOf(read.card)) faces.add(one);
    return { ...read, isKnown, isWanted: !isKnown };
  });
}

/** The cards as they are made: each with a uid that nobody has, groups last, with the uids that their members now have. */
export function ready(wanted: Card[], there: Card[], newUid: () => string): Card[] {
  const taken = new Set(there.map((one) => uidKey(one.uid ?? '')));
  const renamed = new Map<string, string>();
  const own = new Map(there.map((one) => [uidKey(one.uid ?? ''), one.uid ?? '']));
  const made = wanted.map((card) => {
    const key = uidKey(card.uid ?? '');
    const uid = card.uid && !taken.has(key) ? card.uid : newUid();
    taken.add(uidKey(uid));
    if (card.uid && !renamed.has(key)) renamed.set(key, uid);
    return { ...card, uid };
  });
  const people = made.filter((one) => !isGroup(one));
  const groups = made.filter(isGroup).map((group): Card => {
    const members = Object.keys(group.members ?? {}).map((uid) => renamed.get(uidKey(uid)) ?? own.get(uidKey(uid)) ?? uid);
    return { ...group, members: Object.fromEntries(members.map((uid) => [uid, true])) };
  });
  return [...people, ...groups];
}
