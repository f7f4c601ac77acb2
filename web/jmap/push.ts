// What changed on the server, as it changes (RFC 8620 section 7.3). The browser's EventSource comes back by itself with
// Last-Event-ID; where it gives up (an answer that is no stream), we begin anew, ever more patiently.
import type { JmapSession, StateChange } from './standard';

export class Push {
  private source: EventSource | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: () => JmapSession | null,
    private readonly onChange: (change: StateChange) => void,
    /** The stream is there (again), or not. What was missed while it was not is told by the server. */
    private readonly onContact: (reached: boolean) => void,
  ) {}

  start(): void {
    this.stop();
    const session = this.session();
    if (!session) return;
    const url = session.eventSourceUrl
      .replace(/^https?:\/\/[^/]+/, '')
      .replace('{types}', '*')
      .replace('{closeafter}', 'no')
      .replace('{ping}', '60');
    const source = new EventSource(url);
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.onContact(true);
    };
    source.addEventListener('state', (event) => {
      this.onChange(JSON.parse((event as MessageEvent<string>).data) as StateChange);
    });
    source.onerror = () => {
      this.onContact(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.failures += 1;
      this.timer = setTimeout(() => this.start(), Math.min(60_000, 1000 * 2 ** this.failures));
    };
  }

  stop(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }
}
