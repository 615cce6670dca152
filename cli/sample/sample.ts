import type { Command } from '../command.ts';
import { FOLDER_NAMES, writeFolder } from '../folder/write-folder.ts';
import { inPlaceOf } from '../write-results/in-place-of.ts';
import { requirePlace } from '../write-results/place.ts';
import { sampleFolder } from './sample-folder.ts';
import { SAMPLE_PERIOD } from './sample-program.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'write the sample month, as a folder that calculate reads',
  usage: '--out DIR',
  help:
    'Writes one month of a Japanese tea shop to DIR: program.json, partners.csv, clicks.csv, conversions.csv,\n' +
    'reversals.csv and rates.csv. It is always the same.',
  options: {
    out: {
      type: 'string',
      isRequired: true,
      value: 'DIR',
      help: 'folder to write to: new, empty or an earlier sample',
    },
  },
  positionals: { min: 0, max: 0 },
  run: async (given, { out }) => {
    const directory = given.text('out');
    await requirePlace(directory, FOLDER_NAMES);
    await inPlaceOf(directory, FOLDER_NAMES, (folder) => writeFolder(sampleFolder(), folder));
    out.write(
      `wrote the sample to ${directory}; next: bunpai calculate ${directory} --period ${SAMPLE_PERIOD} --out OUT\n`,
    );
    return 0;
  },
};
