// Journeys: the real binary, the built pages, a real browser. `make web` and a release build come first.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  test: {
    environment: 'node',
    include: ['**/*.journey.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: a browser and a server are enough for them.
    fileParallelism: false,
  },
});
