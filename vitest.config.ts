import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

// Nothing may depend on the machine's time zone; a half-hour one shows what does. No test may reach a real account.
process.env['TZ'] = 'America/St_Johns';

const env = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'ap-northeast-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  // For the many processes that tests start: half a second each.
  NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compile', import.meta.url)),
};

const LONG_RUNNING = ['test/e2e/**/*.test.ts', 'test/december/**/*.test.ts'];

export default defineConfig({
  test: {
    // Without this, vitest leaves one core to itself, which is half of a small machine.
    maxWorkers: '100%',
    globalSetup: 'test/support/own-temp.ts',
    reporters: ['default', new TallyReporter()],
    coverage: {
      provider: 'v8',
      reportsDirectory: 'coverage',
      include: ['domain/**/*.ts', 'events/**/*.ts', 'functions/**/*.ts', 'infra/**/*.ts', 'cli/**/*.ts'],
    },
    projects: [
      {
        test: {
          name: 'quick',
          environment: 'node',
          env,
          include: ['test/**/*.test.ts'],
          exclude: LONG_RUNNING,
          // Files leave nothing behind in a process, so those that follow need not load everything again: a third of the time.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // After the others: each of these starts a host, whose processes want the cores that the quick ones fill.
        test: {
          name: 'long',
          environment: 'node',
          env,
          include: LONG_RUNNING,
          testTimeout: 480_000,
          hookTimeout: 480_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
