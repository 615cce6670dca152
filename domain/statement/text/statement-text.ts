import { ratioOf } from '../../money/ratio.ts';
import { grouped } from '../../money/readable.ts';
import type { Statement } from '../statement.ts';
import type { StatementBonus, StatementOverride } from '../statement-extras.ts';
import type { StatementMovement } from '../statement-movements.ts';
import type { Language, Words } from './words.ts';
import { say, wordFor } from './words.ts';
import { wordsIn } from './words-in.ts';

/** How a statement's payable and payout came about: its sums, and every bonus and override. Its lines are told one by one. */
export function statementText(statement: Statement, language: Language): string {
  const words = wordsIn(language);
  const { currency, partner, period, program } = statement;
  const names = { name: partner.name, partner: partner.id, program: program.name, period: period.id, currency };
  const lines = [
    say(words.statement, names),
    payableText(statement, words),
    say(words.closing, {
      ...amounts(statement, ['payable', 'payout', 'closing', 'threshold']),
      outcome: wordFor(words.outcomes, statement.outcome),
    }),
    ...statement.bonuses.flatMap((bonus) => bonusText(bonus, words)),
    ...statement.overrides.map((override) => overrideText(override, words)),
    ...(statement.movements ?? []).flatMap((movement) => movementText(movement, words)),
  ];
  return `${lines.join('\n')}\n`;
}

function payableText(statement: Statement, words: Words): string {
  const sums = amounts(statement, ['opening', 'released', 'bonus', 'override', 'payable']);
  const { moved } = statement;
  return moved === undefined ? say(words.payable, sums) : say(words.payableMoved, { ...sums, moved: grouped(moved) });
}

function movementText(movement: StatementMovement, words: Words): readonly string[] {
  const { amount, asked, effective = '', held = '0', id, rate = '', reason, source = '0', text = '', type } = movement;
  const { until = '' } = movement;
  const why = reason === undefined ? '' : words.adjustmentReasons[reason];
  const sums = { amount: grouped(amount), held: grouped(held), source: grouped(source) };
  return [
    say(words.movements[type], { ...sums, id, rate, until, effective, reason: why, text }),
    ...(asked === undefined ? [] : [`  ${say(words.asked, { asked: grouped(asked) })}`]),
    ...(type === 'opening' && until !== '' ? [`  ${say(words.heldUntil, { until })}`] : []),
  ];
}

type Figure = 'opening' | 'released' | 'bonus' | 'override' | 'payable' | 'payout' | 'closing' | 'threshold';

function amounts(statement: Statement, names: readonly Figure[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, grouped(statement[name])]));
}

function bonusText(given: StatementBonus, words: Words): readonly string[] {
  const { bonus, plan, metric, reached, reaches, window, pay, earlier = '0', amount, offered } = given;
  const head = { bonus, plan, metric: wordFor(words.metrics, metric), reached: grouped(reached), window };
  const worth = 'flat' in pay ? { flat: grouped(pay.flat) } : { rate: pay.rate };
  const phrase = 'flat' in pay ? words.bonusFlat : words.bonusRate;
  const rounding = wordFor(words.rounding, given.rounding);
  return [
    say(words.bonus, { ...head, reaches: grouped(reaches) }),
    `  ${isReached(given) ? say(phrase, { ...worth, reached: grouped(reached), rounding }) : words.bonusMissed}`,
    ...(offered ? [] : [`  ${words.bonusDropped}`]),
    `  ${say(words.bonusPosted, { earlier: grouped(earlier), amount: grouped(amount) })}`,
  ];
}

function isReached({ reached, reaches }: StatementBonus): boolean {
  const [got, wanted] = [ratioOf(reached), ratioOf(reaches)];
  return got.numerator > 0n && got.numerator * wanted.denominator >= wanted.numerator * got.denominator;
}

function overrideText(
  { amount, level, months, plan, rate, recruited, rounding, source }: StatementOverride,
  words: Words,
): string {
  const within = months === undefined ? '' : say(words.overrideMonths, { months });
  const blanks = { level, plan, rate, recruited, within, rounding: wordFor(words.rounding, rounding) };
  return say(words.override, { ...blanks, source: grouped(source), amount: grouped(amount) });
}
