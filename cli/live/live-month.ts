import { DAY_MS } from '../../domain/time.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';
import type { Callers } from './callers.ts';
import { inParallel } from './in-parallel.ts';
import type { Happening, Month } from './months.ts';
import type { Visitors } from './visitors.ts';
import { adjustmentBody, clickBody, conversionBody, reversalBody, reviewBody, wonDealBody } from './wire.ts';

const PARALLEL = 8;

/** How a month is told to the host. */
export interface Teller {
  readonly tell: (happening: Happening) => Promise<void>;
  /** Happenings that may be told in any order, in groups; the clock goes from group to group. */
  readonly groups: (happenings: readonly Happening[]) => readonly (readonly Happening[])[];
}

/** Lives through a month: the clock goes with what happens, and the host is told of it. */
export async function liveMonth(callers: Callers, teller: Teller, month: Month, progress: Progress): Promise<void> {
  const { happenings, period } = month;
  const counts = countsOf(happenings);
  const phase = progress.phase(`${period.periodId}: ${counts}`, happenings.length);
  for (const group of teller.groups(happenings)) {
    const last = group.at(-1);
    if (last === undefined) continue;
    await callers.setClock(last.at);
    await inParallel(group, PARALLEL, async (happening) => {
      await teller.tell(happening);
      phase.advance();
    });
  }
  phase.done();
}

/** Tells a folder as a merchant's systems would: every fact with its own time, the facts of a day together. */
export function recordingTeller(callers: Callers, folder: Folder): Teller {
  const { programId, currency: ownCurrency } = folder.program;
  const currencies = new Map(folder.conversions.map(({ conversionId, currency }) => [conversionId, currency]));
  const { ingest, finance, approver } = callers;
  return {
    // What the host dates by its own clock is told at its own instant.
    groups: (happenings) =>
      groupsBy(happenings, ({ at, type }) => `${type === 'review' ? at : Math.floor(at / DAY_MS)} ${type}`),
    tell: async (happening) => {
      switch (happening.type) {
        case 'click':
          await ingest.recordClick({ programId, body: clickBody(happening.click) });
          break;
        case 'conversion':
          await ingest.recordConversion({ programId, body: conversionBody(happening.conversion) });
          break;
        case 'reversal': {
          const { reversal } = happening;
          const currency = currencies.get(reversal.conversionId) ?? ownCurrency;
          await ingest.recordReversal({ programId, body: reversalBody(reversal, currency) });
          break;
        }
        case 'review': {
          const { conversionId } = happening.review;
          await approver.reviewConversion({ programId, conversionId, body: reviewBody(happening.review) });
          break;
        }
        case 'adjustment': {
          const { adjustment } = happening;
          await finance.draftAdjustment({ programId, body: adjustmentBody(adjustment, ownCurrency) });
          await approver.approveAdjustment({ programId, adjustmentId: adjustment.adjustmentId });
        }
      }
    },
  };
}

/** Tells the sample as it would happen: links are followed in a browser, and what the shop sees of them is what it sends. */
export function followingTeller(callers: Callers, folder: Folder, visitors: Visitors): Teller {
  const { programId } = folder.program;
  const recording = recordingTeller(callers, folder);
  return {
    // A followed link is dated by the host's clock, so each happening has its own instant.
    groups: (happenings) => happenings.map((happening) => [happening]),
    tell: async (happening) => {
      if (happening.type === 'click' && happening.click.linkId !== null) {
        await visitors.follow(happening.click, happening.click.linkId);
      } else if (happening.type === 'conversion') {
        const conversion = visitors.asSeenByShop(happening.conversion);
        if (conversion.kind === 'deal')
          await callers.ingest.recordWonDeal({ programId, body: wonDealBody(conversion) });
        else await callers.ingest.recordConversion({ programId, body: conversionBody(conversion) });
      } else await recording.tell(happening);
    },
  };
}

function groupsBy(happenings: readonly Happening[], nameOf: (happening: Happening) => string) {
  const groups = new Map<string, Happening[]>();
  for (const happening of happenings) {
    const name = nameOf(happening);
    const group = groups.get(name);
    if (group) group.push(happening);
    else groups.set(name, [happening]);
  }
  return [...groups.values()];
}

function countsOf(happenings: readonly Happening[]): string {
  const count = (type: Happening['type']) => happenings.filter((happening) => happening.type === type).length;
  const names = [
    [count('click'), 'clicks'],
    [count('conversion'), 'conversions'],
    [count('reversal'), 'reversals'],
    [count('review'), 'reviews'],
    [count('adjustment'), 'adjustments'],
  ] as const;
  const told = names.filter(([number], place) => place < 3 || number > 0);
  return told.map(([number, name]) => `${number.toLocaleString('en')} ${name}`).join(', ');
}
