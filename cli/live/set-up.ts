import type { FolderEnrollment } from '../folder/dated-terms.ts';
import type { Folder } from '../folder/folder.ts';
import type { Callers } from './callers.ts';
import { inParallel } from './in-parallel.ts';
import type { Progress } from './progress.ts';
import { couponBody, enrollmentBody, openingsBody, partnerBody, programBody, termsBody } from './wire.ts';

const PARALLEL = 8;

/** Creates the program with its plans and rates, the partners and their memberships, links and coupons. */
export async function setUp(callers: Callers, folder: Folder, progress: Progress): Promise<void> {
  const { admin } = callers;
  const { program, partners, coupons } = folder;
  const inProgram = `/v1/programs/${encodeURIComponent(program.programId)}`;
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
  const post = async (path: string, body: unknown) => {
    await admin.post(path, body);
    phase.advance();
  };

  await post('/v1/programs', programBody(program));
  // A plan may name partners, and a membership its recruiter, so these come first.
  await inParallel(partners, PARALLEL, (partner) => post('/v1/partners', partnerBody(partner)));
  for (const plan of folder.plans) await post(`${inProgram}/plans`, plan);
  await inParallel(folder.rates, PARALLEL, (rate) => post(`${inProgram}/rates`, rate));
  for (const enrollment of enrollments) await post(`${inProgram}/enrollments`, enrollmentBody(enrollment));
  for (const { partnerId, ...change } of changes) {
    await post(`${inProgram}/enrollments/${encodeURIComponent(partnerId)}/terms`, termsBody(change));
  }
  await inParallel(links, PARALLEL, (link) => post(`${inProgram}/links`, link));
  await inParallel(coupons, PARALLEL, (coupon) => post(`${inProgram}/coupons`, couponBody(coupon)));
  await takeOver(callers, inProgram, folder);
  phase.done();
}

/** Balances from before the program moved in, drafted by one and approved by another. */
async function takeOver({ finance, approver }: Callers, inProgram: string, folder: Folder): Promise<void> {
  const body = openingsBody(folder.openings ?? [], folder.program.currency);
  if (body === null) return;
  await finance.put(`${inProgram}/opening-balances`, body);
  await approver.post(`${inProgram}/opening-balances/${encodeURIComponent(body.importId)}/approve`);
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
