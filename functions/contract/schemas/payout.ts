import * as z from 'zod';
import type { BankAccount } from '../../../domain/payout/bank-account.ts';
import { RELEASE_REASONS } from '../../../domain/payout/screening.ts';
import type { SendingTerms } from '../../../domain/payout/sending-terms.ts';
import type { IbanFault } from '../../../domain/remittance/iban.ts';
import { ibanFault } from '../../../domain/remittance/iban.ts';
import type { Letters } from '../../../domain/remittance/latin-text.ts';
import { ASCII_LETTERS, latinText, SEPA_LETTERS } from '../../../domain/remittance/latin-text.ts';
import { isRoutingNumber } from '../../../domain/remittance/routing-number.ts';
import { ZENGIN_DEFAULTS } from '../../../domain/remittance/zengin-order.ts';
import { normalText } from '../../../domain/remittance/zengin-text.ts';
import type { Sentence } from '../../../domain/said.ts';
import { shown } from '../shown.ts';
import { told } from '../told.ts';
import { countrySchema, dateSchema, moneySchema, textSchema } from './common.ts';

const digits = (count: number) =>
  z.string().regex(new RegExp(`^\\d{${count}}$`), {
    error: ({ input }) =>
      told({
        en: `must be ${count} digits, got ${shown(input)}`,
        ja: `数字${count}桁で指定してください（入力値: ${shown(input, 'ja')}）`,
      }),
  });
const routing = digits(9).refine(isRoutingNumber, {
  error: ({ input }) =>
    told({
      en: `must be a routing number, with a check digit that fits, got ${shown(input)}`,
      ja: `チェックディジットの正しいルーティング番号で指定してください（入力値: ${shown(input, 'ja')}）`,
    }),
});
/** A name in letters that banks of a scheme take: what would be refused with the whole file is refused here. */
const holder = (letters: Letters, lengthMax: number | null) =>
  textSchema.superRefine((name, context) => {
    const latin = latinText(name, letters);
    if (latin.outcome === 'refused') context.addIssue({ code: 'custom', message: told(latin.reason) });
    else if (lengthMax !== null && latin.text.length > lengthMax) {
      const message = told({
        en: `must have at most ${lengthMax} letters as banks take them, got ${latin.text.length}`,
        ja: `銀行が受け付ける文字に直して${lengthMax}文字以内にしてください（入力値: ${latin.text.length}文字）`,
      });
      context.addIssue({ code: 'custom', message });
    }
  });
/** Tells of an IBAN without showing it. */
function ibanRefusal(iban: string, fault: IbanFault): Sentence {
  const country = iban.slice(0, 2);
  const got = iban.length;
  if ('length' in fault) {
    return {
      en: `must be an IBAN: ${country} has ${fault.length} characters, got ${got}`,
      ja: `IBANが正しくありません。${country}のIBANは${fault.length}桁です（入力値: ${got}桁）`,
    };
  }
  return {
    form: {
      en: `must be an IBAN: two letters for the country, two digits, and up to 30 letters and digits, got ${got} characters`,
      ja: `IBANは国コード（英字2文字）、数字2桁、英数字30文字以内の順に指定してください（入力値: ${got}文字）`,
    },
    country: {
      en: `must be an IBAN: the banks of ${country} have none`,
      ja: `IBANが正しくありません。${country}の銀行にIBANはありません。`,
    },
    'check-digits': {
      en: 'must be an IBAN: its check digits do not fit, a letter or digit is wrong',
      ja: 'IBANが正しくありません。チェックディジットが合わないため、入力誤りがあります。',
    },
  }[fault.wrong];
}
/** Not shown again: it is what is kept encrypted. */
const accountNumber = (pattern: RegExp, form: Sentence) =>
  z.string().regex(pattern, {
    error: ({ input }) => {
      const { length } = String(input);
      const en = `must be ${form.en}, got ${length} characters`;
      return told({ en, ja: `${form.ja}で指定してください（入力値: ${length}文字）` });
    },
  });
const spaceless = z.string().transform((text) => text.replace(/ /g, '').toUpperCase());

const zenginSchema = z.strictObject({
  scheme: z.literal('zengin'),
  bankCode: digits(4),
  branchCode: digits(3),
  accountType: z.enum(['ordinary', 'current', 'savings', 'other']),
  accountNumber: accountNumber(/^\d{7}$/, { en: '7 digits', ja: '数字7桁' }),
  /** 口座名義カナ, in letters that banks take: what would be refused with the whole file is refused here. */
  holder: textSchema.superRefine((name, context) => {
    const normal = normalText(name, 'name');
    if (normal.outcome === 'refused') context.addIssue({ code: 'custom', message: told(normal.reason) });
  }),
});

const sepaSchema = z.strictObject({
  scheme: z.literal('sepa'),
  iban: spaceless.superRefine((iban, context) => {
    const fault = ibanFault(iban);
    if (fault !== null) context.addIssue({ code: 'custom', message: told(ibanRefusal(iban, fault)) });
  }),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, {
      error: ({ input }) =>
        told({
          en: `must be a BIC of 8 or 11 capital letters and digits, got ${shown(input)}`,
          ja: `BICは大文字と数字の8桁または11桁で指定してください（入力値: ${shown(input, 'ja')}）`,
        }),
    })
    .nullish()
    .transform((bic) => bic ?? null),
  holder: holder(SEPA_LETTERS, 70),
});

const nachaSchema = z.strictObject({
  scheme: z.literal('nacha'),
  routingNumber: routing,
  accountNumber: accountNumber(/^[A-Za-z0-9-]{4,17}$/, {
    en: '4 to 17 letters, digits or hyphens',
    ja: '英数字またはハイフン4～17文字',
  }),
  accountType: z.enum(['checking', 'savings']),
  holderKind: z.enum(['person', 'company']).default('person'),
  holder: holder(ASCII_LETTERS, null),
});

/** A bank account to be paid to. */
export const payeeSchema = z
  .discriminatedUnion('scheme', [zenginSchema, sepaSchema, nachaSchema])
  .transform((account): BankAccount => account);

const bankName = z
  .string()
  .max(15, told({ en: 'must have at most 15 characters', ja: '15文字以内にしてください' }))
  .default('')
  .superRefine((name, context) => {
    const normal = normalText(name, 'bank');
    if (normal.outcome === 'refused') context.addIssue({ code: 'custom', message: told(normal.reason) });
  });
const zenginSendingSchema = z
  .strictObject({
    clientCode: z.string().regex(
      /^\d{1,10}$/,
      told({
        en: 'must be the 委託者コード of the bank, up to ten digits',
        ja: '銀行から付与された委託者コード（10桁以内の数字）を指定してください',
      }),
    ),
    bankName,
    branchName: bankName,
    options: z
      .strictObject({
        lineEnd: z.enum(['crlf', 'lf', 'none']).default(ZENGIN_DEFAULTS.lineEnd),
        eof1a: z.boolean().default(ZENGIN_DEFAULTS.eof1a),
        designation: z.enum(['7', '8', '0', ' ']).default(ZENGIN_DEFAULTS.designation),
        wo: z.enum(['allow', 'warn', 'refuse']).default(ZENGIN_DEFAULTS.wo),
        cutsNames: z.boolean().default(ZENGIN_DEFAULTS.cutsNames),
      })
      .prefault({})
      .transform((options) => ({ ...ZENGIN_DEFAULTS, ...options })),
  })
  .transform((terms): SendingTerms => ({ format: 'zengin', ...terms }));

const line = z
  .string()
  .max(70, told({ en: 'must have at most 70 characters', ja: '70文字以内にしてください' }))
  .default('');
const sepaSendingSchema = z
  .strictObject({
    format: z.enum(['pain.001.001.03', 'pain.001.001.09']).default('pain.001.001.09'),
    batchBooking: z.boolean().default(true),
    address: z
      .strictObject({
        street: line,
        building: z
          .string()
          .max(16, told({ en: 'must have at most 16 characters', ja: '16文字以内にしてください' }))
          .default(''),
        postCode: z
          .string()
          .max(16, told({ en: 'must have at most 16 characters', ja: '16文字以内にしてください' }))
          .default(''),
        town: textSchema.max(35, told({ en: 'must have at most 35 characters', ja: '35文字以内にしてください' })),
        country: countrySchema,
        lines: z
          .array(textSchema.max(70, told({ en: 'must have at most 70 characters', ja: '70文字以内にしてください' })))
          .max(2)
          .default([]),
      })
      .nullable()
      .default(null),
  })
  .transform((terms): SendingTerms => terms);

const bankText = (length: number) =>
  z.string().max(length, told({ en: `must have at most ${length} characters`, ja: `${length}文字以内にしてください` }));
const nachaSendingSchema = z
  .strictObject({
    destination: z.strictObject({ routing, name: bankText(23) }),
    origin: z.strictObject({
      id: z
        .string()
        .regex(
          /^[A-Z0-9]{1,10}$/,
          told({ en: 'must be up to ten digits or capital letters', ja: '数字または大文字10文字以内にしてください' }),
        ),
      name: bankText(23),
    }),
    company: z.strictObject({
      id: bankText(10).min(1, told({ en: 'must not be empty', ja: '空にはできません' })),
      name: bankText(16).min(1, told({ en: 'must not be empty', ja: '空にはできません' })),
      odfi: digits(8).optional(),
      description: bankText(10)
        .min(1, told({ en: 'must not be empty', ja: '空にはできません' }))
        .default('PAYOUT'),
    }),
    lineEnd: z.enum(['lf', 'crlf']).default('lf'),
  })
  .transform(({ company, ...terms }): SendingTerms => {
    const odfi = company.odfi ?? terms.destination.routing.slice(0, 8);
    return { format: 'nacha', ...terms, company: { ...company, odfi } };
  });

/** An account to pay from, with how its bank takes files. */
export const payerAccountSchema = z
  .discriminatedUnion('scheme', [
    zenginSchema.extend({ accountType: z.enum(['ordinary', 'current', 'other']), sending: zenginSendingSchema }),
    sepaSchema.extend({ sending: sepaSendingSchema.prefault({}) }),
    nachaSchema.extend({ sending: nachaSendingSchema }),
  ])
  .transform(({ sending, ...account }) => ({ account: account satisfies BankAccount as BankAccount, sending }));

const RESULTS_MAX = 2000;
const hash = z
  .string()
  .regex(
    /^[0-9a-f]{64}$/,
    told({ en: 'must be a SHA-256 in lower-case hexadecimal digits', ja: 'SHA-256を小文字の16進数で指定してください' }),
  );

/** Why signs of abuse do not hold a payout any longer, as a code and in words. */
export const releaseSchema = z.strictObject({ reasonCode: z.enum(RELEASE_REASONS), note: textSchema });

/** What the approver saw. */
export const seenBatchSchema = z.strictObject({ contentHash: hash });

/** Which file the bank has. */
export const handedOverSchema = z.strictObject({ fileHash: hash });

/** What the bank took for the transfers of a batch in another currency, in the program's. */
export const exchangeSchema = z.strictObject({
  paid: moneySchema.refine(({ minor }) => minor > 0n, {
    error: told({
      en: 'must be more than 0: transfers were paid',
      ja: '0より大きい金額を指定してください。振込は支払済みです。',
    }),
    path: ['amount'],
  }),
  date: dateSchema,
  reference: textSchema,
});

/** A report of the bank on the transfers of a batch. */
export const resultsSchema = z.strictObject({
  date: dateSchema,
  others: z.enum(['confirmed', 'waiting']).default('waiting'),
  results: z
    .array(
      z.strictObject({
        payoutId: z.string().min(1).max(2000),
        outcome: z.enum(['confirmed', 'returned', 'rejected']),
        reference: textSchema.optional().transform((reference) => reference ?? ''),
        reason: textSchema.optional().transform((reason) => reason ?? ''),
      }),
    )
    .max(RESULTS_MAX),
});

/** What banks report in; the readers have the same names. */
export const resultFormatSchema = z.enum(['csv', 'zengin', 'nacha', 'pain.002.001.03', 'pain.002.001.10']);
