// Mail for a journey, put into an account by the API as another program would (RFC 8621 section 4.8).
import { request } from 'node:https';

import type { Person } from './service';

export interface Letter {
  from?: string;
  to?: string;
  cc?: string;
  subject: string;
  text?: string;
  /** More header fields, as they are written. */
  header?: string[];
  messageId?: string;
  inReplyTo?: string;
  receivedAt?: string;
  keywords?: string[];
  /** The role or the name of a mailbox; the Inbox where none is named. */
  mailbox?: string;
  attachments?: { name: string; type: string; text: string | Uint8Array }[];
  /** The content as it is written, from its Content-Type on, in place of the text and the attachments. */
  mime?: string;
}

type Invocation = [string, Record<string, unknown>, string];

/** A program that is signed in as a person. */
export class Program {
  account = '';
  private cookie = '';
  private readonly mailboxes = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly person: Person,
  ) {}

  async start(): Promise<this> {
    const { username, password } = this.person;
    await this.send('/api/sign-in', { username, password });
    const session = (await this.send('/jmap/session')) as { primaryAccounts: Record<string, string> };
    this.account = session.primaryAccounts['urn:ietf:params:jmap:mail'] ?? '';
    return this;
  }

  async call(...calls: [string, Record<string, unknown>][]): Promise<Record<string, unknown>[]> {
    const methodCalls = calls.map(([name, args], n): Invocation => [name, { accountId: this.account, ...args }, `${n}`]);
    const using = [...['core', 'mail', 'blob', 'submission', 'vacationresponse'].map((name) => `urn:ietf:params:jmap:${name}`), 'urn:bailey:params:jmap:preferences'];
    const answer = (await this.send('/jmap/api', { using, methodCalls })) as { methodResponses: Invocation[] };
    return answer.methodResponses.map(([name, result]) => {
      if (name === 'error') throw new Error(JSON.stringify(result));
      return result;
    });
  }

  /** The account of this address that the person may use. */
  async accountOf(address: string): Promise<string | undefined> {
    const { accounts } = (await this.send('/jmap/session')) as { accounts: Record<string, { name: string }> };
    return Object.entries(accounts).find(([, account]) => account.name === address)?.[0];
  }

  /** The id of a mailbox by its role or name; made where there is none. */
  async mailbox(name: string): Promise<string> {
    const id = this.mailboxes.get(name) ?? (await this.findMailbox(name));
    this.mailboxes.set(name, id);
    return id;
  }

  private async findMailbox(name: string): Promise<string> {
    const [all] = await this.call(['Mailbox/get', { ids: null }]);
    const list = all?.list as { id: string; name: string; role: string | null }[];
    const found = list.find((one) => one.role === name || one.name === name);
    if (found) return found.id;
    const [made] = await this.call(['Mailbox/set', { create: { one: { name } } }]);
    return (made?.created as { one: { id: string } }).one.id;
  }

  /** Puts letters into mailboxes; gives their ids. */
  async put(letters: Letter[]): Promise<string[]> {
    const ids: string[] = [];
    for (let from = 0; from < letters.length; from += 200) {
      const some = letters.slice(from, from + 200);
      const mailboxes: string[] = [];
      for (const letter of some) mailboxes.push(await this.mailbox(letter.mailbox ?? 'inbox'));
      const blobs = some.map((letter, n) => [`b${n}`, { data: [{ 'data:asText': written(letter) }], type: 'message/rfc822' }]);
      const emails = some.map((letter, n) => [
        `e${n}`,
        {
          blobId: `#b${n}`,
          mailboxIds: { [mailboxes[n] ?? '']: true },
          keywords: Object.fromEntries((letter.keywords ?? []).map((keyword) => [keyword, true])),
          ...(letter.receivedAt && { receivedAt: letter.receivedAt }),
        },
      ]);
      const [, imported] = await this.call(
        ['Blob/upload', { create: Object.fromEntries(blobs) }],
        ['Email/import', { emails: Object.fromEntries(emails) }],
      );
      const created = imported?.created as Record<string, { id: string }>;
      ids.push(...some.map((_, n) => created[`e${n}`]?.id ?? ''));
    }
    return ids;
  }

  /** Puts "Listing 1", the newest, to "Listing COUNT" into a mailbox, as quickly as can be. */
  async fill(mailbox: string, count: number): Promise<void> {
    const id = await this.mailbox(mailbox);
    for (let from = 1; from <= count; from += 500) {
      const some = Array.from({ length: Math.min(500, count - from + 1) }, (_, n) => from + n);
      const create = some.map((n) => [
        `e${n}`,
        {
          mailboxIds: { [id]: true },
          keywords: { $seen: true },
          from: [{ name: 'Dele Okafor', email: 'd.okafor@kestrelchambers.co.uk.bailey.test' }],
          subject: `Listing ${n}`,
          receivedAt: new Date(Date.now() - n * 60_000).toISOString().replace(/\.\d+/, ''),
          bodyValues: { text: { value: 'As listed.' } },
          textBody: [{ partId: 'text', type: 'text/plain' }],
        },
      ]);
      const [made] = await this.call(['Email/set', { create: Object.fromEntries(create) }]);
      if (made?.notCreated) throw new Error(JSON.stringify(made.notCreated));
    }
  }

  /** Sends a letter, as a program does. */
  async submit(to: string, subject: string, text: string): Promise<void> {
    const drafts = await this.mailbox('drafts');
    const [identities] = await this.call(['Identity/get', { ids: null }]);
    const [identity] = identities?.list as { id: string; email: string }[];
    const create = {
      letter: {
        mailboxIds: { [drafts]: true },
        from: [{ email: identity?.email }],
        to: [{ email: to }],
        subject,
        bodyValues: { text: { value: text } },
        textBody: [{ partId: 'text', type: 'text/plain' }],
      },
    };
    const [, sent] = await this.call(
      ['Email/set', { create }],
      ['EmailSubmission/set', { create: { sending: { identityId: identity?.id, emailId: '#letter' } } }],
    );
    if (!sent?.created) throw new Error(JSON.stringify(sent));
  }

  private send(path: string, body?: unknown): Promise<unknown> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        this.url + path,
        {
          method: text === undefined ? 'GET' : 'POST',
          rejectUnauthorized: false,
          headers: {
            'X-Bailey': '1',
            'Sec-Fetch-Site': 'same-origin',
            'Content-Type': 'application/json',
            ...(this.cookie && { Cookie: this.cookie }),
          },
        },
        (response) => {
          const [cookie] = response.headers['set-cookie'] ?? [];
          if (cookie) this.cookie = cookie.split(';')[0] ?? '';
          let answer = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => (answer += part));
          response.on('end', () => {
            if ((response.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${response.statusCode} ${answer}`));
            else resolve(answer ? JSON.parse(answer) : null);
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }
}

let counter = 0;

function written(letter: Letter): string {
  const head = [
    `From: ${letter.from ?? 'Dele Okafor <d.okafor@kestrelchambers.co.uk.bailey.test>'}`,
    `To: ${letter.to ?? 'Margaret Ellison <m.ellison@ashfordcrown.bailey.test>'}`,
    ...(letter.cc ? [`Cc: ${letter.cc}`] : []),
    `Subject: ${letter.subject}`,
    `Date: ${new Date(letter.receivedAt ?? Date.now()).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${letter.messageId ?? `<${++counter}.${Date.now()}@journey.test>`}`,
    ...(letter.inReplyTo ? [`In-Reply-To: ${letter.inReplyTo}`, `References: ${letter.inReplyTo}`] : []),
    'MIME-Version: 1.0',
    ...(letter.header ?? []),
  ];
  if (letter.mime !== undefined) return [...head, letter.mime].join('\r\n');
  const text = letter.text ?? `This is about: ${letter.subject}.`;
  if (!letter.attachments?.length) return [...head, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n');
  const parts = letter.attachments.map(({ name, type, text: content }) =>
    [
      '--part',
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n'),
      '',
    ].join('\r\n'),
  );
  return [
    ...head,
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    ...parts,
    '--part--',
    '',
  ].join('\r\n');
}
