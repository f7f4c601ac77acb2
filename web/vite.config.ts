import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The server sends the compressed form that lies beside a file (src/net/http/static_files.hpp); made here, once, at
// the highest level.
function compressed(): Plugin {
  const folder = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const inside = join(path, name);
      return statSync(inside).isDirectory() ? folder(inside) : [inside];
    });
  let out = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: (config) => {
      out = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const file of folder(out)) {
        if (!/\.(css|html|js|json|svg|txt|wasm|webmanifest|dic|aff)$/.test(file)) continue;
        const text = readFileSync(file);
        if (text.length < 1000) continue;
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), compressed()],
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    manifest: true,
    // The page's policy allows no inline script and no data: address for anything but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['**/*.test.ts'], exclude: ['node_modules', 'dist', 'journeys'] },
});
