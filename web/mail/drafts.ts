// Messages that an earlier page did not close are taken up again; the composer is fetched only when there are some.
import { Kept } from '../store/kept';
import { session } from '../store/session.svelte';

export async function restoreDrafts(): Promise<void> {
  const left = await new Kept<unknown>('drafts').all(session.username);
  if (left.length) await (await import('./compose/open')).restore();
}
