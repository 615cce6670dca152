/** Who pays, as the API is told of it. */
export const payerBody = {
  from: '2026-04-01',
  legalName: '株式会社分配',
  address: '東京都港区2-2',
  country: 'JP',
  registrationNumber: 'T7000012050002',
  fiscalYearStartMonth: 4,
  employees: 120,
  capital: '100000000',
};

/** A row that a merchant proposes for a tax table. */
export const taxRowBody = {
  id: 'own-food-1',
  table: 'consumption_tax_rate',
  jurisdiction: 'JP',
  kind: 'reduced',
  validFrom: '2027-04-01',
  value: { rate: '0.01', national: '0.0078', local: '0.0022' },
  rounding: 'payer',
  source: 'an act to come',
  reviewedOn: '2026-10-02',
  reviewedBy: 'finance@example.com',
  supersedes: 'jp-consumption-reduced-2019-10',
};
