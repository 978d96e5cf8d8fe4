import { BenchError } from '@stackbench/model';
import {
  type Requirement,
  requirementOperators,
  requirementSubjects,
  type Setup,
} from './setup.ts';

/** What the comments of a setup say. */
export type Header = Pick<Setup, 'summary' | 'isToolkit' | 'python' | 'requirements'>;

const directive = /^#\s*stackbench:\s*(.*?)\s*$/;
const requirement = new RegExp(
  `^requires\\s+(${requirementSubjects.join('|')})\\s*(${requirementOperators.join('|')})\\s*(\\S+)$`,
);

/**
 * Reads the comments that are for stackbench, which every tool passes over: `# stackbench: requires driver >= 525`,
 * `# stackbench: python 3.11`, `# stackbench: toolkit`. The first comment that is for people is the summary.
 * @param shown the file, for messages
 * @throws BenchError for a line of ours that says nothing known
 */
export function readHeader(text: string, shown: string): Header {
  const lines = text.split(/\r?\n/);
  const requirements: Requirement[] = [];
  let [isToolkit, python]: [boolean, string | null] = [false, null];
  for (const [at, line] of lines.entries()) {
    const [, said] = directive.exec(line) ?? [];
    if (said === undefined) continue;
    const [, subject, operator, value] = requirement.exec(said) ?? [];
    const [, version] = /^python\s+(\d+\.\d+)$/.exec(said) ?? [];
    if (subject !== undefined) {
      requirements.push({ subject, operator, value } as Requirement);
    } else if (version !== undefined) {
      python ??= version;
    } else if (said === 'toolkit') {
      isToolkit = true;
    } else {
      throw new BenchError(`${shown}, line ${at + 1}: '${said}' is nothing that a setup can say`, {
        fix: "Write '# stackbench: requires driver >= 525.60' (or capability, os, architecture), '# stackbench: python 3.11' or '# stackbench: toolkit'.",
      });
    }
  }
  const summary = lines.find((line) => /^#+\s*[^#\s]/.test(line) && !directive.test(line)) ?? '';
  return { summary: summary.replace(/^#+\s*/, '').trim(), isToolkit, python, requirements };
}
