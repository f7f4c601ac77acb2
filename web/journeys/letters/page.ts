// A page with the body of one letter in it, as the product shows it, for tests that put letters into it.
import { mount, unmount } from 'svelte';

import '../../style/tokens.css';
import '../../style/base.css';
import Body from '../../mail/message/Body.svelte';
import en from '../../mail/message/en';
import cy from '../../mail/message/cy';
import type { Letter, Part } from '../../mail/message/letter';
import { bring, speak } from '../../text/text.svelte';

export interface Shown {
  html?: string;
  text?: string;
  contentType?: string;
  /** Content-ID to base64 of a PNG. */
  pictures?: Record<string, string>;
  fold?: boolean;
}

let before: Record<string, unknown> | undefined;

const part = (more: Partial<Part>): Part => ({
  ...{ partId: null, blobId: null, size: 0, name: null, type: 'text/html', charset: 'utf-8', disposition: null, cid: null },
  ...more,
});

function letterOf(shown: Shown): Letter {
  const bodyValues = { '1': { value: shown.html ?? shown.text ?? '', isEncodingProblem: false, isTruncated: false } };
  const type = shown.html === undefined ? 'text/plain' : 'text/html';
  const body = [part({ partId: '1', type, 'header:Content-Type:asRaw': shown.contentType ?? null })];
  const attachments = Object.keys(shown.pictures ?? {}).map((cid) => part({ blobId: cid, cid, type: 'image/png', name: cid }));
  return { bodyValues, textBody: body, htmlBody: body, attachments };
}

async function show(shown: Shown): Promise<void> {
  if (before) await unmount(before);
  const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  before = mount(Body, {
    target: document.querySelector('#app')!,
    props: {
      letter: letterOf(shown),
      sender: 'clerk@court.example',
      fold: shown.fold ?? true,
      blob: (one: Part) => Promise.resolve(new Blob([bytes(shown.pictures![one.blobId!]!)], { type: one.type })),
      onmail: (link: unknown) => ((window as unknown as { mail: unknown }).mail = link),
    },
  });
}

await bring({ en: () => Promise.resolve({ default: en }), cy: () => Promise.resolve({ default: cy }) });
await speak('en');
Object.assign(window, { show });
document.documentElement.dataset.ready = 'yes';
