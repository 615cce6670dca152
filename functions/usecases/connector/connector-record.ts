import type { Connector, ConnectorSecret } from '../../../domain/connector/connector.ts';
import { goodSecrets, rotated } from '../../../domain/connector/connector.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { MerchantId } from '../../../domain/ids.ts';
import { canonical } from '../../../domain/integrity/canonical.ts';
import type { Instant } from '../../../domain/time.ts';
import { secretRefusal } from '../../connector/signatures.ts';
import type { Deps } from '../../runtime/deps.ts';
import { sealContext } from '../../runtime/seal-context.ts';
import type { Scope } from '../../store/scope.ts';
import type { SeenRevision } from '../revision.ts';
import { refuseOtherRevision } from '../revision.ts';
import { programOf } from '../terms/load-terms.ts';

export type ConnectorSettings = Pick<Connector, 'account' | 'takesTests' | 'isActive' | 'mapping'>;
const ID_LENGTH = 24;
const ENDING_LENGTH = 4;

/** Connects a vendor under a name; the same again is the same connector, other content is refused. */
export async function createConnector(
  deps: Deps,
  command: ConnectorSettings & Pick<Connector, 'name' | 'kind'> & { scope: Scope; secret: string | null; by: string },
): Promise<{ readonly connector: Connector; readonly isNew: boolean }> {
  const { scope, secret, by, name, kind, account, takesTests, isActive, mapping } = command;
  await programOf(deps, scope);
  if (secret !== null) refuseUnfit(mapping, secret);
  const { merchantId, programId } = scope;
  const connectorId = `con_${deps.sha256(canonical([merchantId, programId, name])).slice(0, ID_LENGTH)}`;
  const secrets = secret === null ? [] : [await sealedSecret(deps, { merchantId, connectorId, secret })];
  const whose = { connectorId, merchantId, programId, name, kind };
  const settings = { account, takesTests, isActive, mapping };
  const next: Connector = { ...whose, ...settings, secrets, revision: 1, changedAt: deps.now(), changedBy: by };
  if (await deps.stores.connectors.advanceConnector(null, next)) return { connector: next, isNew: true };
  const there = await deps.stores.connectors.connector(connectorId);
  if (there !== null && contentOf(there) === contentOf(next)) return { connector: there, isNew: false };
  throw new DomainError('connector.conflict', {
    en: `connector "${name}" exists with other content: change it instead`,
    ja: `内容の異なるコネクタ"${name}"が登録済みです。そのコネクタを変更してください。`,
  });
}

/** Whose connector is changed, by whom, and which revision they saw. */
interface OwnChange {
  readonly merchantId: MerchantId;
  readonly connectorId: string;
  readonly by: string;
  readonly seen: SeenRevision;
}

export async function changeConnector(
  deps: Deps,
  command: OwnChange & { settings: ConnectorSettings },
): Promise<Connector> {
  const connector = await ownConnector(deps, command);
  const { settings, by, seen } = command;
  if ((connector.kind === 'signed') !== (settings.mapping !== null)) {
    const message =
      connector.kind === 'signed'
        ? { en: 'is required: how messages are read', ja: '必須です（メッセージの項目の対応表）' }
        : {
            en: `is not for the kind ${connector.kind}, whose form is known`,
            ja: `種類${connector.kind}は形式が決まっているため指定できません`,
          };
    throw new DomainError('request.invalid', message, { field: 'mapping' });
  }
  return await advanced(deps, connector, { ...connector, ...settings, changedBy: by }, seen);
}

/** The new secret is good at once; the one before for some time yet, so that the vendor can change over. */
export async function rotateSecret(
  deps: Deps,
  command: OwnChange & { secret: string; earlierGoodUntil: Instant },
): Promise<Connector> {
  const connector = await ownConnector(deps, command);
  const { secret, earlierGoodUntil, by, seen } = command;
  refuseUnfit(connector.mapping, secret);
  const next = await sealedSecret(deps, { ...connector, secret });
  // A retry finds its secret there.
  if (connector.secrets[0]?.print === next.print) return connector;
  const secrets = rotated(connector.secrets, next, earlierGoodUntil);
  return await advanced(deps, connector, { ...connector, secrets, changedBy: by }, seen);
}

export async function listConnectors(deps: Deps, merchantId: MerchantId): Promise<readonly Connector[]> {
  return await deps.stores.connectors.connectors(merchantId);
}

/** A connector of the caller's merchant; that of another is not there. */
export async function ownConnector(
  deps: Deps,
  { merchantId, connectorId }: { readonly merchantId: MerchantId; readonly connectorId: string },
): Promise<Connector> {
  const connector = await deps.stores.connectors.connector(connectorId);
  if (connector?.merchantId === merchantId) return connector;
  throw new DomainError('connector.not-found', {
    en: `there is no connector "${connectorId}"`,
    ja: `コネクタ"${connectorId}"は見つかりません`,
  });
}

/** The connector that an address names, for whoever has no token; one that is switched off is not there. */
export async function addressedConnector(deps: Deps, connectorId: string, kind: Connector['kind']): Promise<Connector> {
  const connector = await deps.stores.connectors.connector(connectorId);
  if (connector?.kind === kind && connector.isActive) return connector;
  throw new DomainError('connector.not-found', {
    en: `there is no ${kind} connector "${connectorId}"`,
    ja: `種類${kind}のコネクタ"${connectorId}"は見つかりません`,
  });
}

/** The secrets that are good now, in plain text. */
export async function openSecrets(deps: Deps, connector: Connector): Promise<readonly string[]> {
  const context = contextOf(connector);
  return await Promise.all(goodSecrets(connector, deps.now()).map(({ sealed }) => deps.cipher.open(sealed, context)));
}

function refuseUnfit(mapping: Connector['mapping'], secret: string): void {
  const reason = secretRefusal(mapping, secret);
  if (reason !== null) throw new DomainError('request.invalid', reason, { field: 'secret' });
}

/** The same again changes nothing, also with an old tag. */
async function advanced(deps: Deps, before: Connector, after: Connector, seen: SeenRevision): Promise<Connector> {
  if (contentOf(before) === contentOf(after)) return before;
  const { name, revision } = before;
  const called = { en: `connector "${name}"`, ja: `コネクタ"${name}"` };
  refuseOtherRevision({ name: called, revision, code: 'connector.edited' }, seen);
  const next = { ...after, revision: before.revision + 1, changedAt: deps.now() };
  if (await deps.stores.connectors.advanceConnector(before, next)) return next;
  throw new DomainError('connector.moved-on', {
    en: `connector "${before.name}" was changed meanwhile; read it again`,
    ja: `コネクタ"${before.name}"はその間に変更されました。もう一度読み込んでください。`,
  });
}

async function sealedSecret(
  deps: Deps,
  { secret, ...whose }: Pick<Connector, 'merchantId' | 'connectorId'> & { readonly secret: string },
): Promise<ConnectorSecret> {
  const context = contextOf(whose);
  const [sealed, print] = await Promise.all([
    deps.cipher.seal(secret, context),
    deps.cipher.fingerprint(canonical([context, secret])),
  ]);
  return { sealed, print, ending: secret.slice(-ENDING_LENGTH), goodUntil: null };
}

function contextOf({ merchantId, connectorId }: Pick<Connector, 'merchantId' | 'connectorId'>): string {
  return sealContext('connector', merchantId, connectorId);
}

/** Sealed twice, one secret looks different; its print does not. */
function contentOf({ revision: _, changedAt: _at, changedBy: _by, secrets, ...content }: Connector): string {
  return canonical([content, secrets.map(({ print, goodUntil }) => [print, goodUntil])]);
}
