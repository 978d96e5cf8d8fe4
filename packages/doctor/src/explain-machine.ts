import type { Belief } from './belief.ts';
import { loadFolder } from './load-folder.ts';
import { surveyMachine } from './machine.ts';
import type { Explanation } from './render/render-explanation.ts';
import type { DoctorReport } from './report.ts';
import type { Section } from './section.ts';
import type { Language } from './text.ts';

/** All that there is to explain of a machine, in one language. */
export async function explainMachine(
  report: DoctorReport,
  language: Language,
): Promise<Explanation> {
  const [sections, beliefs] = await Promise.all([
    loadFolder<Section>(`explain/${language}`, 'section'),
    loadFolder<Belief>('beliefs', 'belief'),
  ]);
  return {
    language,
    sections,
    beliefs,
    machine: surveyMachine(report, report.experiments ?? []),
  };
}
