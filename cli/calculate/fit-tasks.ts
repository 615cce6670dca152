import { fitWindow } from '../../domain/attribution/fit-window.ts';
import type { JourneyPath } from '../../domain/attribution/journey-path.ts';
import { countedPaths } from '../../domain/attribution/journey-path.ts';
import type { VisitorId } from '../../domain/ids.ts';
import { journeyPaths, noteInstant, visitorConversions } from '../../domain/settlement/program-journeys.ts';
import type { Instant } from '../../domain/time.ts';
import { homes } from '../partitions/hash.ts';
import type { PartitionFacts } from '../partitions/partition.ts';
import { journeyFacts } from './book-partition.ts';
import type { CloseJob, ClosePlan } from './close-job.ts';
import type { Shelf, ShelfRecords } from './shelf.ts';

/**
 * What a fit needs of partitions. A visitor may have converted in several, so every partition first tells the visitors' homes
 * when they did; then each counts the journeys of its own conversions, and those of its own visitors that did not convert.
 */
export interface FitTasks {
  readonly see: (partition: number) => void;
  readonly count: (partition: number) => CountedMonths;
}

/** By month: the journeys in the window that ends with it. */
export type CountedMonths = readonly (readonly JourneyPath[])[];

/** A visitor converted. */
export interface Sighting {
  readonly visitorId: VisitorId;
  readonly at: Instant;
}

export const SIGHTINGS: ShelfRecords<Sighting> = {
  name: 'sightings',
  write: ({ visitorId, at }, into) => {
    into.text(visitorId);
    into.number(at);
  },
  read: (from) => ({ visitorId: from.text() ?? '', at: from.number() }),
};

export function fitTasks(
  { folder }: Pick<CloseJob, 'folder'>,
  { terms, periods }: ClosePlan,
  sightings: Shelf<Sighting>,
  read: (partition: number) => PartitionFacts,
): FitTasks {
  const homeOf = homes(folder);
  return {
    see: (partition) => {
      for (const sighting of visitorConversions(journeyFacts(read(partition)))) {
        sightings.put({ month: 0, bucket: homeOf(sighting.visitorId) }, sighting);
      }
    },
    count: (partition) => {
      const facts = journeyFacts(read(partition));
      const clicks = new Map([...facts.clicks].filter(([visitorId]) => homeOf(visitorId) === partition));
      const convertedAt = new Map<VisitorId, Instant[]>();
      for (const { visitorId, at } of sightings.take({ month: 0, bucket: partition })) {
        noteInstant(convertedAt, visitorId, at);
      }
      const { attribution } = terms.program;
      return periods.map(({ end }) =>
        countedPaths(journeyPaths(facts, { clicks, convertedAt }, fitWindow(attribution, end), terms)),
      );
    },
  };
}
