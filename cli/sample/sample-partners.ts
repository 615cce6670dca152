import type { Coupon, Partner, PartnerKind } from '../../domain/partner/enrollment.ts';
import type { Instant } from '../../domain/time.ts';
import type { EnrollmentFact } from '../../functions/store/program-store.ts';

/** A partner of the sample with how much it brings: the more weight, the more clicks. */
export interface SamplePartner {
  readonly partner: Partner;
  readonly enrollment: EnrollmentFact;
  readonly coupon: Coupon | null;
  readonly weight: number;
  readonly linkIds: readonly string[];
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: PartnerKind;
  readonly weight: number;
  readonly tier?: string;
  readonly segment?: string;
  readonly country?: string;
  readonly recruitedBy?: string;
  readonly joined?: string;
  readonly ended?: string;
  readonly coupon?: string;
  readonly customer?: string;
  readonly isSuspended?: boolean;
}

const ROWS: readonly Row[] = [
  { id: 'ptn_sato', name: '佐藤 花子', kind: 'creator', weight: 12, tier: 'gold', coupon: 'HANAKO10' },
  {
    id: 'ptn_yamamoto',
    name: '山本 健太（お茶の時間ちゃんねる）',
    kind: 'creator',
    weight: 8,
    tier: 'silver',
    coupon: 'KENTA500',
  },
  { id: 'ptn_chalog', name: '茶ログ編集部', kind: 'affiliate', weight: 11, tier: 'gold' },
  { id: 'ptn_kissa', name: '喫茶めぐり', kind: 'affiliate', weight: 7, tier: 'silver', recruitedBy: 'ptn_chalog' },
  { id: 'ptn_gohan', name: 'ごはんと器', kind: 'affiliate', weight: 5, ended: '2026-10-20T00:00:00+09:00' },
  { id: 'ptn_kyoto', name: '京都観光案内株式会社', kind: 'agency', weight: 5, tier: 'gold' },
  { id: 'ptn_hayashi', name: '林広告事務所', kind: 'agency', weight: 4, tier: 'silver', recruitedBy: 'ptn_kyoto' },
  { id: 'ptn_wano', name: '合同会社和の暮らし', kind: 'reseller', weight: 12, tier: 'silver', segment: 'volume' },
  { id: 'ptn_yamashiro', name: '山城屋商店', kind: 'reseller', weight: 10, segment: 'volume', coupon: 'YAMASHIRO' },
  { id: 'ptn_leaf', name: 'Green Leaf Imports Ltd', kind: 'reseller', weight: 2, segment: 'volume', country: 'GB' },
  { id: 'ptn_tanaka', name: '田中 美咲', kind: 'referral', weight: 3, recruitedBy: 'ptn_sato', customer: 'cus_tanaka' },
  {
    id: 'ptn_suzuki',
    name: '鈴木 一郎',
    kind: 'referral',
    weight: 2,
    joined: '2026-10-10T00:00:00+09:00',
    coupon: 'ICHIRO5',
  },
  { id: 'ptn_mori', name: '森 さくら', kind: 'referral', weight: 1, isSuspended: true },
];

const JOINED = '2026-04-01T00:00:00+09:00';

export const SAMPLE_PARTNERS: readonly SamplePartner[] = ROWS.map((row) => ({
  partner: {
    partnerId: row.id,
    name: row.name,
    kind: row.kind,
    country: row.country ?? 'JP',
    customerIds: row.customer === undefined ? [] : [row.customer],
  },
  enrollment: {
    partnerId: row.id,
    joinedAt: at(row.joined ?? JOINED),
    endedAt: row.ended === undefined ? null : at(row.ended),
    terms: {
      status: row.isSuspended === true ? 'suspended' : 'active',
      tier: row.tier ?? null,
      segment: row.segment ?? 'standard',
      recruitedBy: row.recruitedBy ?? null,
    },
  },
  coupon: row.coupon === undefined ? null : { code: row.coupon, partnerId: row.id, validFrom: null, validTo: null },
  weight: row.weight,
  linkIds: ['top', 'matcha', 'gift'].map((page) => `${row.id.replace('ptn_', 'lnk_')}_${page}`),
}));

function at(time: string): Instant {
  return Date.parse(time);
}
