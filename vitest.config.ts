import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/integration/**'],
    pool: 'threads',
    isolate: false,
    testTimeout: 30_000,
  },
});
