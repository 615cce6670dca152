import { programRoutes } from '../../contract/routes/program.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readEnrollment as read } from '../../usecases/terms/read-enrollments.ts';
import { enrollmentAnswer, instant } from '../wire.ts';

/** A membership as it stands today, with all its dated terms. */
export const readEnrollment = operation(programRoutes.readEnrollment, async ({ deps, scope, parameters }) => {
  const { enrollment, terms } = await read(deps, { scope, partnerId: parameters.partnerId });
  const dated = terms.map(({ from, value }) => ({ from: instant(from), ...value }));
  return { body: { ...enrollmentAnswer(enrollment), terms: dated } };
});

export const handler = readEnrollment.handlerOn(awsHost);
