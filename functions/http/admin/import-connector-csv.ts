import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { importCsv } from '../../usecases/connector/import-csv.ts';

/** What became of each row. */
export const importConnectorCsv = operation(
  connectorRoutes.importConnectorCsv,
  async ({ deps, caller, parameters, body }) => {
    const connector = await ownConnector(deps, { merchantId: caller.merchantId, ...parameters });
    return { body: { results: await importCsv(deps, connector, body) } };
  },
);

export const handler = importConnectorCsv.handlerOn(awsHost);
