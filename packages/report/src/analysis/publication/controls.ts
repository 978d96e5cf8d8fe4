import { procedure } from '@stackbench/statistics';
import { findControls } from '../../analysis/control.ts';
import { describeVerdict } from '../../compare/phrases.ts';
import type { RunIndex } from '../../analysis/run-index.ts';
import type { PublishedControl } from './publication.ts';
import { cleanText } from './clean-text.ts';

/** What the A/A controls of a run found: whether its stacks may be ranked at all. */
export function judgeControls(index: RunIndex): PublishedControl[] {
  return [false, true].flatMap((software) =>
    findControls([index], software, procedure.margin).findings.flatMap(
      ({ stack, judgement }): PublishedControl[] =>
        judgement === null
          ? []
          : [
              {
                stack: cleanText(stack),
                software,
                same: judgement.verdict === 'same',
                text: describeVerdict(judgement),
                ratio: Number(judgement.ratio.toPrecision(5)),
              },
            ],
    ),
  );
}
