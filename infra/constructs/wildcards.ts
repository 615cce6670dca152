import type { CfnResource } from 'aws-cdk-lib';
import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Gives the reason for a right with a star in it; without one the synthesis ends. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** How the checks write a resource of the same template. */
export function logicalIdOf(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnResource);
}

/** How the checks write a value of another stack: by the name under which that stack exports it. */
export function exportNameOf(value: string, producer: Stack): string {
  const imported: { 'Fn::ImportValue': string } = producer.resolve(producer.exportValue(value));
  return imported['Fn::ImportValue'];
}
