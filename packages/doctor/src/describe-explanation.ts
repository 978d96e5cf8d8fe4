import type { Explanation } from './render/render-explanation.ts';
import type { ExplanationData } from './report.ts';

/** What is explained, with the values of the machine, as data. */
export function describeExplanation({
  language,
  sections,
  beliefs,
  machine,
}: Explanation): ExplanationData {
  return {
    language,
    sections: sections.map(({ title, paragraphs }) => ({ title, paragraphs: paragraphs(machine) })),
    beliefs: beliefs.map(({ claim, verdict, why, here }) => ({
      claim: claim[language],
      verdict,
      why: why[language],
      here: here(machine)?.[language] ?? null,
    })),
  };
}
