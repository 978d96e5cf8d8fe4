import type { FileLine } from '@stackbench/engine';
import type { Surroundings } from '@stackbench/privacy';
import {
  type Finding,
  findPrivateInTexts,
  findTokensInTexts,
  listTexts,
  type PlacedText,
  listSought,
  type SoughtSecret,
} from '@stackbench/report';

/**
 * Looks through the run files that the page links to, which are published with it, while they are read: a million lines
 * take as long to read as to look through.
 */
export class LinkedScan {
  private readonly secrets: readonly SoughtSecret[];
  private readonly allowed: ReadonlySet<string>;
  /** Outcomes are alike in most of their texts. */
  private readonly clean = new Set<string>();

  constructor(surroundings: Surroundings, allowed: ReadonlySet<string>) {
    this.secrets = listSought(surroundings);
    this.allowed = allowed;
  }

  /** @param name of the file, as messages call it */
  open(name: string): FileScan {
    return new FileScan(name, this.secrets, this.allowed, this.clean);
  }
}

class FileScan {
  private readonly name: string;
  private readonly secrets: readonly SoughtSecret[];
  private readonly allowed: ReadonlySet<string>;
  private readonly clean: Set<string>;
  private readonly findings: Finding[] = [];
  private texts: PlacedText[][] = [];
  private length = 0;

  constructor(
    name: string,
    secrets: readonly SoughtSecret[],
    allowed: ReadonlySet<string>,
    clean: Set<string>,
  ) {
    this.name = name;
    this.secrets = secrets;
    this.allowed = allowed;
    this.clean = clean;
  }

  /** A line of the file; to be waited for where it hands back a promise. */
  see({ text, number }: FileLine): Promise<void> | undefined {
    const pieces = text.match(worded) ?? [];
    if (isLine(text) && pieces.every((piece) => isClean(piece, this.clean))) return undefined;
    const value = parse(text);
    if (value === undefined) return undefined;
    const own = listTexts(this.name, number, value);
    const found = findPrivateInTexts(own, this.secrets, this.allowed);
    this.findings.push(...found);
    if (found.length === 0) for (const piece of pieces) rememberEach(piece, this.clean);
    this.texts.push(own);
    this.length += text.length;
    return this.length >= searchedAtOnce ? this.search() : undefined;
  }

  /** What is private in the lines that were seen, by file, line and field. */
  async finish(): Promise<readonly Finding[]> {
    await this.search();
    return this.findings;
  }

  private async search(): Promise<void> {
    const texts = this.texts.flat();
    [this.texts, this.length] = [[], 0];
    this.findings.push(...(await findTokensInTexts(texts, this.allowed)));
  }
}

/** A text of JSON as it is written. */
const quoted = /"(?:[^"\\]|\\.)*"/g;
/** Some of them in a row, up to the next number: most such rows come in every line. */
const worded = /"(?:[^"\\]|\\.)*"(?:[^"\d-]+|"(?:[^"\\]|\\.)*"){0,40}/g;

/** Whether it was looked through, as a whole or each text of it. */
function isClean(piece: string, clean: ReadonlySet<string>): boolean {
  return clean.has(piece) || (piece.match(quoted) ?? []).every((text) => clean.has(text));
}

function rememberEach(piece: string, clean: Set<string>): void {
  remember(piece, clean);
  for (const text of piece.match(quoted) ?? []) remember(text, clean);
}

/** Whether it ends as one that was not cut off. */
function isLine(text: string): boolean {
  return text.endsWith('}');
}

/** What is longer hardly comes again. */
const longestKnown = 400;

function remember(piece: string, clean: Set<string>): void {
  if (piece.length <= longestKnown) clean.add(piece);
}

/** Characters of lines: to begin a search costs more than to go on. */
const searchedAtOnce = 2 ** 20;

/** Undefined for what is no JSON, as the last line of a run that was cut off. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
