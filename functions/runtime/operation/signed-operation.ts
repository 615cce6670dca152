import { createHash } from 'node:crypto';
import type { Sent } from '../../../domain/connector/prune.ts';
import { DomainError } from '../../../domain/errors.ts';
import { PARSING } from '../../contract/field-errors.ts';
import type { Route } from '../../contract/routes.ts';
import type { Deps } from '../deps.ts';
import type { Answer, Operation } from './operation.ts';
import { resultOf } from './operation.ts';
import { readJson, sentBytes } from './read-body.ts';
import { httpHandler } from './stack.ts';

/** A message without a token. Nothing of it is parsed before its signature was found right. */
export interface SignedCall<Path> {
  readonly deps: Deps;
  readonly parameters: Path;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The JSON, and the SHA-256 of its bytes, once `isSigned` says so of the bytes as they were sent; refused otherwise. */
  readonly sent: (isSigned: (bytes: Uint8Array) => boolean) => { readonly payload: Sent; readonly hash: string };
}

/** An operation for systems that sign what they send. */
export function signedOperation<Path>(
  route: Route<unknown, Path, unknown>,
  run: (call: SignedCall<Path>) => Promise<Answer>,
): Operation {
  return {
    route,
    handlerOn: (host) =>
      httpHandler(route.name, async (event) => {
        const { deps } = await host();
        const parameters = route.parameters.parse(event.pathParameters ?? {}, PARSING);
        const { headers } = event;
        const sent: SignedCall<Path>['sent'] = (isSigned) => {
          const bytes = sentBytes(event);
          if (!isSigned(bytes)) {
            const message = {
              en: 'the body is not signed with a secret of this connector, or its time is more than five minutes off',
              ja: '本文がこのコネクタのシークレットで署名されていないか、署名の時刻が5分以上ずれています',
            };
            throw new DomainError('connector.signature-wrong', message);
          }
          return { payload: readJson(event) as Sent, hash: createHash('sha256').update(bytes).digest('hex') };
        };
        return resultOf(await run({ deps, parameters, headers, sent }), route.status);
      }),
  };
}
