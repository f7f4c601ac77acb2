// Somebody met in a message or in the directory becomes a contact.
import { route } from '../app/route.svelte';
import type { Card } from '../jmap/contacts';
import type { EmailAddress } from '../jmap/standard';
import { contacts } from '../store/contacts.svelte';
import { undo } from '../store/undo.svelte';
import { t } from '../text/text.svelte';
import { make } from './keeping';
import { nameOf } from './naming';
import { ready } from './page';

/** Opens the card of who is there already. `more`: what else is known of them. */
export async function addContact({ name, email }: EmailAddress, more: Card = {}): Promise<void> {
  await ready();
  const known = contacts.withAddress(email);
  if (known) return route.go(route.href('addressbook', [known.accountId, known.card.id]));
  const book = contacts.defaultBook();
  if (!book) return undo.problem(t('contacts.notSaved'));
  const accountId = contacts.shelves[0]?.accountId ?? '';
  const card: Card = { ...more, name: { full: name?.trim() || email }, emails: { e1: { address: email, contexts: { work: true } } } };
  const made = await make(accountId, card, book.id);
  if (!made) return;
  undo.done(t('contacts.saved', { name: nameOf(made) }), () => void contacts.set(accountId, { destroy: [made.id] }));
}
