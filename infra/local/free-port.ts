import { createServer } from 'node:net';

const PORTS_TRIED_MAX = 50;

/** The first free loopback port from `wanted` on; 0 takes any. */
export async function freePort(wanted: number): Promise<number> {
  for (let tried = 0; tried < PORTS_TRIED_MAX; tried += 1) {
    const found = await tryPort(wanted === 0 ? 0 : wanted + tried);
    if (found !== null) return found;
  }
  throw new Error(`ports ${wanted} to ${wanted + PORTS_TRIED_MAX - 1} are all taken; choose another with PORT`);
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });
}
