import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';

/** The handlers behind a socket; before each answer it may fail as networks and gateways do. */
export async function serve(app: App) {
  const failures: number[] = [];
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    keys.push(request.headers['idempotency-key'] as string | undefined);
    const failure = failures.shift();
    if (failure === 0) return void request.socket.destroy();
    if (failure !== undefined) return void response.writeHead(failure).end('<html>try again</html>');
    const body = Buffer.concat(chunks).toString();
    const reply = await app.call(request.method ?? '', request.url ?? '', {
      token: null,
      headers: { 'idempotency-key': '', ...(request.headers as Record<string, string>) },
      ...(body === '' ? {} : { rawBody: body }),
    });
    response.writeHead(reply.status, reply.headers).end(reply.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, failures, keys, stop: () => server.close() };
}
