import { loadFolder } from './load-folder.ts';
import type { Rule } from './rule.ts';

/** Every rule, by name. */
export async function loadRules(): Promise<Rule[]> {
  return loadFolder<Rule>('rules', 'rule');
}
