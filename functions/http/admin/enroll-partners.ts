import { bulkRoutes } from '../../contract/routes/bulk.ts';
import { enrollmentSchema } from '../../contract/schemas/partner.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { enroll } from '../../usecases/terms/enroll.ts';
import { bulkOperation } from '../bulk.ts';
import { enrollmentAnswer } from '../wire.ts';

/** Partners join a program. */
export const enrollPartners = bulkOperation(
  bulkRoutes.enrollPartners,
  enrollmentSchema,
  async ({ deps, scope }, enrollment) => enrollmentAnswer(await enroll(deps, { scope, enrollment })),
);

export const handler = enrollPartners.handlerOn(awsHost);
