import { DomainError } from '../../../domain/errors.ts';
import type { LinkId, VisitorId } from '../../../domain/ids.ts';
import type { TrackingSettings } from '../../../domain/partner/program.ts';
import { isDataDriven } from '../../../domain/partner/program.ts';
import type { Click } from '../../../domain/tracking/click.ts';
import type { TrackDeps } from '../../runtime/track-host.ts';
import type { OwnedLink } from '../../store/program-store.ts';
import type { Recorded, Scope } from '../../store/scope.ts';
import { isVisitorId, makeClickId, makeVisitorId } from '../../tracking/click-id.ts';
import type { DaySalts, Viewer } from '../../tracking/day-salts.ts';
import { daySalts } from '../../tracking/day-salts.ts';
import { checkDestination, withClickId } from '../../tracking/destination.ts';

export interface FollowLink {
  readonly linkId: LinkId;
  readonly isBot: boolean;
  /** Null: without consent nobody is told apart by where they come from. */
  readonly viewer: Viewer | null;
  /** What the visitor's cookie for that merchant says, or null. */
  readonly visitorOf: (merchantId: string) => string | null;
}

export interface FollowedLink {
  readonly location: string;
  readonly merchantId: string;
  readonly visitorId: VisitorId;
  /** What became of the click; `lost` only when neither the store nor a queue took it. */
  readonly click:
    | { readonly kept: 'stored' }
    | { readonly kept: 'queued' }
    | { readonly kept: 'lost'; readonly error: unknown };
}

/** Sends a visitor on to a link's destination and records the click. The visitor is sent on even when the store is away. */
export async function followLink(deps: TrackDeps, command: FollowLink): Promise<FollowedLink> {
  const salts = saltsOf(deps);
  if (command.viewer !== null) salts.lookFor(deps.now());
  const { link, tracking, isFitted } = await knownLink(deps, command.linkId);
  const destination = checkDestination(link.destination, tracking);
  if (destination.outcome !== 'allowed') throw new DomainError('link.blocked', destination.reason);

  const given = command.visitorOf(link.merchantId);
  const visitorId = given !== null && isVisitorId(given) ? given : makeVisitorId(deps.newId());
  const occurredAt = deps.now();
  const clickId = makeClickId(deps.clickIdKey, { visitorId, occurredAt, random: deps.newId() });
  const { partnerId, linkId, merchantId, programId } = link;
  const { isBot, viewer } = command;
  const source = viewer && salts.sourceOf(link, viewer, occurredAt);
  const seen: Click = { clickId, occurredAt, visitorId, partnerId, linkId, isBot };
  const click = source === null ? seen : { ...seen, source };
  return {
    location: withClickId(destination.url, { parameter: tracking.clickIdParameter, clickId }),
    merchantId,
    visitorId,
    click: await keep(deps, { merchantId, programId }, { click: { fact: click, recordedAt: occurredAt }, isFitted }),
  };
}

async function keep(
  deps: TrackDeps,
  scope: Scope,
  { click, isFitted }: { readonly click: Recorded<Click>; readonly isFitted: boolean },
): Promise<FollowedLink['click']> {
  const { clicks } = deps.stores;
  try {
    await Promise.all([clicks.putClick(scope, click), ...(isFitted ? [clicks.noteVisitor(scope, click)] : [])]);
    return { kept: 'stored' };
  } catch (error) {
    if (!deps.clickFallback) return { kept: 'lost', error };
  }
  try {
    await deps.clickFallback({ scope, click });
    return { kept: 'queued' };
  } catch (error) {
    return { kept: 'lost', error };
  }
}

interface KnownLink {
  readonly link: OwnedLink;
  readonly tracking: TrackingSettings;
  /** The program's model learns from visitors that do not convert, too. */
  readonly isFitted: boolean;
}

const rememberedSalts = new WeakMap<object, DaySalts>();

function saltsOf({ stores }: TrackDeps): DaySalts {
  const known = rememberedSalts.get(stores) ?? daySalts(stores.clicks);
  rememberedSalts.set(stores, known);
  return known;
}

const LINKS_REMEMBERED_MAX = 10_000;
const remembered = new WeakMap<object, Map<LinkId, KnownLink>>();

/** Links and programs never change once created, so a busy link is read once, and works while the store is away. */
async function knownLink(deps: TrackDeps, linkId: LinkId): Promise<KnownLink> {
  const known = remembered.get(deps.stores) ?? new Map<LinkId, KnownLink>();
  remembered.set(deps.stores, known);
  const found = known.get(linkId) ?? (await readLink(deps, linkId));
  if (known.size >= LINKS_REMEMBERED_MAX) known.clear();
  known.set(linkId, found);
  return found;
}

async function readLink({ stores }: TrackDeps, linkId: LinkId): Promise<KnownLink> {
  const link = await stores.partners.link(linkId);
  const program = link && (await stores.programs.program(link));
  if (!link || !program)
    throw new DomainError('link.not-found', {
      en: `there is no tracking link "${linkId}"`,
      ja: `トラッキングリンク"${linkId}"は見つかりません`,
    });
  return { link, tracking: program.tracking, isFitted: isDataDriven(program.attribution.model) };
}
