import type { Template } from 'aws-cdk-lib/assertions';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Statement {
  /** The logical id of the policy it stands in, which begins with what it is for. */
  readonly policy: string;
  readonly actions: readonly string[];
  /** The resources as text, references and all. */
  readonly resources: string;
}

export function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.values(template.findResources(type)) as unknown as Resource[];
}

export const flattened = (value: unknown): string => JSON.stringify(value);

/** Statements of all policies with an action that begins so. */
export function statementsOn(template: Template, actionPrefix: string): readonly Statement[] {
  const found: Statement[] = [];
  for (const [policy, { Properties }] of Object.entries(template.findResources('AWS::IAM::Policy'))) {
    for (const { Action, Resource } of Properties['PolicyDocument'].Statement) {
      const actions: string[] = [Action].flat().filter((action: string) => action.startsWith(actionPrefix));
      if (actions.length > 0) found.push({ policy, actions, resources: flattened(Resource) });
    }
  }
  return found;
}

/** State machines in their own language, with references written as an ARN. */
export function machineDefinitions(template: Template): readonly { readonly text: string }[] {
  return resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => {
    const { 'Fn::Join': joined } = Properties['DefinitionString'] as { readonly 'Fn::Join': [string, unknown[]] };
    const parts = joined[1].map((part) =>
      typeof part === 'string' ? part : 'arn:aws:lambda:ap-northeast-1:1:function:f',
    );
    return { text: parts.join(joined[0]) };
  });
}
