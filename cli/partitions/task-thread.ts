import { parentPort } from 'node:worker_threads';
import { diskSpill } from './spill.ts';
import type { ThreadMessage } from './task-runner.ts';
import { runTask } from './tasks.ts';

/** A thread that does one task after the other. What a task throws ends the thread, and whoever waits for it hears of it. */
parentPort?.on('message', async ({ task, input, directory, writer }: ThreadMessage) => {
  parentPort?.postMessage(await runTask(task, input, diskSpill(directory, writer)));
});
