import { parentPort, workerData } from 'node:worker_threads';
import { partitionReader } from '../partitions/read-partition.ts';
import { activeRecords } from './active-record.ts';
import { closeTasks } from './close-tasks.ts';
import type { WorkerStart, WorkerTask } from './crew.ts';
import { SIGHTINGS } from './fit-tasks.ts';
import { fileShelf } from './shelf.ts';

const { job, ...place } = workerData as WorkerStart;
const partnerIds = job.folder.partners.map(({ partnerId }) => partnerId);
const shelves = {
  active: fileShelf(job.scratch, activeRecords(partnerIds), place),
  sightings: fileShelf(job.scratch, SIGHTINGS, place),
};
const tasks = closeTasks(job, shelves, partitionReader(job.folder.spill ?? '', partnerIds));

// What a task throws ends the thread: so it comes to whoever waits as it was, with what the system refused.
parentPort?.on('message', ({ name, n }: WorkerTask) => {
  parentPort?.postMessage(tasks[name](n));
});
