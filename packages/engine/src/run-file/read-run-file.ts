import {
  BenchError,
  findStrangeNumber,
  type Footer,
  formatCaseId,
  greatestRate,
  type Header,
  type Outcome,
  rateOf,
  type Run,
} from '@stackbench/model';
import { printable } from '@stackbench/workers';
import { refuseStrangeFile } from './describe-file.ts';
import { parseRunLine } from './parse-run-line.ts';
import { type FileLine, readLines } from './read-lines.ts';

/** Longest line taken, in bytes: a header with thousands of cases has a tenth of it. */
const longestLine = 16 * 2 ** 20;

/**
 * Reads a run file, compressed or not. A last line that was cut off in the middle is left out; when a
 * case was interrupted and measured again later, the later outcome counts.
 * @throws BenchError naming the file and the line that is no line of a run file
 */
export async function readRunFile(path: string): Promise<Run>;
export async function readRunFile<Kept>(
  path: string,
  reader: RunReader<Kept>,
): Promise<Omit<Run, 'outcomes'> & { outcomes: readonly Kept[] }>;
export async function readRunFile(
  path: string,
  reader: RunReader<unknown> = { keep: (outcome) => outcome },
): Promise<unknown> {
  const { header, outcomes, footer } = await readRunLines(path, reader);
  return { header, outcomes, footer };
}

export interface RunReader<Kept> {
  /**
   * What is kept of an outcome, once it is checked; `line` is the one that it stands in, without its line feed, null where
   * that is not in today's shape.
   */
  keep: (outcome: Outcome, line: string | null) => Kept;
  /** Sees each line before it is checked; is waited for where it hands back a promise. */
  see?: (line: FileLine) => Promise<void> | undefined;
}

/**
 * The header of a run file, without reading the rest; null where its first line is none.
 * @throws BenchError when the file cannot be read
 */
export async function readRunHeader(path: string): Promise<Header | null> {
  refuseStrangeFile(path);
  for await (const { text } of readLines(path, longestLine)) {
    const parsed = parseRunLine(text);
    return parsed.ok && parsed.line.type === 'header' ? parsed.line : null;
  }
  return null;
}

/** A run, of its outcomes what was kept, and where more can be appended to its file. */
export interface ReadRun<Kept = Outcome> {
  header: Header;
  outcomes: readonly Kept[];
  footer: Run['footer'];
  /** Byte offset behind its header and outcomes. */
  endOfOutcomes: number;
  /** Whether a line feed stands before that. */
  endsInFeed: boolean;
}

/** @throws BenchError as {@link readRunFile} does */
export async function readRunLines<Kept>(
  path: string,
  { keep, see }: RunReader<Kept>,
): Promise<ReadRun<Kept>> {
  let header: Header | undefined;
  let footer: Run['footer'] = null;
  let endOfOutcomes = 0;
  let endsInFeed = true;
  let find: ((outcome: Outcome) => Place | string) | undefined;
  const outcomes = new Map<number, Kept>();
  const interrupted = new Set<number>();
  const refuse = (number: number, problem: string) =>
    new BenchError(`${path}, line ${number}: ${problem}`, {
      fix: 'Give a run file that pnpm bench wrote.',
    });
  try {
    refuseStrangeFile(path);
    for await (const read of readLines(path, longestLine)) {
      const { text, number, end, isWhole } = read;
      const waiting = see?.(read);
      if (waiting !== undefined) await waiting;
      const parsed = parseRunLine(text);
      if (!parsed.ok) {
        if (!isWhole && !parsed.isJson && header !== undefined) break;
        throw refuse(number, `it ${parsed.problem}`);
      }
      const { line } = parsed;
      if (footer !== null) throw refuse(number, 'it comes after the footer');
      if ((line.type === 'header') !== (header === undefined)) {
        throw refuse(number, 'the header is the first line and only that');
      }
      if (line.type === 'header') {
        const problem = describeHeaderProblem(line);
        if (problem !== null) throw refuse(number, problem);
        header = line;
        find = createFinder(line);
      } else if (line.type === 'outcome') {
        const { type: _, ...outcome } = line;
        const place = find!(outcome);
        if (typeof place === 'string') throw refuse(number, place);
        if (outcomes.has(place.key) && !interrupted.has(place.key)) {
          throw refuse(number, 'it is a second outcome of the same case, stack and round');
        }
        outcome.case = place.case;
        outcome.stack = place.stack;
        if (outcome.status === 'interrupted') interrupted.add(place.key);
        else interrupted.delete(place.key);
        outcomes.set(place.key, keep(outcome, parsed.isAsWritten ? text : null));
      } else {
        const problem = describeFooterProblem(line, header!);
        if (problem !== null) throw refuse(number, problem);
        footer = line;
      }
      if (line.type !== 'footer') [endOfOutcomes, endsInFeed] = [end, isWhole];
    }
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw new BenchError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (header === undefined) throw refuse(1, 'it has no header');
  return { header, outcomes: [...outcomes.values()], footer, endOfOutcomes, endsInFeed };
}

/** Ids end up in tables, pages and file names: they must be what they claim, and printable. */
function describeHeaderProblem({ runId, suite, cases, stacks }: Header): string | null {
  if (!/^[\w.-]+$/.test(runId)) return 'the run id has characters that no run id has';
  if (!/^[\w.-]+$/.test(suite)) return 'the suite has characters that no suite has';
  for (const record of cases) {
    if (!/^[\w/:;=,-]+$/.test(record.id) || record.id !== formatCaseId(record)) {
      return `the case id ${JSON.stringify(printable(record.id))} does not fit its parts`;
    }
  }
  for (const { id, facts } of stacks) {
    const name = findStrangeNumber(facts);
    if (name === undefined) continue;
    const stated = printable(JSON.stringify(facts[name]));
    return `${name} of ${printable(id)} is ${stated}, and would be a number from 0 to 2^64`;
  }
  const ids = [...cases, ...stacks].map(({ id }) => id);
  const strange = ids.find((id) => printable(id) !== id || /[\n\t]/.test(id));
  if (strange !== undefined) return 'an id has control characters';
  return new Set(ids).size === ids.length ? null : 'an id stands twice';
}

/** A clock may be set back while a run goes on, not by more than this. */
const clockStepMs = 86_400_000;

function describeFooterProblem(
  { counts, endedAt }: Footer,
  { startedAt, cases, stacks, rounds }: Header,
): string | null {
  if (Date.parse(endedAt) < Date.parse(startedAt) - clockStepMs) {
    return `endedAt is ${endedAt}: the run began at ${startedAt}`;
  }
  const counted = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const most = cases.length * stacks.length * rounds;
  return counted <= most ? null : `it counts ${counted} outcomes, and the run has ${most}`;
}

/** Which of a run's outcomes one is. Its ids are those of the header: a million outcomes have no texts of their own. */
interface Place {
  /** Of its case, stack and round. */
  key: number;
  case: string;
  stack: string;
}

/** Tells the place of an outcome in its run, or why it has none. */
function createFinder(header: Header): (outcome: Outcome) => Place | string {
  const cases = new Map(header.cases.map((record, at) => [record.id, { record, at }]));
  const stacks = new Map(header.stacks.map(({ id }, at) => [id, { id, at }]));
  return (outcome) => {
    const planned = cases.get(outcome.case);
    if (planned === undefined) return 'its case is not in the header';
    const stack = stacks.get(outcome.stack);
    if (stack === undefined) return 'its stack is not in the header';
    if (outcome.round >= header.rounds) return 'its round is beyond those of the header';
    const { record, at } = planned;
    const place = {
      key: (at * stacks.size + stack.at) * header.rounds + outcome.round,
      case: record.id,
      stack: stack.id,
    };
    if (outcome.status !== 'ok') return place;
    const { perSecond, unit } = rateOf(record, Math.min(...outcome.kernelNs));
    return perSecond <= greatestRate
      ? place
      : `kernelNs tells ${perSecond.toPrecision(2)} ${unit}, and nothing computes more than ${greatestRate}`;
  };
}
