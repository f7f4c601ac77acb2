// Why mail cannot be sent to somebody, in words for the person who writes it.
import { t } from '../../text/text.svelte';

const known = ['outside', 'notFound', 'notAnAddress', 'overQuota', 'suspended', 'markingTooHigh'];

/** `description`: the server's own words, for a reason that has none here. */
export const whyNot = (email: string, reason: string, description: string | null = null): string =>
  known.includes(reason) ? t(`compose.reason.${reason}`, { email }) : (description ?? t('compose.reason.other', { email }));
