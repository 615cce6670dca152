import { DomainError } from '../../../domain/errors.ts';
import type { LinkId, PartnerId } from '../../../domain/ids.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { OwnedLink } from '../../store/program-store.ts';
import type { Scope } from '../../store/scope.ts';
import { checkDestination } from '../../tracking/destination.ts';
import { accepted } from '../facts/put-fact.ts';
import { programOf } from './load-terms.ts';

export interface CreateLink {
  readonly scope: Scope;
  /** Null: a random one. */
  readonly linkId: LinkId | null;
  readonly partnerId: PartnerId;
  readonly destination: string;
}

/** Creates a tracking link of an enrolled partner to a host that the program allows. */
export async function createLink(deps: Deps, command: CreateLink): Promise<OwnedLink> {
  const { scope, partnerId } = command;
  const program = await programOf(deps, scope);
  if (!(await deps.stores.partners.enrollment(scope, partnerId))) {
    const message = {
      en: `partner "${partnerId}" is not enrolled in "${scope.programId}"`,
      ja: `パートナー"${partnerId}"は"${scope.programId}"に参加していません`,
    };
    throw new DomainError('reference.unknown', message, { field: 'partnerId' });
  }
  const destination = checkDestination(command.destination, program.tracking);
  if (destination.outcome !== 'allowed') {
    const code = destination.outcome === 'invalid' ? 'link.destination-invalid' : 'link.host-not-allowed';
    throw new DomainError(code, destination.reason, { field: 'destination' });
  }
  const linkId = command.linkId ?? `lnk_${deps.newId()}`;
  const link: OwnedLink = { linkId, ...scope, partnerId, destination: destination.url.href };
  const put = await deps.stores.partners.putLink({ fact: link, recordedAt: deps.now() });
  if (put.outcome === 'conflict' && put.stored.fact.merchantId !== scope.merchantId) {
    // Link ids are one space for all merchants; what another's link is like is not told.
    throw new DomainError(
      'link.conflict',
      {
        en: `link id "${linkId}" is taken; choose another`,
        ja: `リンクID"${linkId}"は使用済みです。別のIDにしてください。`,
      },
      { field: 'linkId' },
    );
  }
  return accepted(put, link, { name: { en: `link ${linkId}`, ja: `リンク${linkId}` }, code: 'link.conflict' }).fact;
}
