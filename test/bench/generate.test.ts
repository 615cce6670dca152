import { describe, expect, it } from 'vitest';
import { readFolder } from '../../cli/folder/read-folder.ts';
import { temporaryFolder } from '../cli/tiny-folder.ts';
import { generateFiles, generateFolder } from './generate.ts';

const SCALE = { conversions: 500, clicksPerConversion: 2, partners: 20, seed: 7 };

describe('a generated month', () => {
  it('is the same from the same seed, and another from another', () => {
    expect(generateFolder(SCALE)).toEqual(generateFolder(SCALE));
    expect(generateFolder({ ...SCALE, seed: 8 })).not.toEqual(generateFolder(SCALE));
  });

  it('is as large as asked for', () => {
    const { conversions, clicks, partners } = generateFolder(SCALE);
    expect([conversions.length, partners.length]).toEqual([500, 20]);
    expect(Math.round(clicks.length / conversions.length)).toBe(2);
  });

  it('is the same month in files as in memory', async () => {
    const directory = await temporaryFolder();
    await generateFiles(SCALE, directory);
    expect(await readFolder(directory)).toEqual({ ok: true, folder: generateFolder(SCALE) });
  });
});
