import type { Writable } from 'node:stream';

/**
 * Lets a command go on when whoever read its output has seen enough (`bunpai … | head`): what it writes to files is still
 * wanted, and its exit code is its own.
 */
export function outliveReader(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
