import type { Conversion } from '../../domain/tracking/conversion.ts';
import type { Deps } from '../../functions/runtime/deps.ts';
import { recordClick } from '../../functions/usecases/facts/record-click.ts';
import { recordConversion } from '../../functions/usecases/facts/record-conversion.ts';
import { recordReversal } from '../../functions/usecases/facts/record-reversal.ts';
import type { Arrival } from './year-facts.ts';
import { SCOPE } from './year-program.ts';

export function record(deps: Deps, arrival: Arrival): Promise<unknown> {
  switch (arrival.type) {
    case 'click':
      return recordClick(deps, { scope: SCOPE, click: arrival.click });
    case 'conversion':
      return recordConversion(deps, { scope: SCOPE, conversion: arrival.conversion });
    case 'reversal':
      return recordReversal(deps, { scope: SCOPE, reversal: arrival.reversal });
  }
}

export function keyOf(arrival: Arrival): string {
  switch (arrival.type) {
    case 'click':
      return `click ${arrival.click.clickId}`;
    case 'conversion':
      return `conversion ${arrival.conversion.conversionId}`;
    case 'reversal':
      return `reversal ${arrival.reversal.reversalId}`;
  }
}

export function occurredAtOf(arrival: Arrival): number {
  switch (arrival.type) {
    case 'click':
      return arrival.click.occurredAt;
    case 'conversion':
      return arrival.conversion.occurredAt;
    case 'reversal':
      return arrival.reversal.occurredAt;
  }
}

export function otherThan(arrival: Arrival): Arrival {
  switch (arrival.type) {
    case 'click':
      return { ...arrival, click: { ...arrival.click, isBot: !arrival.click.isBot } };
    case 'conversion':
      return { ...arrival, conversion: dearer(arrival.conversion) };
    case 'reversal':
      return { ...arrival, reversal: { ...arrival.reversal, amountMinor: arrival.reversal.amountMinor + 1n } };
  }
}

function dearer(conversion: Conversion): Conversion {
  return {
    ...conversion,
    lines: conversion.lines.map((line) => ({ ...line, amountMinor: line.amountMinor + 1n })),
  };
}
