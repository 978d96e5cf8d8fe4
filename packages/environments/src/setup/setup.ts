/** What the file of a setup is, and so which tools read it. */
export type SetupFormat = 'requirements' | 'project' | 'conda' | 'pixi';

/** A file that an environment is made from, in the format that its own tools read. */
export interface Setup {
  /** Of the file, or of the folder that it is in: `torch-2.8-cu128`. */
  name: string;
  /** Absolute. */
  file: string;
  format: SetupFormat;
  /** The first line of its comment. */
  summary: string;
  /** SHA-256 of the file and of the requirement files that it includes. */
  digest: string;
  /** Whether its packages are a CUDA Toolkit, which needs a folder and no interpreter. */
  isToolkit: boolean;
  /** The line of Python that it is for, where a comment says so: `3.11`. */
  python: string | null;
  requirements: readonly Requirement[];
}

/** Something that a machine must have, from a comment: `requires driver >= 525.60`. */
export interface Requirement {
  subject: RequirementSubject;
  operator: RequirementOperator;
  value: string;
}

export const requirementSubjects = ['driver', 'capability', 'os', 'architecture'] as const;
export type RequirementSubject = (typeof requirementSubjects)[number];

export const requirementOperators = ['>=', '<=', '==', '>', '<'] as const;
export type RequirementOperator = (typeof requirementOperators)[number];
