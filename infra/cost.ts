// Prints the cost tables of README.md: `node infra/cost.ts`.

import { SHARD_PARTNERS } from '../functions/limits.ts';

/** USD per million, unless the name says otherwise; list prices of October 2026, without tax, free tiers left out. */
interface Prices {
  readonly httpRequests: number;
  readonly lambdaRequests: number;
  /** Per GB-second on arm64. */
  readonly lambdaGigabyteSecond: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
  readonly queueRequests: number;
  readonly objectPuts: number;
  readonly stateTransitions: number;
  /** Per GB taken in. */
  readonly logGigabyte: number;
}

const prices: Readonly<Record<'us-east-1' | 'ap-northeast-1', Prices>> = {
  'us-east-1': {
    httpRequests: 1,
    lambdaRequests: 0.2,
    lambdaGigabyteSecond: 0.0000133334,
    writeUnits: 0.625,
    readUnits: 0.125,
    events: 1,
    queueRequests: 0.4,
    objectPuts: 5,
    stateTransitions: 25,
    logGigabyte: 0.5,
  },
  'ap-northeast-1': {
    httpRequests: 1.29,
    lambdaRequests: 0.2,
    lambdaGigabyteSecond: 0.0000133334,
    writeUnits: 0.715,
    readUnits: 0.1425,
    events: 1,
    queueRequests: 0.4,
    objectPuts: 4.7,
    stateTransitions: 25,
    logGigabyte: 0.76,
  },
};

/** What one of something uses. Units of DynamoDB, events and objects are counted by a test; the rest is assumed, and named so. */
interface Usage {
  readonly httpRequests?: number;
  readonly lambdaRequests?: number;
  readonly lambdaGigabyteSeconds?: number;
  readonly writeUnits?: number;
  readonly readUnits?: number;
  readonly events?: number;
  readonly queueRequests?: number;
  readonly objectPuts?: number;
  readonly stateTransitions?: number;
  readonly logBytes?: number;
}

/** Counted on the engine by test/infra/cost.test.ts: a click through our link, and a single-touch conversion of one line. */
export const counted = {
  click: { writeUnits: 1, readUnits: 0, events: 1 },
  /** On arrival, of a customer not seen before, and the subscriber that looks whether it is decided. */
  conversion: { writeUnits: 3, readUnits: 13, events: 2 },
  /** Its part of the close: sealed, calculated, accrued, released; and who is to hear of both by webhooks, which is nobody. */
  settledConversion: { writeUnits: 2, readUnits: 6, events: 2 },
  /**
   * A partner with a payout: books checked and signed, with those of a period before, statement issued with its history and
   * four places to find it, payout made.
   */
  closedPartner: { writeUnits: 8, readUnits: 24, events: 2, objectPuts: 1 },
  /** Three for its partners and entries, counted; five for the leaves and hashes of its two parts of the tree and their list. */
  closedShard: { objectPuts: 8 },
} as const;

/** Assumed, not measured on AWS: how long functions run, how full batches are, how long a line of the access log is. */
const assumed = {
  redirectSeconds: 0.015,
  ingestSeconds: 0.04,
  publishSecondsPerRecord: 0.002,
  recordsPerBatch: 50,
  workerSeconds: 0.02,
  messagesPerBatch: 5,
  accessLogBytes: 250,
  functionGigabytes: 0.5,
  stepGigabytes: 3,
  /** Seal, calculate, the begin and the end of a close, payout: of one function each. */
  stepsWhole: 5,
  /** Posted, checked, issued; each in a child of a distributed map that starts, works and ends. */
  shardTasks: 3,
  shardSeconds: 60,
  shardGigabytes: 1,
  transitionsOfChild: 3,
} as const;

const { functionGigabytes: gigabytes } = assumed;

function published(records: number): Usage {
  return {
    lambdaRequests: records / assumed.recordsPerBatch,
    lambdaGigabyteSeconds: records * assumed.publishSecondsPerRecord * gigabytes,
  };
}

/** A close and its payouts: steps that each take as long as they may, and three tasks on every shard. */
function closed(partners: number): { readonly times: number; readonly usage: Usage } {
  const { stepsWhole, shardTasks, shardSeconds, transitionsOfChild } = assumed;
  const tasks = shardTasks * Math.ceil(partners / SHARD_PARTNERS);
  const wholeGigabyteSeconds = stepsWhole * 900 * assumed.stepGigabytes;
  return {
    times: partners,
    usage: plus(counted.closedPartner, published(2), {
      lambdaRequests: tasks / partners,
      lambdaGigabyteSeconds: (wholeGigabyteSeconds + tasks * shardSeconds * assumed.shardGigabytes) / partners,
      stateTransitions: (20 + tasks * transitionsOfChild) / partners,
      objectPuts: (counted.closedShard.objectPuts * tasks) / shardTasks / partners,
    }),
  };
}

/** Events of a conversion that a subscriber of ours takes from a queue: itself, its decision, its accrual and its release. */
const WORKED = 4;

/** The things that a bill is made of. */
const usages = {
  'A million clicks through our links': {
    times: 1_000_000,
    usage: plus(counted.click, published(1), {
      httpRequests: 1,
      lambdaRequests: 1 + 1 / assumed.messagesPerBatch,
      lambdaGigabyteSeconds: (assumed.redirectSeconds + assumed.workerSeconds) * gigabytes,
      queueRequests: 1 + 2 / assumed.messagesPerBatch,
      logBytes: assumed.accessLogBytes,
    }),
  },
  'A million conversions, from arrival to release': {
    times: 1_000_000,
    usage: plus(counted.conversion, counted.settledConversion, published(5), {
      httpRequests: 1,
      lambdaRequests: 1 + WORKED / assumed.messagesPerBatch,
      lambdaGigabyteSeconds: (assumed.ingestSeconds + WORKED * assumed.workerSeconds) * gigabytes,
      // Into the queue, and out of it and off it in batches.
      queueRequests: WORKED * (1 + 2 / assumed.messagesPerBatch),
      logBytes: assumed.accessLogBytes,
    }),
  },
  'A close and payout run of 100,000 partners, besides its conversions': closed(100_000),
  'A close and payout run of 1,000,000 partners, besides its conversions': closed(1_000_000),
} as const satisfies Record<string, { readonly times: number; readonly usage: Usage }>;

/** USD of so many of something at the prices of a region, by what is paid for. */
function costOf({ times, usage }: { readonly times: number; readonly usage: Usage }, price: Prices) {
  const million = times / 1_000_000;
  const lines = {
    'API Gateway': (usage.httpRequests ?? 0) * million * price.httpRequests,
    Lambda:
      (usage.lambdaRequests ?? 0) * million * price.lambdaRequests +
      (usage.lambdaGigabyteSeconds ?? 0) * times * price.lambdaGigabyteSecond,
    'DynamoDB writes': (usage.writeUnits ?? 0) * million * price.writeUnits,
    'DynamoDB reads': (usage.readUnits ?? 0) * million * price.readUnits,
    EventBridge: (usage.events ?? 0) * million * price.events,
    SQS: (usage.queueRequests ?? 0) * million * price.queueRequests,
    S3: (usage.objectPuts ?? 0) * million * price.objectPuts,
    'Step Functions': (usage.stateTransitions ?? 0) * million * price.stateTransitions,
    'Access log': ((usage.logBytes ?? 0) * times * price.logGigabyte) / 1e9,
  };
  return { lines, total: Object.values(lines).reduce((sum, line) => sum + line, 0) };
}

/** The tables as they stand in README.md. */
export function costTables(): string {
  return Object.entries(usages)
    .map(([title, row]) => {
      const virginia = costOf(row, prices['us-east-1']);
      const tokyo = costOf(row, prices['ap-northeast-1']);
      const lines = Object.entries(virginia.lines)
        .filter(([, cost]) => cost >= 0.005)
        .map(
          ([name, cost]) =>
            `| ${name} | ${dollars(cost)} | ${dollars(tokyo.lines[name as keyof typeof tokyo.lines])} |`,
        );
      const total = `| **Total** | **${dollars(virginia.total)}** | **${dollars(tokyo.total)}** |`;
      return [`| ${title} | us-east-1 | Tokyo |`, '|---|---:|---:|', ...lines, total].join('\n');
    })
    .join('\n\n');
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function plus(...usagesOfOne: readonly Usage[]): Usage {
  const sum: Record<string, number> = {};
  for (const usage of usagesOfOne) {
    for (const [name, amount] of Object.entries(usage)) sum[name] = (sum[name] ?? 0) + amount;
  }
  return sum;
}

if (import.meta.main) process.stdout.write(`${costTables()}\n`);
