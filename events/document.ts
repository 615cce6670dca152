import * as z from 'zod';
import { formatInstant } from '../domain/time.ts';
import type { Draft, EventDefinition } from './event.ts';
import type { FactOf } from './fact.ts';
import { idData, instantData } from './wire.ts';

const version = z.int().positive();
const named = { statementId: idData, partnerId: idData, periodId: idData, version, by: idData.nullable() };

const confirmedData = z.object({ ...named, means: z.enum(['explicit', 'notice', 'silence']) });
const disputedData = z.object({ ...named, text: z.string(), lines: z.array(z.string()) });
const rejectedData = z.object({ ...named, reason: z.string(), confirmBy: instantData });
const correctedData = z.object({
  ...named,
  corrects: version,
  reason: z.string(),
  adjustments: z.array(z.string()),
  confirmBy: instantData,
});

const common = {
  version: 1,
  entity: 'document',
  reference: ['statementId', 'partnerId', 'version'],
  subscribers: ['deliver-webhooks'],
} as const;

export const documentEvents = {
  'statement.confirmed': {
    ...common,
    description: 'A partner confirmed a statement, by itself, by notice, or by silence in the agreed days.',
    data: confirmedData,
  },
  'statement.disputed': {
    ...common,
    description: 'A partner says that a statement is wrong, and where.',
    data: disputedData,
  },
  'statement.dispute-rejected': {
    ...common,
    description: 'Finance keeps a disputed statement as it is, and says why; a new time to confirm it begins.',
    data: rejectedData,
  },
  'statement.corrected': {
    ...common,
    description: 'A new version of a statement stands in place of the last one, which stays downloadable.',
    data: correctedData,
  },
} as const satisfies Record<string, EventDefinition>;

/** The first version is told by `statement.issued`. */
export function documentDrafts({ value }: FactOf<'document'>): readonly Draft<keyof typeof documentEvents>[] {
  const { statementId, partnerId, periodId, by, at } = value;
  const own = { statementId, partnerId, periodId, version: value.version, by };
  const frame = { key: [statementId, value.sequence], occurredAt: at };
  switch (value.kind) {
    case 'confirmed': {
      const data: z.infer<typeof confirmedData> = { ...own, means: value.means };
      return [{ type: 'statement.confirmed', ...frame, data }];
    }
    case 'disputed': {
      const data: z.infer<typeof disputedData> = { ...own, text: value.text, lines: [...value.lines] };
      return [{ type: 'statement.disputed', ...frame, data }];
    }
    case 'rejected': {
      const confirmBy = formatInstant(value.confirmBy);
      const data: z.infer<typeof rejectedData> = { ...own, reason: value.reason, confirmBy };
      return [{ type: 'statement.dispute-rejected', ...frame, data }];
    }
    case 'issued': {
      if (value.correction === null) return [];
      const { adjustments, reason, version: corrects } = value.correction;
      const confirmBy = formatInstant(value.confirmBy);
      const data = { ...own, corrects, reason, adjustments: [...adjustments], confirmBy };
      return [{ type: 'statement.corrected', ...frame, data: data satisfies z.infer<typeof correctedData> }];
    }
  }
}
