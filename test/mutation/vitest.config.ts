import { defineConfig } from 'vitest/config';
import { NearestFirst } from './nearest-first.ts';

process.env['TZ'] = 'America/St_Johns';

/** The tests of the rules alone, once for every mutant: fewer random programs, and always the same. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'test/domain/{money,attribution,commission,ledger,settlement,tax,partner}/**/*.test.ts',
      'test/golden/golden.test.ts',
      'test/golden/attribution/*.test.ts',
      // Tax is tried where statements and payouts bear it too.
      'test/functions/{settlement/tax-at-close,payout/payout-tax}.test.ts',
      // Lines that come slice by slice are paid as those that come at once.
      'test/cli/sliced.test.ts',
      // The journal is tried as finance gets it.
      'test/cli/{accounting,journal}.test.ts',
    ],
    exclude: ['**/*.property.test.ts'],
    setupFiles: ['test/mutation/same-draws.ts'],
    env: { PROPERTY_RUNS: '30' },
    sequence: { sequencer: NearestFirst },
    isolate: false,
    // Code in which every expression can be changed runs many times slower.
    testTimeout: 300_000,
  },
});
