import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** In this order, each a tag that a test file begins with. */
const tags = ['long', 'machine'];

/**
 * No file of minutes begins last, while nothing is left for the other processors. Files without tags come project
 * by project, as they share its processes.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is the method of a sequencer
    const usual = await super.sort(files);
    const ranks = tags.map((tag) => usual.filter((file) => headOf(file).includes(markOf(tag))));
    const light = usual.filter((file) => tags.every((tag) => !headOf(file).includes(markOf(tag))));
    const byProject = Map.groupBy(light, ({ project }) => project.name);
    return [...new Set([...ranks, ...byProject.values()].flat())];
  }
}

function markOf(tag: string): string {
  return `// @module-tag ${tag}\n`;
}

function headOf({ moduleId }: TestSpecification): string {
  const [head = ''] = readFileSync(moduleId, 'utf8').split('import ', 1);
  return head;
}
