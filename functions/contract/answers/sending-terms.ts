import * as z from 'zod';
import type { SendingTerms } from '../../../domain/payout/sending-terms.ts';

/** How the bank of a paying account takes files. */
export const sendingTerms = z
  .discriminatedUnion('format', [
    z.object({
      format: z.literal('zengin'),
      clientCode: z.string(),
      bankName: z.string(),
      branchName: z.string(),
      options: z.object({
        lineEnd: z.enum(['crlf', 'lf', 'none']),
        eof1a: z.boolean(),
        designation: z.enum(['7', '8', '0', ' ']),
        unusedCodes: z.enum(['zeros', 'spaces']),
        wo: z.enum(['allow', 'warn', 'refuse']),
        cutsNames: z.boolean(),
      }),
    }),
    z.object({
      format: z.enum(['pain.001.001.03', 'pain.001.001.09']),
      batchBooking: z.boolean(),
      address: z
        .object({
          ...{ street: z.string(), building: z.string(), postCode: z.string(), town: z.string(), country: z.string() },
          lines: z.array(z.string()),
        })
        .nullable(),
    }),
    z.object({
      format: z.literal('nacha'),
      destination: z.object({ routing: z.string(), name: z.string() }),
      origin: z.object({ id: z.string(), name: z.string() }),
      company: z.object({ id: z.string(), name: z.string(), odfi: z.string(), description: z.string() }),
      lineEnd: z.enum(['lf', 'crlf']).optional(),
    }),
  ])
  .meta({
    id: 'SendingTerms',
    description: 'As they were given; null for an account that is paid to',
  }) satisfies z.ZodType<SendingTerms>;
