import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Spill } from './spill.ts';
import { diskSpill, memorySpill } from './spill.ts';
import type { Task, TaskInput, TaskResult } from './tasks.ts';
import { runTask } from './tasks.ts';

/** Runs the steps of partitioning, here or in threads of their own. */
export interface TaskRunner {
  /** Tasks at the same place run one after the other, tasks at different places may run at once. */
  readonly run: (place: number, task: Task) => Promise<TaskResult>;
  /** A spill with what the tasks made so far. */
  readonly spill: () => Spill;
  readonly places: number;
  readonly close: () => Promise<void>;
}

export function memoryRunner(input: TaskInput): TaskRunner {
  const spill = memorySpill();
  return {
    run: (_, task) => runTask(task, input, spill),
    spill: () => spill,
    places: 1,
    close: async () => undefined,
  };
}

export function diskRunner(directory: string, input: TaskInput): TaskRunner {
  const nextWriter = writerNames();
  return {
    run: (_, task) => runTask(task, input, diskSpill(directory, nextWriter())),
    spill: () => diskSpill(directory, nextWriter()),
    places: 1,
    close: async () => undefined,
  };
}

/** What a thread is asked to do. */
export interface ThreadMessage {
  readonly task: Task;
  readonly input: TaskInput;
  readonly directory: string;
  readonly writer: string;
}

export function threadRunner(directory: string, input: TaskInput, threads: number): TaskRunner {
  const nextWriter = writerNames();
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./task-thread.ts', import.meta.url));
    return { worker, last: Promise.resolve<unknown>(null) };
  });
  return {
    run: (place, task) => {
      const at = workers[place % threads] as (typeof workers)[number];
      const message: ThreadMessage = { task, input, directory, writer: nextWriter() };
      const result = at.last.then(async () => {
        const answered = once(at.worker, 'message');
        at.worker.postMessage(message);
        const [answer] = await answered;
        return answer as TaskResult;
      });
      // Whoever asked for the task hears of its failure; the next one in the queue is not stopped by it.
      at.last = result.catch(() => null);
      return result;
    },
    spill: () => diskSpill(directory, nextWriter()),
    places: threads,
    close: async () => {
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    },
  };
}

function writerNames(): () => string {
  let writers = 0;
  return () => {
    writers += 1;
    return String(writers).padStart(4, '0');
  };
}
