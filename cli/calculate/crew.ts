import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { PartitionFacts } from '../partitions/partition.ts';
import type { PartitionBooked } from './book-partition.ts';
import type { CloseJob } from './close-job.ts';
import { isSettledAtOnce } from './close-job.ts';
import type { BucketSettled, CloseTasks } from './close-tasks.ts';
import { closeTasks } from './close-tasks.ts';
import type { CountedMonths } from './fit-tasks.ts';
import { memoryShelf } from './shelf.ts';

/** Who does the tasks of a close: this thread for a small folder, several for one that is worked through in parts. */
export interface Crew {
  readonly see: (partition: number) => Promise<void>;
  readonly count: (partition: number) => Promise<CountedMonths>;
  readonly book: (partition: number) => Promise<PartitionBooked>;
  readonly settle: (bucket: number) => Promise<BucketSettled>;
  /** Call it between tasks that leave things to others and those that take them. */
  readonly handOver: () => Promise<void>;
  readonly dismiss: () => Promise<void>;
}

export function crewFor(job: CloseJob, read: (partition: number) => PartitionFacts): Crew {
  if (job.folder.spill === null) {
    const tasks = closeTasks(job, { active: memoryShelf(), sightings: memoryShelf() }, read);
    return {
      see: async (partition) => tasks.see(partition),
      count: async (partition) => tasks.count(partition),
      book: async (partition) => tasks.book(partition),
      settle: async (bucket) => tasks.settle(bucket),
      handOver: async () => tasks.handOver(),
      dismiss: async () => undefined,
    };
  }
  return threads(job, Math.min(WORKERS_MAX, availableParallelism()));
}

/** Each worker holds a partition or a bucket at a time. */
const WORKERS_MAX = 2;
/** In a thread nothing lives longer than its task: it pays to look for what is done with sooner than in a command that soon ends. */
const THREAD_OPTION = '--initial-old-space-size=64';
/**
 * By how much a heap may grow before it is looked through again, in percent, where all partners are settled at once; otherwise as
 * V8 thinks best, which is up to fourfold.
 */
const GROWTH_AT_ONCE = 40;

/** What a worker is told when it starts, and then one task after the other. */
export interface WorkerStart {
  readonly job: CloseJob;
  readonly writer: number;
  readonly writers: number;
}

export interface WorkerTask {
  readonly name: keyof CloseTasks;
  readonly n: number;
}

interface Waiting {
  readonly task: WorkerTask;
  readonly resolve: (done: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

function threads(job: CloseJob, writers: number): Crew {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  const give = (worker: Worker, waiting: Waiting): void => {
    busy.set(worker, waiting);
    worker.postMessage(waiting.task);
  };
  /** Gives idle workers something to do. */
  const next = (): void => {
    const worker = queue.length > 0 ? idle.pop() : undefined;
    const waiting = worker === undefined ? undefined : queue.shift();
    if (worker === undefined || waiting === undefined) return;
    give(worker, waiting);
    next();
  };
  const free = (worker: Worker): Waiting | undefined => {
    const waiting = busy.get(worker);
    busy.delete(worker);
    return waiting;
  };
  setFlagsFromString(THREAD_OPTION);
  // Threads live for as long as a large folder takes: there it pays to make code faster.
  setFlagsFromString('--no-efficiency-mode');
  if (isSettledAtOnce(job.folder)) setFlagsFromString(`--heap-growing-percent=${GROWTH_AT_ONCE}`);
  const workers = Array.from({ length: writers }, (_, writer) => {
    const workerData: WorkerStart = { job, writer, writers };
    const worker = new Worker(fileURLToPath(new URL('./close-worker.ts', import.meta.url)), { workerData });
    worker.on('message', (done: unknown) => {
      free(worker)?.resolve(done);
      idle.push(worker);
      next();
    });
    worker.on('error', (error) => free(worker)?.reject(error));
    idle.push(worker);
    return worker;
  });
  const run = <T>(task: WorkerTask): Promise<T> =>
    new Promise((resolve, reject) => {
      queue.push({ task, resolve: (done) => resolve(done as T), reject });
      next();
    });
  const told = (worker: Worker, task: WorkerTask): Promise<unknown> =>
    new Promise((resolve, reject) => give(worker, { task, resolve, reject }));
  return {
    see: (n) => run<void>({ name: 'see', n }),
    count: (n) => run<CountedMonths>({ name: 'count', n }),
    book: (n) => run<PartitionBooked>({ name: 'book', n }),
    settle: (n) => run<BucketSettled>({ name: 'settle', n }),
    handOver: async () => {
      await Promise.all(idle.splice(0).map((worker) => told(worker, { name: 'handOver', n: 0 })));
    },
    dismiss: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Does something for every number below `count`, in whatever order the crew gets to it; the results stand in theirs. */
export async function each<T>(
  count: number,
  work: (n: number) => Promise<T>,
  whenDone: (n: number) => void,
): Promise<readonly T[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const result = await work(n);
      whenDone(n);
      return result;
    }),
  );
}
