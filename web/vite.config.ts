import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, Rollup } from 'vite';
import { defineConfig } from 'vitest/config';

type ModuleGraph = Pick<Rollup.PluginContext, 'getModuleInfo'>;

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
        if (!/\.(css|html|m?js|json|svg|txt|wasm|webmanifest|dic|aff)$/.test(file)) continue;
        const text = readFileSync(file);
        if (text.length < 1000) continue;
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}

// What pdf.js fetches by name when a document needs it: fonts that documents leave out, and the decoder of JPEG 2000.
function besidePdf(): Plugin {
  const from = join(fileURLToPath(new URL('.', import.meta.url)), 'node_modules/pdfjs-dist');
  const wanted = [
    ...readdirSync(join(from, 'standard_fonts')).map((name) => join('standard_fonts', name)),
    'wasm/openjpeg_nowasm_fallback.js',
  ];
  return {
    name: 'beside-pdf',
    apply: 'build',
    generateBundle() {
      for (const file of wanted)
        this.emitFile({ type: 'asset', fileName: `pdf/${basename(file)}`, source: readFileSync(join(from, file)) });
    },
  };
}

// Each file is a round trip on a slow line: all that is loaded first is one, rather than a file for every module that
// a later part shares with it.
function inOne(entry: string): (id: string, graph: ModuleGraph) => string | undefined {
  const first = new Set<string>();
  return (id, { getModuleInfo }) => {
    if (!first.size) {
      const waiting = [join(dirname(fileURLToPath(import.meta.url)), entry)];
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        if (first.has(one)) continue;
        first.add(one);
        waiting.push(...(getModuleInfo(one)?.importedIds ?? []));
      }
    }
    return first.has(id) ? 'first' : undefined;
  };
}

export default defineConfig({
  plugins: [svelte(), besidePdf(), compressed()],
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    manifest: true,
    // The page's policy allows no inline script and no data: address for anything but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { manualChunks: inOne('main.ts') } },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['**/*.test.ts'], exclude: ['node_modules', 'dist', 'journeys'] },
});
