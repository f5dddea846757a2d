import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/integration/**'],
    pool: 'threads',
    isolate: false,
    // No test depends on the clock: on a busy machine it takes longer and says the same.
    testTimeout: 0,
    hookTimeout: 0,
  },
});
