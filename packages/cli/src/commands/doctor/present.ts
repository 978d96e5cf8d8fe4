import { join } from 'node:path';
import {
  describeExplanation,
  type DoctorReport,
  doctorReportSchema,
  explainMachine,
  languages,
  renderExplanation,
  renderPage,
  renderReport,
} from '@stackbench/doctor';
import { createPaint } from '@stackbench/report/style';
import { printJson } from '../../json/print-json.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { DoctorOptions } from './options.ts';

/** The report in the form that was asked for. */
export async function present(
  report: DoctorReport,
  { explainIn, json, pageFolder }: DoctorOptions,
  out: Output,
): Promise<string> {
  if (pageFolder !== null) return writePages(report, pageFolder);
  const style = { width: out.width(), paint: createPaint(out.color) };
  const explanation = explainIn === null ? null : await explainMachine(report, explainIn);
  if (json) {
    const told = explanation === null ? {} : { explanation: describeExplanation(explanation) };
    return printJson(doctorReportSchema, { ...report, ...told });
  }
  return explanation === null ? renderReport(report, style) : renderExplanation(explanation, style);
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
