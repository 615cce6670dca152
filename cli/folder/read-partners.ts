import type { PartnerId } from '../../domain/ids.ts';
import { canonical } from '../../domain/integrity/canonical.ts';
import { normaliseCoupon } from '../../domain/partner/coupon.ts';
import type { Coupon, EnrollmentStatus, Partner, PartnerKind } from '../../domain/partner/enrollment.ts';
import { shown } from '../../functions/contract/shown.ts';
import type { EnrollmentFact } from '../../functions/store/program-store.ts';
import type { Cells } from './cells.ts';
import { cellsReader } from './cells.ts';
import type { Column } from './folder.ts';
import { TABLES } from './folder.ts';
import type { Problem, Problems } from './problems.ts';
import type { Row } from './read-table.ts';
import { readTable } from './read-table.ts';

const KINDS = ['affiliate', 'creator', 'agency', 'reseller', 'referral'] as const satisfies readonly PartnerKind[];
export const STATUSES = ['applied', 'active', 'suspended', 'ended'] as const satisfies readonly EnrollmentStatus[];

/** A row of partners.csv: the partner, its membership and its coupon. */
interface PartnerRow {
  readonly line: number;
  readonly partner: Partner;
  readonly enrollment: EnrollmentFact;
  readonly coupon: Coupon | null;
}

/** The partners of a folder; `ids` also knows those whose row was refused, so that nobody who names them is blamed. */
export interface PartnersRead {
  readonly ids: ReadonlySet<PartnerId>;
  /** False where rows could not be read at all: whether there is a partner cannot be told then. */
  readonly isWhole: boolean;
  readonly partners: readonly Partner[];
  readonly enrollments: readonly EnrollmentFact[];
  readonly coupons: readonly Coupon[];
}

export async function readPartners(folder: string, problems: Problems): Promise<PartnersRead> {
  const cells = cellsReader<Column<'partners'>>(problems, null);
  const ids = new Set<PartnerId>();
  const rows = new Map<PartnerId, PartnerRow>();
  const couponRows = new Map<string, PartnerRow>();
  let file = '';
  await readTable(folder, TABLES.partners, problems, (row) => {
    file = row.file;
    cells.begin(row);
    const read = readRow(cells, row);
    ids.add(read.partner.partnerId);
    if (!cells.isSound()) return;
    const known = rows.get(read.partner.partnerId);
    if (known !== undefined) {
      if (!isSame(known, read)) cells.refuse('partner_id', repeatedReason(read.partner.partnerId, known.line));
      return;
    }
    const owner = read.coupon === null ? undefined : couponRows.get(read.coupon.code);
    if (read.coupon !== null && owner !== undefined) {
      cells.refuse(
        'coupon',
        `${shown(read.coupon.code)} is already ${owner.partner.partnerId}'s, on line ${owner.line}`,
      );
    }
    if (read.coupon !== null) couponRows.set(read.coupon.code, read);
    rows.set(read.partner.partnerId, read);
  });
  for (const { line, partner, enrollment } of rows.values()) {
    const reason = recruiterReason(partner.partnerId, enrollment.terms.recruitedBy, ids);
    if (reason !== null) problems.add({ file, line, field: 'recruited_by', reason });
  }
  const sound = [...rows.values()];
  return {
    ids,
    isWhole: !problems.all().some(isOfRows),
    partners: sound.map(({ partner }) => partner),
    enrollments: sound.map(({ enrollment }) => enrollment),
    coupons: sound.flatMap(({ coupon }) => coupon ?? []),
  };
}

/** Whether a problem of partners.csv keeps whole rows from being read. */
function isOfRows({ file, line, field }: Problem): boolean {
  return file.startsWith(`${TABLES.partners.name}.csv`) && (line === 1 || field === 'file' || field === 'row');
}

/** What is said of an id that comes again with other content. */
export function repeatedReason(id: string, line: number): string {
  return `${shown(id)} is also on line ${line}, with other content; an id is given once`;
}

function readRow(cells: Cells<Column<'partners'>>, row: Row<Column<'partners'>>): PartnerRow {
  const partnerId = cells.name('partner_id');
  const customerId = cells.idOrNull('customer_id');
  const partner = {
    partnerId,
    name: cells.oneLine('name'),
    kind: cells.oneOf('kind', KINDS),
    country: cells.countryOrNull('country'),
    customerIds: customerId === null ? [] : [customerId],
  };
  const terms = {
    status: cells.oneOf('status', STATUSES),
    tier: cells.textOrNull('tier'),
    segment: cells.textOrNull('segment'),
    recruitedBy: cells.nameOrNull('recruited_by'),
  };
  const joinedAt = cells.instant('joined_at');
  const endedAt = cells.instantOrNull('ended_at');
  if (endedAt !== null && endedAt <= joinedAt && cells.isSound()) {
    cells.refuse('ended_at', `must be after joined_at, got ${shown(row.cell('ended_at'))}`);
  }
  const enrollment = { partnerId, joinedAt, endedAt, terms };
  return { line: row.line, partner, enrollment, coupon: readCoupon(cells, partnerId) };
}

function readCoupon(cells: Cells<Column<'partners'>>, partnerId: PartnerId): Coupon | null {
  const text = cells.textOrNull('coupon');
  if (text === null) return null;
  const code = normaliseCoupon(text);
  if (code === '') cells.refuse('coupon', `must be a code or empty, got ${shown(text)}`);
  return { code, partnerId, validFrom: null, validTo: null };
}

function isSame(a: PartnerRow, b: PartnerRow): boolean {
  return canonical({ ...a, line: 0 }) === canonical({ ...b, line: 0 });
}

/** Why a partner cannot be recruited by another, or null. */
export function recruiterReason(
  partnerId: PartnerId,
  recruitedBy: PartnerId | null,
  ids: ReadonlySet<PartnerId>,
): string | null {
  if (recruitedBy === null) return null;
  if (recruitedBy === partnerId) return 'a partner cannot recruit itself';
  return ids.has(recruitedBy) ? null : unknownPartnerReason(recruitedBy);
}

const UNKNOWN_PARTNER = 'must be a partner of partners.csv, got ';

/** What is said of a partner that partners.csv does not have. */
export function unknownPartnerReason(partnerId: PartnerId): string {
  return `${UNKNOWN_PARTNER}${shown(partnerId)}`;
}

/** Takes everything but that a partner is unknown. */
export function exceptUnknownPartners(problems: Problems): Problems {
  return {
    ...problems,
    add: (problem) => {
      if (!problem.reason.startsWith(UNKNOWN_PARTNER)) problems.add(problem);
    },
  };
}
