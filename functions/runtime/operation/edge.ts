import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DomainError } from '../../../domain/errors.ts';
import { optionalEnv } from '../env.ts';

/** What the edge adds to every request: a secret that only it knows. */
export const EDGE_HEADER = 'x-bunpai-edge';

type Asked = Pick<APIGatewayProxyEventV2, 'headers'>;

/** What the edge may show that it is the edge; two while one secret takes over from another, none where there is no edge. */
export function edgeSecrets(): readonly string[] {
  return optionalEnv('EDGE_SECRETS')?.split(',') ?? [];
}

export function isFromEdge({ headers }: Asked, secrets: readonly string[]): boolean {
  const given = Buffer.from(headers[EDGE_HEADER] ?? '');
  return secrets.map((secret) => Buffer.from(secret)).some((known) => isSame(given, known));
}

/** The address of the API itself would be a way round the firewall: once callers know the edge, it is closed. */
export function refusePastEdge(event: Asked): void {
  if (optionalEnv('EDGE_ONLY') === null || isFromEdge(event, edgeSecrets())) return;
  throw new DomainError('access.past-edge', {
    en: 'this address is closed; ask the public address of the API',
    ja: 'このアドレスは利用できません。APIの公開アドレスをご利用ください。',
  });
}

function isSame(given: Buffer, known: Buffer): boolean {
  return given.length === known.length && timingSafeEqual(given, known);
}
