import { readFileSync } from 'node:fs';
import { BenchError } from '@stackbench/model';
import { z } from 'zod';

const wayOfSubmissionSchema = z.object({
  /** How nodes start stackbench. */
  program: z.array(z.string()).min(1),
  atOnce: z.int().min(1).nullable(),
  sbatchOptions: z.array(z.string()),
});

/** How shards were submitted, so that more of them can be in the same way. */
export type WayOfSubmission = z.infer<typeof wayOfSubmissionSchema>;

const submissionsSchema = z.object({
  matrixId: z.string(),
  /** In the order of submission: a later one has taken shards over from those before. */
  jobs: z.array(
    z.object({
      id: z.string().regex(/^\d+$/),
      cluster: z.string().nullable(),
      shards: z.array(z.int().min(0)),
      submittedAt: z.iso.datetime(),
      way: wayOfSubmissionSchema,
    }),
  ),
});

/** What became jobs of Slurm, kept beside the matrix. */
export type Submissions = z.infer<typeof submissionsSchema>;
export type Submission = Submissions['jobs'][number];

/** @throws BenchError where the file is another */
export function readSubmissions(path: string, matrixId: string): Submission[] {
  const text = readIfThere(path);
  if (text === null) return [];
  const read = parse(text);
  if (read === null) {
    throw new BenchError(`${path} is not what 'fleet submit' writes`, {
      fix: 'Move it away; jobs that it knew of are then not looked for.',
    });
  }
  // The matrix was planned anew under the same name.
  return read.matrixId === matrixId ? read.jobs : [];
}

export function renderSubmissions(submissions: Submissions): string {
  return `${JSON.stringify(submissions)}\n`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Submissions | null {
  try {
    return submissionsSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
