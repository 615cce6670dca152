import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { partnerBusesIn } from '../../infra/constructs/partner-buses.ts';
import { makeTestApp, resourcesOf } from './synthesised.ts';

const SOURCE = 'aws.partner/stripe.com/ed_1';

describe('buses of vendors', () => {
  it('are made for the sources that whoever deploys names, and led to one function that posts nothing', () => {
    const { service } = makeTestApp({ partnerBuses: JSON.stringify({ [SOURCE]: 'con_1' }) });
    const template = Template.fromStack(service);
    template.hasResourceProperties('AWS::Events::EventBus', { EventSourceName: SOURCE, Name: SOURCE });
    template.hasResourceProperties('AWS::Events::Rule', { EventPattern: { source: [SOURCE] } });
    const workers = resourcesOf(template, 'AWS::Lambda::Function').filter(
      ({ properties }) => properties.Environment.Variables.PARTNER_CONNECTORS !== undefined,
    );
    expect(workers.map(({ properties }) => properties.Environment.Variables.PARTNER_CONNECTORS)).toEqual([
      JSON.stringify({ [SOURCE]: 'con_1' }),
    ]);
  });

  it.each([
    ['{ "stripe": "con_1" }', 'got "stripe": "con_1"'],
    [{ [SOURCE]: 'prg_1' }, 'names connectors by "aws.partner/…"'],
    ['con_1', 'JSON'],
  ])('that are named as %s end the synthesis', (context, reason) => {
    expect(() => partnerBusesIn(context)).toThrow(reason);
  });
});
