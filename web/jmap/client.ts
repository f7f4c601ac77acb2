// JMAP over HTTPS: calls made in one turn of the page go as one request (RFC 8620 section 3), later ones may use the
// results of earlier ones, and every failure is a Problem.
import { type Answer, bad, good, type Problem } from './answer';
import { send, sendJson } from './http';
import type { CoreLimits, Id, JmapSession } from './standard';

export type Arguments = Record<string, unknown>;
type Invocation = [string, Record<string, unknown>, string];
interface ApiResponse {
  methodResponses: Invocation[];
  sessionState: string;
  createdIds?: Record<Id, Id>;
}

/** RFC 8620 section 3.7. */
export interface ResultReference {
  resultOf: string;
  name: string;
  path: string;
}

/** A call on its way. Await `answer`; `ref` gives its result to another call of the same turn. */
export interface Call<T> {
  readonly answer: Promise<Answer<T>>;
  ref(path: string): ResultReference;
}

interface Waiting {
  name: string;
  args: Arguments;
  id: string;
  settle(answer: Answer<unknown>): void;
}

const capability: Record<string, string> = {
  Core: 'core', Mailbox: 'mail', Thread: 'mail', Email: 'mail', SearchSnippet: 'mail', Identity: 'submission',
  EmailSubmission: 'submission', VacationResponse: 'vacationresponse', Quota: 'quota', SieveScript: 'sieve',
  AddressBook: 'contacts', ContactCard: 'contacts', Principal: 'principals', ShareNotification: 'principals',
  Blob: 'blob', MDN: 'mdn',
};

// As long as one waits for an answer before saying "offline", in milliseconds: an old laptop on a hotel's network.
const patience = 45_000;

export class Client {
  session: JmapSession | null = null;
  /** Called when the server's session is no longer the one we know (RFC 8620 section 3.4). */
  onSessionChange: () => void = () => {};
  /** Called at every answer (true) and at everything that got none (false). */
  onContact: (reached: boolean) => void = () => {};
  onSignedOut: () => void = () => {};

  private waiting: Waiting[] = [];
  private counter = 0;
  private running = 0;
  private parked: (() => void)[] = [];

  async open(): Promise<Answer<JmapSession>> {
    const answer = await sendJson<JmapSession>('/jmap/session', 'GET');
    if (answer.ok) this.session = answer.value;
    this.heard(answer);
    return answer;
  }

  get limits(): CoreLimits {
    return this.session?.capabilities['urn:ietf:params:jmap:core'] as unknown as CoreLimits;
  }

  /** `using` is found by the name of the type, and may be added to. */
  call<T>(name: string, args: Arguments): Call<T> {
    const id = `c${++this.counter}`;
    const answer = new Promise<Answer<T>>((resolve) => {
      this.waiting.push({ name, args, id, settle: resolve as (answer: Answer<unknown>) => void });
    });
    if (this.waiting.length === 1) queueMicrotask(() => this.flush());
    return { answer, ref: (path) => ({ resultOf: id, name, path }) };
  }

  /** What other servers' types need, for the parts of the page that bring their own. */
  addCapability(type: string, urn: string): void {
    capability[type] = urn;
  }

  private flush(): void {
    const most = this.limits?.maxCallsInRequest ?? 16;
    while (this.waiting.length) {
      // Calls that refer to one another stay together: they were made one after the other.
      const calls = this.waiting.splice(0, most);
      void this.exchange(calls);
    }
  }

  private async exchange(calls: Waiting[]): Promise<void> {
    await this.turn();
    let response: Answer<ApiResponse>;
    try {
      response = await this.post(calls);
    } finally {
      this.running -= 1;
      this.parked.shift()?.();
    }
    this.heard(response);
    if (!response.ok) {
      for (const call of calls) call.settle(response);
      return;
    }
    settleAll(calls, response.value.methodResponses);
    if (this.session && response.value.sessionState !== this.session.state) this.onSessionChange();
  }

  // The server takes so many requests of a person at a time; two are left for other windows.
  private async turn(): Promise<void> {
    const most = Math.max(1, (this.limits?.maxConcurrentRequests ?? 4) - 2);
    if (this.running >= most) await new Promise<void>((resume) => this.parked.push(resume));
    this.running += 1;
  }

  private async post(calls: Waiting[]): Promise<Answer<ApiResponse>> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    const body = JSON.stringify({
      using: [...new Set(['urn:ietf:params:jmap:core', ...calls.map((call) => urnOf(call.name))])],
      methodCalls: calls.map((call): Invocation => [call.name, call.args, call.id]),
    });
    try {
      const answer = await send('/jmap/api', {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
        signal: stop.signal,
      });
      return answer.ok ? good((await answer.value.json()) as ApiResponse) : answer;
    } catch {
      return bad({ kind: 'offline' });
    } finally {
      clearTimeout(timer);
    }
  }

  private heard(answer: Answer<unknown>): void {
    const offline = !answer.ok && answer.problem.kind === 'offline';
    this.onContact(!offline);
    if (!answer.ok && answer.problem.kind === 'signedOut') this.onSignedOut();
  }
}

function urnOf(method: string): string {
  const type = method.slice(0, method.indexOf('/'));
  const name = capability[type] ?? 'core';
  return name.includes(':') ? name : `urn:ietf:params:jmap:${name}`;
}

// A call may have several responses (the implicit Email/set of RFC 8621 section 7.5): the first is its own.
function settleAll(calls: Waiting[], responses: Invocation[]): void {
  const byId = new Map<string, Invocation>();
  for (const response of responses) if (!byId.has(response[2])) byId.set(response[2], response);
  for (const call of calls) {
    const response = byId.get(call.id);
    if (!response) call.settle(bad({ kind: 'broken', description: call.name }));
    else if (response[0] === 'error') call.settle(bad(methodProblem(response[1])));
    else call.settle(good(response[1]));
  }
}

function methodProblem(error: Record<string, unknown>): Problem {
  const type = String(error.type);
  // RFC 8620 section 3.6.2: "serverUnavailable ... the client may retry".
  if (type === 'serverUnavailable') return { kind: 'offline' };
  const problem: Problem = { kind: 'refused', type, details: error };
  if (typeof error.description === 'string') problem.description = error.description;
  return problem;
}
