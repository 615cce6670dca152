import { defineConfig } from 'vitest/config';
import { TallyReporter } from './test/support/tally-reporter.ts';

// Nothing may depend on the machine's time zone; a half-hour one shows what does. No test may reach a real account.
process.env['TZ'] = 'America/St_Johns';

const env = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: 'ap-northeast-1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const LONG_RUNNING = ['test/e2e/**/*.test.ts', 'test/december/**/*.test.ts'];

export default defineConfig({
  test: {
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One file at a time and after the others: these start hosts and measure time.
        test: {
          name: 'long',
          environment: 'node',
          env,
          include: LONG_RUNNING,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
