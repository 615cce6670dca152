import type { ConversionKind, ConversionLine } from '../../domain/tracking/conversion.ts';
import type { Random } from './random.ts';

interface Product {
  readonly id: string;
  readonly category: string;
  /** Before tax, in yen. */
  readonly price: number;
  /** Food is taxed at 8 %, wares at 10 %. */
  readonly taxPercent: number;
  readonly quantityMax: number;
}

const FOOD = 8;
const WARES = 10;

const PRODUCTS: readonly (readonly [weight: number, product: Product])[] = [
  [9, { id: 'sencha-uji-100', category: 'sencha', price: 1200, taxPercent: FOOD, quantityMax: 4 }],
  [6, { id: 'sencha-yame-100', category: 'sencha', price: 1500, taxPercent: FOOD, quantityMax: 3 }],
  [5, { id: 'gyokuro-100', category: 'gyokuro', price: 3200, taxPercent: FOOD, quantityMax: 2 }],
  [8, { id: 'matcha-40', category: 'matcha', price: 2400, taxPercent: FOOD, quantityMax: 3 }],
  [4, { id: 'matcha-latte-10', category: 'matcha', price: 1800, taxPercent: FOOD, quantityMax: 5 }],
  [7, { id: 'hojicha-200', category: 'hojicha', price: 900, taxPercent: FOOD, quantityMax: 6 }],
  [5, { id: 'wagashi-12', category: 'sweets', price: 2160, taxPercent: FOOD, quantityMax: 3 }],
  [3, { id: 'kyusu-tokoname', category: 'teaware', price: 6800, taxPercent: WARES, quantityMax: 1 }],
  [3, { id: 'chasen-100', category: 'teaware', price: 3300, taxPercent: WARES, quantityMax: 1 }],
  [2, { id: 'gift-takumi', category: 'gift', price: 10_000, taxPercent: FOOD, quantityMax: 3 }],
];

const SHIPPING = 660;
const FREE_SHIPPING_FROM = 5000;

/** The lines of one order of the shop: what was charged, tax and shipping included, and how much of it was tax and shipping. */
export function orderLines(random: Random, kind: ConversionKind): readonly ConversionLine[] {
  if (kind === 'lead') return [freeLine('brochure')];
  if (kind === 'signup') return [freeLine('subscription-trial')];
  const count =
    kind === 'renewal'
      ? 1
      : random.weighted([
          [5, 1],
          [4, 2],
          [2, 3],
          [1, 5],
        ]);
  const products = new Set(Array.from({ length: count }, () => random.weighted(PRODUCTS)));
  const lines = [...products].map((product, index) =>
    lineOf(product, { lineId: String(index + 1), quantity: random.whole(1, product.quantityMax) }),
  );
  let sum = 0n;
  for (const { amountMinor } of lines) sum += amountMinor;
  return sum >= BigInt(FREE_SHIPPING_FROM) ? lines : lines.map((line, index) => (index === 0 ? shipped(line) : line));
}

/** A company's gifts to its customers: one deal, many boxes. */
export function dealLines(): readonly ConversionLine[] {
  const boxes: Product = { id: 'gift-takumi', category: 'gift', price: 10_000, taxPercent: FOOD, quantityMax: 60 };
  const towels: Product = { id: 'furoshiki', category: 'gift', price: 1_500, taxPercent: WARES, quantityMax: 60 };
  return [lineOf(boxes, { lineId: '1', quantity: 60 }), lineOf(towels, { lineId: '2', quantity: 60 })];
}

function lineOf(product: Product, { lineId, quantity }: { lineId: string; quantity: number }): ConversionLine {
  const net = product.price * quantity;
  const tax = Math.floor((net * product.taxPercent) / 100);
  return {
    lineId,
    productId: product.id,
    category: product.category,
    quantity,
    amountMinor: BigInt(net + tax),
    taxMinor: BigInt(tax),
    shippingMinor: 0n,
  };
}

function shipped(line: ConversionLine): ConversionLine {
  return { ...line, amountMinor: line.amountMinor + BigInt(SHIPPING), shippingMinor: BigInt(SHIPPING) };
}

function freeLine(productId: string): ConversionLine {
  const nothing = { amountMinor: 0n, taxMinor: 0n, shippingMinor: 0n };
  return { lineId: '1', productId, category: null, quantity: 1, ...nothing };
}
