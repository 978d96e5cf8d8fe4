import { join } from 'node:path';
import {
  type DoctorReport,
  doctorReportSchema,
  explainMachine,
  type Language,
  languages,
  renderExplanation,
  renderPage,
  renderReport,
} from '@stackbench/doctor';
import { BenchError } from '@stackbench/model';
import { createPaint } from '@stackbench/report/style';
import type { Given } from '../../arguments/option.ts';
import { printJson } from '../../json/print-json.ts';
import type { Output } from '../../terminal/terminal.ts';

/** The report in the form that was asked for. */
export async function present(report: DoctorReport, given: Given, out: Output): Promise<string> {
  if (given.has('json')) return printJson(doctorReportSchema, report);
  const style = { width: out.width(), paint: createPaint(out.color) };
  const folder = given.one('page');
  if (folder !== undefined) return writePages(report, folder);
  if (!given.has('explain')) return renderReport(report, style);
  return renderExplanation(await explainMachine(report, readLanguage(given)), style);
}

/** Writes the explanation in every language, each page with a link to the others. */
async function writePages(report: DoctorReport, folder: string): Promise<string> {
  const pages = await Promise.all(
    languages.map(async (language) => ({
      name: language === 'en' ? 'explain.md' : `explain.${language}.md`,
      text: renderPage(await explainMachine(report, language)),
    })),
  );
  const { writeFiles } = await import('../../files/write-files.ts');
  await writeFiles(folder, new Map(pages.map(({ name, text }) => [name, Buffer.from(text)])));
  return pages.map(({ name }) => `${join(folder, name)}\n`).join('');
}

/** @throws BenchError for a language that there is no text in */
function readLanguage(given: Given): Language {
  const text = given.one('lang') ?? 'en';
  const language = languages.find((each) => each === text);
  if (language !== undefined) return language;
  throw new BenchError(`--lang cannot be '${text}'`, {
    fix: `Give one of ${languages.join(', ')}.`,
  });
}
