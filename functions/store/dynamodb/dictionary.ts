/**
 * What the items of a kind have in common, so that a small one compresses as well as a large one. Stored items are read with
 * it for ever: never change it. A better one becomes a second version beside it, with an encoding number of its own.
 * What is met most often stands last, where it is cheapest to point at.
 */
const SAMPLES = [
  '{"code":"","partnerId":"ptn_","validFrom":null,"validTo":null}',
  '{"destination":"https://www.","linkId":"lnk_","merchantId":"mer_","partnerId":"ptn_","programId":"prg_"}',
  '{"country":"JP","customerIds":[],"kind":"affiliate","name":"株式会社","partnerId":"ptn_"}creatoragencyresellerreferral',
  '{"from":1,"partnerId":"ptn_","value":{"recruitedBy":null,"segment":null,"status":"active","tier":null}}',
  '{"endedAt":null,"joinedAt":1,"partnerId":"ptn_","terms":{"recruitedBy":null,"segment":null,"status":"active","tier":null}}',
  '{"date":"20","from":"USD","rate":"1.","to":"JPY"}EURGBPKRWCNY',
  '{"attribution":{"clickDedupeSeconds":0,"coupon":"wins","lookbackDays":30,"minSecondsToConvert":0,"model":{"name":"last-touch"}},' +
    '"settlement":{"period":"month","thresholdMinor":"0"},"timezone":"Asia/Tokyo","tracking":{"allowedHosts":[],"clickIdParameter":"bpid"}}',
  '{"base":{"includeShipping":false,"includeTax":false},"bonuses":[],"effectiveFrom":"20","holdDays":30,"overrides":{"of":"commission","rates":[]},' +
    '"rounding":"half-even","rules":[{"id":"","pay":{"rate":"0.05"},"when":{}}],"shares":[],"version":1}',
  '{"approvedAt":null,"approvedBy":null,"calculatedAt":null,"closedAt":null,"manifestHash":null,"payoutRunAt":null,"periodId":"20",' +
    '"previousPeriodId":null,"runId":null,"sealedAt":null,"sealedBy":null,"status":"open"}sealedcalculatedapprovedclosed',
  '{"currency":"JPY","issuedAt":17,"partnerId":"ptn_","payableMinor":"","payoutMinor":"","periodId":"20","programId":"prg_","runId":"","statementId":"stm_"}',
  '"cause":{"bonusId":"","type":"bonus","window":"month"},"cause":{"level":1,"recruitedPartnerId":"ptn_","type":"override"},' +
    '"cause":{"statementId":"","type":"statement"}clawbacktrue-upbonusoverridepayout/in-payout',
  '{"amountMinor":"","cause":"refund","conversionId":"","currency":"JPY","lineId":null,"occurredAt":17,"quantity":null,"reversalId":"rev_"}' +
    'chargebackcancellationfraudduplicateother',
  '{"attribution":{"outcome":"unattributed","reason":"no-touchpoint","refused":[{"id":"","occurredAt":17,"partnerId":"","reason":"outside-lookback","type":"click"}]},' +
    '"waitsFor":"rate.missing"}no-eligible-touchpointafter-conversiontoo-soonnot-enrolled-at-touchnot-enrolled-at-conversionunknown-partnerbotself-referralrepeatbeyond-limit',
  '"basis":"coupon","named-partner","model":"first-touch"position-basedtime-decaylinear',
  '{"clickId":"bp_","isBot":false,"linkId":"lnk_","occurredAt":17,"partnerId":"ptn_","visitorId":"vis_"}',
  '{"cause":{"conversionId":"ord_","lines":[{"amountMinor":"1","lineId":"1","ruleId":"base"},{"amountMinor":"2","lineId":"2","ruleId":"base"}],"type":"conversion"},' +
    '"currency":"JPY","effectiveAt":17,"entryId":"","kind":"release","merchantId":"mer_","partnerId":"ptn_","periodId":"20","postings":[{"amountMinor":"","from":"partner/ptn_/held","to":"partner/ptn_/payable"}],"programId":"prg_"}' +
    '"kind":"accrual""postings":[{"amountMinor":"","from":"expense/commission","to":"partner/ptn_/held"}],"programId":"prg_"}',
  '{"attribution":{"basis":"model","credits":[{"creditWeight":"1","partnerId":"ptn_"}],"model":"last-touch","outcome":"attributed","refused":[],' +
    '"touchpoints":[{"id":"bp_","occurredAt":17,"partnerId":"ptn_","type":"click"}]},"conversionId":"ord_","holdUntil":17,' +
    '"lines":[{"amountMinor":"","lineId":"1","netBaseMinor":"","partnerId":"ptn_","ruleId":"base"},{"amountMinor":"","lineId":"2","netBaseMinor":"","partnerId":"ptn_","ruleId":null}],"planVersion":1,"waitsFor":null}',
  'leadsignuprenewaldeal{"clickId":null,"conversionId":"ord_","country":"JP","coupon":null,"currency":"JPY","customerId":"cus_","kind":"sale",' +
    '"lines":[{"amountMinor":"","category":null,"lineId":"1","productId":null,"quantity":1,"shippingMinor":"0","taxMinor":"0"},' +
    '{"amountMinor":"","category":"","lineId":"2","productId":"","quantity":1,"shippingMinor":"0","taxMinor":"0"}],' +
    '"metadata":{},"occurredAt":17,"partnerId":null,"visitorId":"vis_"}',
];

export const DICTIONARY_1 = Buffer.from(SAMPLES.join(''), 'utf8');
