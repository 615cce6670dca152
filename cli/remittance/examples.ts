const SEPA = `  { "messageId": "PAYOUT-2026-11", "createdAt": "2026-12-14T09:00:00Z", "executionDate": "2026-12-15",
    "debtor": { "name": "Bunpai GmbH", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX" },
    "transfers": [{ "endToEndId": "P-1", "amount": "120.50", "text": "Commission November 2026",
      "creditor": { "name": "Jürgen Müller", "iban": "FR1420041010050500013M02606" } }] }`;

/** The shortest order of each format, for the help; a test writes and checks every one. */
export const EXAMPLES = {
  zengin: `  { "payer": { "clientCode": "1234567890", "name": "カ)ブンパイ",
      "account": { "bankCode": "0001", "branchCode": "001", "number": "1234567" } },
    "valueDate": "2026-12-25",
    "transfers": [{ "name": "ヤマダ タロウ", "amount": "12000",
      "account": { "bankCode": "0005", "branchCode": "123", "number": "7654321" } }] }`,
  'pain.001.001.03 and pain.001.001.09': SEPA,
  nacha: `  { "destination": { "routing": "021000021", "name": "CHASE" }, "origin": { "id": "1234567890", "name": "BUNPAI INC" },
    "company": { "name": "BUNPAI INC", "id": "1234567890", "description": "PAYOUT" },
    "createdAt": "2026-12-14T09:00", "effectiveDate": "2026-12-15", "entryClass": "PPD",
    "transfers": [{ "name": "JANE DOE", "routing": "011000015", "account": "123456789", "amount": "120.50", "id": "P-1" }] }`,
} as const;
