// A demonstration community of its own for a journey, and a browser to look at it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const root = new URL('../..', import.meta.url).pathname;
const screenshots = join(root, 'web/journeys/screenshots');

export interface Person {
  username: string;
  password: string;
  address: string;
  organisation: string;
  name: string;
  empty: boolean;
}

export const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof sizes;

// The listeners take some ports in a row; a free one is the first of those nobody has.
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? Math.min(address.port, 65_000) : 0));
    });
  });
}

export class Service {
  readonly binary = process.env.BAILEY ?? join(root, 'build/release/bin/bailey');
  people: Person[] = [];
  ports: Record<string, number> = {};
  url = '';
  private process: ChildProcess | null = null;
  private browser: Browser | null = null;
  private port = 0;

  private constructor(readonly folder: string) {}

  static async start(more: string[] = []): Promise<Service> {
    const service = new Service(mkdtempSync(join(tmpdir(), 'bailey-journey-')));
    await service.run(more);
    service.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    return service;
  }

  /** Starts the server, again where it was stopped: everything is where it was. */
  async run(more: string[] = []): Promise<void> {
    // One of the ports after the free one may be somebody's.
    for (let tries = 0; tries < 5; tries += 1) if (await this.begin(more)) return;
    throw new Error('the demonstration did not start');
  }

  private async begin(more: string[]): Promise<boolean> {
    // Started again, it is where the browsers know it to be.
    const port = this.port || (await freePort());
    const pages = ['--pages', join(root, 'web/dist')];
    const options = ['--dir', this.folder, '--port-base', String(port), '--json', '--empty', ...pages];
    const child = spawn(this.binary, ['demo', ...options, ...more], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      const ready = JSON.parse(line) as { ports: Record<string, number>; accounts: Person[] };
      this.people = ready.accounts;
      this.ports = ready.ports;
      this.port = port;
      this.url = `https://127.0.0.1:${ready.ports.https}`;
      child.stdout.resume();
      return true;
    }
    return false;
  }

  /** A command of the administrator. */
  command(...args: string[]): string {
    return execFileSync(this.binary, [...args, '--config', join(this.folder, 'bailey.conf')], { encoding: 'utf8' });
  }

  person(start: string): Person {
    const found = this.people.find((one) => one.username.startsWith(start));
    if (!found) throw new Error(`nobody's name begins with ${start}`);
    return found;
  }

  /** A page of a browser that nobody used before; what it complains about fails the journey at its end. */
  async visit(size: Size, language: 'en' | 'cy' = 'en'): Promise<Visit> {
    if (!this.browser) throw new Error('there is no browser');
    const isPhone = size === 'phone';
    const context = await this.browser.newContext({
      viewport: sizes[size],
      ignoreHTTPSErrors: true,
      locale: language === 'cy' ? 'cy-GB' : 'en-GB',
      timezoneId: 'Europe/London',
      hasTouch: isPhone,
      isMobile: isPhone,
    });
    // Long on any machine, short enough to learn of a fault while one still knows what one did.
    context.setDefaultTimeout(15_000);
    return new Visit(context, await context.newPage(), this.url);
  }

  async kill(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Visit {
  readonly complaints: string[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {
    this.listen(page);
  }

  /** Another page of the same browser. */
  async openAgain(): Promise<Page> {
    const page = await this.context.newPage();
    this.listen(page);
    await page.goto(this.url);
    return page;
  }

  private listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // That nobody is signed in yet, and that a network is away, are answers that pages expect; so is that a server of
      // before the steps of signing in does not know of them.
      const { url } = message.location();
      const isExpected = /status of (40[13]|422)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED/.test(message.text()) || url.endsWith('/api/me');
      if (message.type() === 'error' && !isExpected) this.complaints.push(`${message.text()} ${url}`);
    });
  }

  async signIn(person: Person): Promise<void> {
    await this.page.goto(this.url);
    await this.page.fill('input[name=username]', person.username);
    await this.page.fill('input[name=password]', person.password);
    await this.page.click('button[type=submit]');
    await this.page.waitForSelector('#main');
  }

  async picture(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** What axe-core finds wrong, as "rule: target" lines. */
  async violations(): Promise<string[]> {
    // By the browser's own door: the page's policy lets no foreign script in.
    await this.page.evaluate(readFileSync(join(root, 'web/node_modules/axe-core/axe.min.js'), 'utf8'));
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } };
      const { violations } = await axe.run();
      return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}`));
    });
  }

  async end(): Promise<string[]> {
    await this.context.close();
    return this.complaints;
  }
}
