import { stdout } from 'node:process';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Tells each reason for which tests were skipped, with the first of them, then closes with one line that a person and a script can
 * read: `12 passed, 0 failed, 1 skipped`. A file that fails to load counts as one failure.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken =
      modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length +
      unhandledErrors.length;
    for (const [why, same] of Map.groupBy(skipped, reason)) {
      const more = same.length > 1 ? ` and ${same.length - 1} more` : '';
      stdout.write(`skipped: ${same[0]!.fullName}${more} (${why})\n`);
    }
    stdout.write(
      `\n${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped\n`,
    );
  }
}

function reason(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' && result.note) || 'no reason given';
}
