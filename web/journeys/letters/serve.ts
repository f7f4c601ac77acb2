// Builds the page of letters and serves it as the server would: with the policies that stand in static_files.cpp.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const web = fileURLToPath(new URL('../..', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The text of a constant of the server's. */
export function policy(name: string): string {
  const source = readFileSync(join(web, '../src/net/http/static_files.cpp'), 'utf8');
  const found = new RegExp(`${name} =\\s*((?:"[^"]*"\\s*)+);`).exec(source);
  if (!found) throw new Error(`no ${name} in static_files.cpp`);
  return [...found[1]!.matchAll(/"([^"]*)"/g)].map((part) => part[1]).join('');
}

export interface Served {
  origin: string;
  stop(): void;
}

export async function serveLetters(): Promise<Served> {
  const out = mkdtempSync(join(tmpdir(), 'bailey-letters-'));
  await build({
    root: web,
    configFile: false,
    plugins: [svelte()],
    logLevel: 'warn',
    build: {
      assetsInlineLimit: 0,
      modulePreload: false,
      target: 'es2022',
      outDir: out,
      emptyOutDir: true,
      rollupOptions: { input: join(web, 'journeys/letters/index.html') },
      minify: false,
    },
  });
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    try {
      const content = readFileSync(join(out, path));
      const frame = path === '/message/pictures.html';
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Referrer-Policy', 'no-referrer');
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      if (extname(path) === '.html') {
        response.setHeader('Content-Security-Policy', policy(frame ? 'frame_policy' : 'page_policy'));
        response.setHeader('X-Frame-Options', frame ? 'SAMEORIGIN' : 'DENY');
      }
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      rmSync(out, { recursive: true });
    },
  };
}
