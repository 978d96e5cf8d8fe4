import { findControls } from '../control.ts';
import type { RunIndex } from '../run-index.ts';
import type { PublishedControl } from './publication.ts';
import { cleanText } from './clean-text.ts';

/** What the A/A controls of a run found: how much a stack may differ from itself there. */
export function listControls(index: RunIndex): PublishedControl[] {
  return [false, true].flatMap((software) =>
    findControls([index], software).findings.flatMap(
      ({ stack, ratio, noise }): PublishedControl[] =>
        ratio === null
          ? []
          : [
              {
                stack: cleanText(stack),
                software,
                ratio: Number(ratio.toPrecision(5)),
                noise: Number(noise.toPrecision(3)),
              },
            ],
    ),
  );
}
