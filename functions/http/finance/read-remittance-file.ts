import { payoutRoutes } from '../../contract/routes/payout.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { readRemittance } from '../../usecases/payout/remittance-file.ts';

/** Half-width kana are no UTF-8, so that nothing on the way may take a 全銀 file for text and write it anew. */
const TYPES = {
  zengin: 'application/octet-stream',
  nacha: 'text/plain; charset=us-ascii',
  'pain.001.001.03': 'application/xml',
  'pain.001.001.09': 'application/xml',
} as const;

/** The bytes that were approved. Reading them marks nothing: that the bank has them is said by itself. */
export const readRemittanceFile = operation(payoutRoutes.readRemittanceFile, async ({ deps, scope, parameters }) => {
  const { bytes, file } = await readRemittance(deps, scope, parameters.batchId);
  const headers = {
    'content-type': TYPES[file.format],
    'content-disposition': `attachment; filename="${file.fileName}"`,
    'content-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'cache-control': 'no-store',
  };
  return { headers, bytes };
});

export const handler = readRemittanceFile.handlerOn(awsHost);
