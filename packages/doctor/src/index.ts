export { describeExplanation } from './describe-explanation.ts';
export { explainMachine } from './explain-machine.ts';
export { type Finding, findingSchema, type Severity } from './finding.ts';
export { findFindings } from './find-findings.ts';
export { compareLayers } from './compare-layers.ts';
export type { Circumstances, ExperimentKind, Trial } from './experiment-kind.ts';
export { loadExperiments } from './load-experiments.ts';
export { loadRules } from './load-rules.ts';
export {
  type Change,
  type DoctorReport,
  doctorReportSchema,
  type Experiment,
  withoutHome,
} from './report.ts';
export { renderExplanation, renderPage } from './render/render-explanation.ts';
export { describeDriver, renderReport } from './render/render-report.ts';
export type { Rule } from './rule.ts';
export { workingFiles } from './working-files.ts';
export { type Language, languages } from './text.ts';
