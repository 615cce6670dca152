import type { FolderEnrollment } from '../folder/dated-terms.ts';
import type { Folder } from '../folder/folder.ts';
import type { Progress } from '../progress.ts';
import type { Callers } from './callers.ts';
import { inParallel } from './in-parallel.ts';
import { couponBody, enrollmentBody, openingsBody, partnerBody, planBody, programBody, termsBody } from './wire.ts';

const PARALLEL = 8;

/** Creates the program with its plans and rates, the partners and their memberships, links and coupons. */
export async function setUp(callers: Callers, folder: Folder, progress: Progress): Promise<void> {
  const { admin } = callers;
  const { program, partners, coupons } = folder;
  const { programId } = program;
  const links = linksOf(folder);
  const enrollments = recruitersFirst(folder.enrollments);
  const changes = enrollments.flatMap(({ partnerId, changes: own = [] }) =>
    own.map((change) => ({ partnerId, ...change })),
  );
  const total =
    1 +
    folder.plans.length +
    folder.rates.length +
    partners.length +
    enrollments.length +
    changes.length +
    links.length +
    coupons.length;
  const phase = progress.phase('program, partners, links, coupons', total);
  const told = async (asked: Promise<unknown>) => {
    await asked;
    phase.advance();
  };
  const each = <T>(items: readonly T[], ask: (item: T) => Promise<unknown>) =>
    inParallel(items, PARALLEL, (item) => told(ask(item)));

  await told(admin.createProgram({ body: programBody(program) }));
  // A plan may name partners, and a membership its recruiter, so these come first.
  await each(partners, (partner) => admin.createPartner({ body: partnerBody(partner) }));
  for (const plan of folder.plans) await told(admin.publishPlan({ programId, body: planBody(plan) }));
  await each(folder.rates, (rate) => admin.recordRate({ programId, body: rate }));
  for (const enrollment of enrollments) await told(admin.enroll({ programId, body: enrollmentBody(enrollment) }));
  for (const { partnerId, ...change } of changes) {
    await told(admin.changeTerms({ programId, partnerId, body: termsBody(change) }));
  }
  await each(links, (link) => admin.createLink({ programId, body: link }));
  await each(coupons, (coupon) => admin.createCoupon({ programId, body: couponBody(coupon) }));
  await takeOver(callers, folder);
  phase.done();
}

/** Balances from before the program moved in, drafted by one and approved by another. */
async function takeOver({ finance, approver }: Callers, folder: Folder): Promise<void> {
  const { programId, currency } = folder.program;
  const body = openingsBody(folder.openings ?? [], currency);
  if (body === null) return;
  await finance.draftOpenings({ programId, body });
  await approver.decideOpenings({ programId, importId: body.importId, decision: 'approve' });
}

/** Links of the clicks, to the first host that the program allows; a program that allows none has no links of ours. */
function linksOf({ clicks, program }: Folder) {
  const [host] = program.tracking.allowedHosts;
  if (host === undefined) return [];
  const links = new Map<string, { linkId: string; partnerId: string; destination: string }>();
  for (const { linkId, partnerId } of clicks) {
    if (linkId !== null) links.set(linkId, { linkId, partnerId, destination: `https://${host}/` });
  }
  return [...links.values()];
}

function recruitersFirst(enrollments: readonly FolderEnrollment[]): readonly FolderEnrollment[] {
  const byPartner = new Map(enrollments.map((enrollment) => [enrollment.partnerId, enrollment]));
  const ordered = new Set<FolderEnrollment>();
  const visit = (enrollment: FolderEnrollment, seen: ReadonlySet<FolderEnrollment>) => {
    if (seen.has(enrollment)) return;
    const recruiter = byPartner.get(enrollment.terms.recruitedBy ?? '');
    if (recruiter !== undefined) visit(recruiter, new Set([...seen, enrollment]));
    ordered.add(enrollment);
  };
  for (const enrollment of enrollments) visit(enrollment, new Set());
  return [...ordered];
}
