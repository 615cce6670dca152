import { languageOf } from '../../contract/problem.ts';
import { connectorRoutes } from '../../contract/routes/connector.ts';
import { awsHost } from '../../runtime/aws/host.ts';
import { operation } from '../../runtime/operation/operation.ts';
import { inLanguage } from '../../runtime/operation/stack.ts';
import { ownConnector } from '../../usecases/connector/connector-record.ts';
import { importCsv } from '../../usecases/connector/import-csv.ts';

/** What became of each row. */
export const importConnectorCsv = operation(
  connectorRoutes.importConnectorCsv,
  async ({ deps, caller, parameters, body, headers }) => {
    const connector = await ownConnector(deps, { merchantId: caller.merchantId, ...parameters });
    const language = languageOf(headers['accept-language']);
    const results = await importCsv(deps, connector, { ...body, language });
    return { headers: inLanguage(language), body: { results } };
  },
);

export const handler = importConnectorCsv.handlerOn(awsHost);
