/** What made a Python environment, and so what is at home in it. */
export type PythonEnvironmentKind = 'conda' | 'pixi' | 'venv' | 'uv' | 'pyenv' | 'system';

/** A place that a Python interpreter runs in, with packages of its own. */
export interface PythonEnvironment {
  kind: PythonEnvironmentKind;
  /** As people name it: `ml`, `base`, `.venv`, `project/.venv`. Raw: may hold all that a file's name may. */
  name: string;
  /** Real path of its folder; for the system, the folder above the interpreter's `bin`. */
  prefix: string;
  /** The interpreter to start; null where it is missing or cannot be executed, as a link to nowhere. */
  interpreter: string | null;
  /** How it was found, for people: `VIRTUAL_ENV`, `~/.conda/environments.txt`, `PATH`. */
  foundBy: string;
  /** What is special about a venv; null for all others. */
  venv: Venv | null;
}

export interface Venv {
  createdBy: 'venv' | 'virtualenv' | 'uv';
  /** The folder of the interpreter that it was made from, as its file says. */
  base: string | null;
}

/** A folder that may be an environment. */
export interface Candidate {
  prefix: string;
  foundBy: string;
  /** What it is when it has an interpreter and no marks of another kind. */
  otherwise?: 'pyenv' | 'uv';
}
