import { layersSchema } from '@stackbench/model';
import { homeFolder, shortenHome } from '@stackbench/stacks';
import { z } from 'zod';
import { findingSchema } from './finding.ts';
import { languages } from './text.ts';
import { verdictSchema } from './verdict.ts';

/** A library that an experiment gave another owner or version. */
const changeSchema = z.object({
  library: z.string(),
  from: z.string(),
  to: z.string(),
});
export type Change = z.infer<typeof changeSchema>;

/** What became of one environment under one change to its surroundings. */
const experimentSchema = z.object({
  /** `ld-library-path` */
  experiment: z.string(),
  /** What was changed, for people: `LD_LIBRARY_PATH=/usr/local/cuda/lib64`. */
  title: z.string(),
  environment: z.string(),
  changes: z.array(changeSchema),
  /** What broke; null where nothing did. */
  failure: z.string().nullable(),
  /** Why it was not tried; null where it was. */
  skipped: z.string().nullable(),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** The explanation, as data. */
const explanationSchema = z.object({
  language: z.enum(languages),
  /** Texts hold `code` and **bold** alone of Markdown. */
  sections: z.array(z.object({ title: z.string(), paragraphs: z.array(z.string()) })),
  beliefs: z.array(
    z.object({
      claim: z.string(),
      verdict: verdictSchema,
      why: z.string(),
      /** What this machine shows of it; null where it shows nothing. */
      here: z.string().nullable(),
    }),
  ),
});
export type ExplanationData = z.infer<typeof explanationSchema>;

/** What `bench doctor --json` prints. */
export const doctorReportSchema = layersSchema.extend({
  schemaVersion: z.literal(1),
  findings: z.array(findingSchema),
  /** With `--what-if`. */
  experiments: z.array(experimentSchema).optional(),
  /** With `--explain`. */
  explanation: explanationSchema.optional(),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** The same with `~` for the home folder in every text, which names its user. */
export function withoutHome<T>(value: T, home = homeFolder()): T {
  if (typeof value === 'string') return hideHome(value, home) as T;
  if (Array.isArray(value)) return value.map((each) => withoutHome(each, home) as unknown) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [hideHome(name, home), withoutHome(each, home)]),
  ) as T;
}

/** Wherever a path of the home folder begins within a text. */
function hideHome(text: string, home: string): string {
  if (!text.includes(home)) return text;
  return text
    .split(/(?<=[\s:='"(,;])/)
    .map((piece) => (piece.startsWith(home) ? shortenEach(piece, home) : piece))
    .join('');
}

function shortenEach(piece: string, home: string): string {
  const [, path = '', rest = ''] = /^(.*?)([\s:='"),;]*)$/s.exec(piece) ?? [];
  return shortenHome(path, home) + rest;
}
