import { readRunFile } from '@stackbench/engine';
import { count, escapeControl } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { compareDocumentSchema } from '../../json/compare-document.ts';
import { printJson } from '../../json/print-json.ts';
import type { Context } from '../command.ts';
import { saveBaseline } from './baselines.ts';
import { compare, type Compared } from './compare.ts';
import { describeCompared } from './describe-compared.ts';
import { findRunFile } from './find-run-file.ts';
import { findSubject } from './find-subject.ts';
import { type CompareRequest, readCompareOptions, type Wish } from './options.ts';

/** `pnpm bench compare` */
export async function executeCompareCommand(
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  const request = readCompareOptions(given);
  const { wish, results, margin, json, facts } = request;
  const { out } = terminal;
  if (wish.kind === 'save') {
    out.write(await keepBaseline(wish, request));
    return exitCodes.done;
  }
  const compared = await compare(await findSubject(wish, results), margin);
  out.write(
    json ? printJson(compareDocumentSchema, compared) : describeCompared(compared, facts, out),
  );
  return exitCodeOf(compared);
}

async function keepBaseline(
  { name, run: named, force }: Extract<Wish, { kind: 'save' }>,
  { results }: CompareRequest,
): Promise<string> {
  const source = await findRunFile(named, results);
  const { header, footer } = await readRunFile(source);
  const path = await saveBaseline(results, name, source, force);
  const stacks = header.stacks.filter(({ controlOf }) => controlOf === undefined);
  const size = `${count(header.cases.length, 'case')} on ${count(stacks.length, 'stack')}, ${count(header.rounds, 'round')}`;
  const cut = footer === null ? '; it was cut off' : '';
  return `Baseline ${name}: run ${header.runId} (${size}${cut})\n  ${escapeControl(path)}\n`;
}

function exitCodeOf({ comparisons, regressed }: Compared): ExitCode {
  if (regressed) return exitCodes.regressed;
  return comparisons.some(({ cases }) => cases.length > 0)
    ? exitCodes.done
    : exitCodes.nothingMeasured;
}
