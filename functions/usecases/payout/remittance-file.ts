import { createHash } from 'node:crypto';
import { DomainError } from '../../../domain/errors.ts';
import type { Scheme } from '../../../domain/payout/bank-account.ts';
import type { BankCalendarName } from '../../../domain/payout/bank-days.ts';
import type { BatchFile } from '../../../domain/payout/batch-file.ts';
import { fileNameOf, withoutNames } from '../../../domain/payout/batch-file.ts';
import type { Payee } from '../../../domain/payout/payee.ts';
import type { Batch, BatchItem } from '../../../domain/payout/payout.ts';
import type { RemittanceOrder, RemittanceToWrite } from '../../../domain/payout/remittance-order.ts';
import { remittanceOrder } from '../../../domain/payout/remittance-order.ts';
import { encodeNacha } from '../../../domain/remittance/encode-nacha.ts';
import { encodePain } from '../../../domain/remittance/encode-pain.ts';
import { encodeZengin } from '../../../domain/remittance/encode-zengin.ts';
import type { CheckContext, Encoded, Finding } from '../../../domain/remittance/finding.ts';
import type { Sentence } from '../../../domain/said.ts';
import { bankDaysOf } from '../../runtime/bank-days.ts';
import type { Deps } from '../../runtime/deps.ts';
import type { Scope } from '../../store/scope.ts';
import { mapLimited, WORK_AT_ONCE } from '../map-limited.ts';
import { programOf } from '../terms/load-terms.ts';
import { openAccount, partnerOwner, programOwner } from './payee-change.ts';
import { batchIn } from './payout-batch.ts';

/** Whose bank days count for each scheme. */
export const CALENDARS = { zengin: 'jp', sepa: 'target2', nacha: 'us-fed' } as const satisfies Record<
  Scheme,
  BankCalendarName
>;

/** What a file is made from: the batch, with the version of the account that it is paid from. */
export type BatchToWrite = RemittanceToWrite['batch'] & Pick<Batch, 'scheme' | 'payerRevision'>;

export interface WrittenFile {
  readonly file: BatchFile;
  /** Null where there is none. */
  readonly bytes: Uint8Array | null;
}

/** Writes the remittance file of a batch, judged as its bank would; the same batch is the same bytes for ever. */
export async function writeRemittance(deps: Deps, scope: Scope, batch: BatchToWrite): Promise<WrittenFile> {
  const { payerRevision, batchId, scheme } = batch;
  if (payerRevision === null) {
    return refused({
      en: `there is no account to pay ${scheme} from; draft one and approve it`,
      ja: `${scheme}の振込元口座がありません。登録し、承認を受けてください。`,
    });
  }
  const payer = await versionOf(deps, scope, { owner: programOwner(scope.programId), revision: payerRevision });
  if (payer.sending === null) {
    return refused({
      en: `the account ${payerRevision} does not say how its bank takes files`,
      ja: `振込元口座（版${payerRevision}）に銀行への送信条件がありません`,
    });
  }
  const account = await openAccount(deps, scope.merchantId, payer);
  const payees = await mapLimited(batch.items, WORK_AT_ONCE, (item) => accountOf(deps, scope, item));
  const order = remittanceOrder({ batch, payer: { account, sending: payer.sending }, payees });
  if (order === null) {
    return refused({
      en: `the account ${payerRevision} is of another scheme than its terms`,
      ja: `振込元口座（版${payerRevision}）の方式が送信条件と異なります`,
    });
  }
  const encoded = await encode(order, { on: batch.valueDate, isBankDay: bankDaysOf(CALENDARS[scheme]) });
  if (encoded.outcome === 'refused') {
    return { file: { outcome: 'refused', findings: withoutNames(encoded.findings) }, bytes: null };
  }
  const { bytes, warnings } = encoded;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { format } = order;
  const fileName = fileNameOf(batchId, format);
  const findings = withoutNames(warnings);
  return { file: { outcome: 'encoded', format, fileName, sha256, bytes: bytes.length, findings }, bytes };
}

export interface ApprovedFile {
  readonly file: Extract<BatchFile, { outcome: 'encoded' }>;
  readonly bytes: Uint8Array;
}

/** The file of a batch that may go to the bank, or did. */
export async function readRemittance(deps: Deps, scope: Scope, batchId: string): Promise<ApprovedFile> {
  await programOf(deps, scope);
  return await seenFile(deps, scope, await batchIn(deps, scope, batchId, ['approved', 'remitted']));
}

/** The file of a batch written again, which is byte for byte the one that was seen with it, or a refusal. */
export async function seenFile(deps: Deps, scope: Scope, batch: Batch): Promise<ApprovedFile> {
  const { file } = batch;
  const again = await writeRemittance(deps, scope, batch);
  const isSame = file.outcome === 'encoded' && again.file.outcome === 'encoded' && again.file.sha256 === file.sha256;
  if (isSame && again.bytes !== null) return { file, bytes: again.bytes };
  throw new DomainError('remittance.changed', {
    en: `the file of ${batch.batchId} would not be the one that was seen with it; cancel the batch and prepare it again`,
    ja: `${batch.batchId}の振込ファイルが確認時と異なります。支払バッチを取り消し、支払を準備し直してください。`,
  });
}

async function encode(made: RemittanceOrder, context: CheckContext): Promise<Encoded> {
  if (made.format === 'zengin') return encodeZengin(made.order, context);
  if (made.format === 'nacha') return encodeNacha(made.order, context);
  const encoded = encodePain(made.order, made.format, context);
  if (encoded.outcome === 'refused') return encoded;
  // What domain rules let through must also fit the schema, which is no part of the domain.
  // Its checker is large, so only a batch that is paid so loads it.
  const { checkPainFile } = await import('../../remittance/xml-document.ts');
  const found = checkPainFile(encoded.bytes, made.format, context);
  return found.some(isReject) ? { outcome: 'refused', findings: found.filter(isReject) } : encoded;
}

const isReject = ({ severity }: Finding): boolean => severity === 'reject';

const refused = ({ en: reason, ja }: Sentence): WrittenFile => ({
  file: { outcome: 'refused', findings: [{ record: 0, severity: 'reject', reason, ja }] },
  bytes: null,
});

async function accountOf(deps: Deps, scope: Scope, { partnerId, payeeRevision: revision }: BatchItem) {
  const payee = await versionOf(deps, scope, { owner: partnerOwner(partnerId), revision });
  return await openAccount(deps, scope.merchantId, payee);
}

async function versionOf({ stores }: Deps, { merchantId }: Scope, of: Pick<Payee, 'owner' | 'revision'>) {
  const history = await stores.payees.payees(merchantId, of.owner);
  const found = history.find(({ revision }) => revision === of.revision);
  if (found !== undefined) return found;
  throw new DomainError('payee.not-found', {
    en: `${of.owner} has no bank details ${of.revision}`,
    ja: `${of.owner}に口座情報の版${of.revision}はありません`,
  });
}
