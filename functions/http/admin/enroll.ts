import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { enroll as enrollPartner } from '../../usecases/terms/enroll.ts';
import { enrollmentAnswer } from '../wire.ts';

/** A partner joins a program. */
export const enroll = operation(programRoutes.enroll, async ({ deps, scope, body }) => {
  const enrollment = await enrollPartner(deps, { scope, enrollment: body });
  return { body: enrollmentAnswer(enrollment) };
});

export const handler = enroll.handlerOn(awsHost);
