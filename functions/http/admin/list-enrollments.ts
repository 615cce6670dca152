import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { programOf } from '../../usecases/terms/load-terms.ts';
import { enrollmentsNow } from '../../usecases/terms/read-enrollments.ts';
import { pageFrom } from '../page.ts';
import { enrollmentAnswer } from '../wire.ts';

/** Who takes part in a program, by partner, on the terms of today: all, or those of one status or tier. */
export const listEnrollments = operation(programRoutes.listEnrollments, async ({ deps, scope, query }) => {
  await programOf(deps, scope);
  const { status, tier, ...page } = query;
  const { items, next } = await pageFrom(
    (rows) => enrollmentsNow(deps, scope, rows),
    page,
    ({ partnerId }) => partnerId,
    ({ terms }) => (status === undefined || terms.status === status) && (tier === undefined || terms.tier === tier),
  );
  return { body: { enrollments: items.map(enrollmentAnswer), next } };
});

export const handler = listEnrollments.handlerOn(awsHost);
