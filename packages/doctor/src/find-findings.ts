import type { Layers } from '@stackbench/model';
import type { Finding, Severity } from './finding.ts';
import type { Rule } from './rule.ts';

const order: readonly Severity[] = ['error', 'warning', 'note'];

/** What the rules find in the layers, the worst first. */
export function findFindings(layers: Layers, rules: readonly Rule[]): Finding[] {
  return rules
    .flatMap((rule) => rule.check(layers).map((found) => ({ rule: rule.id, ...found })))
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
