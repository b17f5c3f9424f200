import { defineConfig } from 'vitest/config';

// Four kinds of test, one runner and one count:
//   rules      beside the code in src/, no I/O
//   server     tests/server, a real PostgreSQL, one database a file
//   scenarios  tests/scenarios + tests/permissions, the built server over real HTTP
//   browser    tests/browser, Chromium against the built server
const project = (name: string, include: string[], extra: object = {}) => ({ test: { name, include, ...extra } });
const withDatabase = { globalSetup: './tests/support/globalDatabase.ts', testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      // properties are tried on many values; a busy machine needs its time
      project('rules', ['src/**/*.test.ts', 'programmes/**/*.test.ts'], { testTimeout: 60_000 }),
      project('server', ['tests/server/**/*.test.ts'], withDatabase),
      project('scenarios', ['tests/scenarios/**/*.test.ts', 'tests/permissions/**/*.test.ts'], {
        ...withDatabase,
        testTimeout: 240_000,
      }),
      project('browser', ['tests/browser/**/*.test.ts'], { ...withDatabase, testTimeout: 300_000 }),
    ],
    maxWorkers: 2,
  },
});
