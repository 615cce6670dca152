import { assertNever, DomainError } from '../errors.ts';
import { canonical } from '../integrity/canonical.ts';
import type { Sentence } from '../said.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, formatInstant } from '../time.ts';
import type {
  Approval,
  Deal,
  DealContent,
  DealLoss,
  DealPart,
  DealRejection,
  DealStatus,
  DealStep,
  DealWithdrawal,
  Judgement,
  WonDeal,
} from './deal.ts';
import { approvalOf, isEscalated, standingOf } from './deal-state.ts';
import type { DealTerms } from './deal-terms.ts';
import type { Obstacle, Rival } from './rivals.ts';
import { obstaclesTo } from './rivals.ts';

/** What somebody, or time, wants of a deal. Rivals are what the store knows of the same customer. */
export type DealCommand =
  | { readonly kind: 'revise'; readonly content: DealContent }
  | { readonly kind: 'approve'; readonly rivals: readonly Rival[]; readonly judgements: readonly Judgement[] }
  | {
      readonly kind: 'reject';
      readonly reason: DealRejection;
      readonly text: string | null;
      readonly inFavourOf: string | null;
    }
  | { readonly kind: 'extend'; readonly rivals: readonly Rival[]; readonly reason: string }
  | { readonly kind: 'move'; readonly stage: string; readonly owner: string | null }
  | { readonly kind: 'win'; readonly won: WonDeal; readonly parts: readonly DealPart[] | null }
  | { readonly kind: 'lose'; readonly reason: DealLoss; readonly text: string | null }
  | { readonly kind: 'withdraw'; readonly reason: DealWithdrawal; readonly text: string | null }
  /** Writes down what the date has done: an escalation, the end of protection. */
  | { readonly kind: 'date' };

/** Who says it, when, and on which terms. */
export interface DealContext {
  readonly at: Instant;
  /** The token's subject; null where time does it. */
  readonly by: string | null;
  readonly terms: DealTerms;
}

/** The next step of a deal, or null when nothing changes by it: the same was said before. */
export function decideDeal(deal: Deal, command: DealCommand, context: DealContext): DealStep | null {
  const { at, by, terms } = context;
  const step = { dealId: deal.dealId, partnerId: deal.partnerId, sequence: deal.sequence + 1, at, by };
  switch (command.kind) {
    case 'revise':
      return revised(deal, command.content, at) ? { ...step, kind: 'revised', content: command.content } : null;
    case 'approve': {
      if (deal.state.status === 'approved' && standingOf(deal, at).status === 'approved') return null;
      requireStatus(deal, at, ['submitted']);
      refuseStrayJudgements(command);
      refuseObstacles(deal, obstaclesTo(command.rivals, command.judgements, at));
      const protectedUntil = at + terms.protectionDays * DAY_MS;
      return { ...step, kind: 'approved', protectedUntil, judgements: command.judgements };
    }
    case 'reject': {
      const { reason, text, inFavourOf } = command;
      const { state } = deal;
      if (state.status === 'rejected' && state.reason === reason && state.text === text) return null;
      requireStatus(deal, at, ['submitted']);
      return { ...step, kind: 'rejected', reason, text, inFavourOf };
    }
    case 'extend':
      return extension(deal, command, context) ? { ...step, ...extendedBy(deal, command.reason, terms) } : null;
    case 'move':
      return moved(deal, command, context)
        ? { ...step, kind: 'moved', stage: command.stage, owner: command.owner }
        : null;
    case 'win':
      return won(deal, command, at)
        ? { ...step, kind: 'won', won: command.won, parts: command.parts ?? deal.content.parts }
        : null;
    case 'lose': {
      const { reason, text } = command;
      const { state } = deal;
      if (state.status === 'lost' && state.reason === reason && state.text === text) return null;
      requireStatus(deal, at, ['approved']);
      return { ...step, kind: 'lost', reason, text };
    }
    case 'withdraw': {
      const { reason, text } = command;
      const { state } = deal;
      if (state.status === 'withdrawn' && state.reason === reason && state.text === text) return null;
      requireStatus(deal, at, ['submitted', 'approved']);
      return { ...step, kind: 'withdrawn', reason, text };
    }
    case 'date':
      if (deal.state.status === 'approved' && standingOf(deal, at).status === 'expired') {
        return { ...step, kind: 'expired', at: approvalOf(deal).protectedUntil };
      }
      if (isEscalated(deal, at) && !deal.isEscalationTold) return { ...step, kind: 'escalated', at: deal.decideBy };
      return null;
    default:
      return assertNever(command);
  }
}

/** Once a deal is approved, the customer it is about stays what was approved. */
const LOCKED_BY_APPROVAL = ['companyName', 'domain', 'country'] as const satisfies readonly (keyof DealContent)[];

function revised(deal: Deal, content: DealContent, at: Instant): boolean {
  if (canonical(content) === canonical(deal.content)) return false;
  requireStatus(deal, at, ['submitted', 'approved']);
  if (deal.approval === null) return true;
  for (const field of LOCKED_BY_APPROVAL) {
    if (content[field] === deal.content[field]) continue;
    const message = {
      en: `is what was approved, ${JSON.stringify(deal.content[field])}, got ${JSON.stringify(content[field])}; register another deal for another customer`,
      ja: `承認された内容（${JSON.stringify(deal.content[field])}）は変更できません（入力値: ${JSON.stringify(content[field])}）。別の顧客は新しい案件として登録してください。`,
    };
    throw new DomainError('deal.locked', message, { field });
  }
  return true;
}

/** False when it was extended in the same words before. */
function extension(
  deal: Deal,
  { rivals, reason }: { readonly rivals: readonly Rival[]; readonly reason: string },
  { at }: DealContext,
): boolean {
  const before = deal.approval?.extension ?? null;
  if (before !== null && before.reason === reason) return false;
  requireStatus(deal, at, ['approved']);
  if (before !== null) {
    const message = {
      en: `its protection was extended on ${formatInstant(before.at)} and can be extended once`,
      ja: `保護期間は${formatInstant(before.at)}に延長済みです。延長は1回限りです。`,
    };
    throw new DomainError('deal.extended', message);
  }
  const held = obstaclesTo(rivals, approvalOf(deal).judgements, at).filter(({ why }) => why === 'protected');
  refuseObstacles(deal, held);
  return true;
}

function extendedBy(deal: Deal, reason: string, { extensionDays }: DealTerms) {
  const { protectedUntil }: Approval = approvalOf(deal);
  return { kind: 'extended', protectedUntil: protectedUntil + extensionDays * DAY_MS, reason } as const;
}

function moved(
  deal: Deal,
  { stage, owner }: { readonly stage: string; readonly owner: string | null },
  { at, terms }: DealContext,
): boolean {
  if (deal.stage === stage && deal.owner === owner) return false;
  requireStatus(deal, at, ['submitted', 'approved']);
  if (!terms.stages.includes(stage)) {
    const message = {
      en: `must be one of ${terms.stages.join(', ')}, got "${stage}"`,
      ja: `${terms.stages.join(', ')}のいずれかを指定してください（入力値: "${stage}"）`,
    };
    throw new DomainError('deal.stage-unknown', message, { field: 'stage' });
  }
  return true;
}

/**
 * What was sold while the deal was protected is won, also when it is told later; what was sold after its protection is not this
 * partner's. False when the same was told before.
 */
function won(
  deal: Deal,
  { won: sold, parts }: { readonly won: WonDeal; readonly parts: readonly DealPart[] | null },
  at: Instant,
): boolean {
  const { state } = deal;
  if (state.status === 'won') {
    const isSame = canonical([sold, parts ?? deal.content.parts]) === canonical([state.won, deal.content.parts]);
    if (isSame) return false;
    throw new DomainError('deal.conflict', {
      en: `deal ${deal.dealId} was won with other content at ${formatInstant(state.at)}`,
      ja: `案件${deal.dealId}は${formatInstant(state.at)}に異なる内容で受注として記録済みです`,
    });
  }
  if (state.status !== 'approved' && state.status !== 'expired') requireStatus(deal, at, ['approved']);
  const { at: approvedAt, protectedUntil } = approvalOf(deal);
  if (sold.occurredAt >= approvedAt && sold.occurredAt < protectedUntil) return true;
  const message = {
    en: `must be within the protection, from ${formatInstant(approvedAt)} to before ${formatInstant(protectedUntil)}, got ${formatInstant(sold.occurredAt)}`,
    ja: `保護期間（${formatInstant(approvedAt)}から${formatInstant(protectedUntil)}より前）内の日時にしてください（入力値: ${formatInstant(sold.occurredAt)}）`,
  };
  throw new DomainError('deal.unprotected', message, { field: 'occurredAt' });
}

const STATUS_JA: Readonly<Record<DealStatus, string>> = {
  submitted: '審査待ち',
  approved: '承認済み',
  rejected: '却下',
  won: '受注',
  lost: '失注',
  withdrawn: '取下げ',
  expired: '保護期間終了',
};

function requireStatus(deal: Deal, at: Instant, wanted: readonly DealStatus[]): void {
  const { status } = standingOf(deal, at);
  if (wanted.includes(status)) return;
  throw new DomainError('deal.wrong-status', {
    en: `deal ${deal.dealId} must be ${wanted.join(' or ')} for this, it is ${status}`,
    ja: `案件${deal.dealId}は「${STATUS_JA[status]}」です。この操作は${wanted.map((each) => `「${STATUS_JA[each]}」`).join('または')}のときに行えます。`,
  });
}

/** What is kept as a reason must be one for this deal: a slip in the id of a rival would judge nothing, for ever. */
function refuseStrayJudgements({ rivals, judgements }: DealCommand & { readonly kind: 'approve' }): void {
  const known = new Set(rivals.map(({ deal }) => deal.dealId));
  const index = judgements.findIndex(({ dealId }) => !known.has(dealId));
  if (index === -1) return;
  const message = {
    en: `must be of the deal's conflicts, got "${judgements[index]?.dealId}"`,
    ja: `この案件と競合する案件を指定してください（入力値: "${judgements[index]?.dealId}"）`,
  };
  throw new DomainError('reference.unknown', message, { field: `judgements[${index}].dealId` });
}

const OBSTACLE_CODES = {
  protected: 'deal.protected',
  'registered-first': 'deal.registered-first',
  undecided: 'deal.conflict-undecided',
} as const;

function refuseObstacles(deal: Deal, [obstacle]: readonly Obstacle[]): void {
  if (obstacle === undefined) return;
  const { rival, why } = obstacle;
  const { dealId, content, registeredAt, approval } = rival.deal;
  const registeredOn = formatInstant(registeredAt);
  const named = {
    en: `deal ${dealId} of ${rival.deal.partnerId} ("${content.companyName}", registered ${registeredOn})`,
    ja: `${rival.deal.partnerId}の案件${dealId}（「${content.companyName}」、${registeredOn}登録）`,
  };
  const until = formatInstant(approval?.protectedUntil ?? 0);
  const reasons: Readonly<Record<Obstacle['why'], Sentence>> = {
    protected: {
      en: `the customer is protected for ${named.en} until ${until}`,
      ja: `この顧客は${named.ja}として${until}まで保護されています`,
    },
    'registered-first': {
      en: `${named.en} was registered first; decide on it before ${deal.dealId}`,
      ja: `${named.ja}が先に登録されています。${deal.dealId}より先に判断してください。`,
    },
    undecided: {
      en: `${named.en} may be of the same customer; say in judgements why it is not, or reject one of the two`,
      ja: `${named.ja}は同じ顧客の可能性があります。別の顧客である理由をjudgementsに記入するか、どちらかを却下してください。`,
    },
  };
  throw new DomainError(OBSTACLE_CODES[why], reasons[why]);
}
