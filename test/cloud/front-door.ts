import type { Server } from 'node:http';
import { createServer, request } from 'node:http';
import { freePort } from '../../infra/local/free-port.ts';

/** An address of the API that every client can reach: MiniStack tells APIs apart by a host name that no resolver knows. */
export async function openFrontDoor(port: number, apiId: string): Promise<{ address: string; close: () => void }> {
  const host = `${apiId}.execute-api.localhost:${port}`;
  const server: Server = createServer((incoming, answer) => {
    const { method, url: path } = incoming;
    const headers = { ...incoming.headers, host };
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', (error) => answer.writeHead(502).end(error.message));
    incoming.pipe(onward);
  });
  const own = await freePort(0);
  await new Promise<void>((resolve) => {
    server.listen(own, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${own}`, close: () => server.close() };
}
