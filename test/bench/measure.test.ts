import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('measures a small month from attribution to close', () => {
  const script = fileURLToPath(new URL('./measure.ts', import.meta.url));
  const measured = execFileSync(process.execPath, [script, '100', '1'], { encoding: 'utf8' });
  expect(JSON.parse(measured)).toMatchObject({ conversions: 100, lines: expect.toSatisfy((lines) => lines > 100) });
});
