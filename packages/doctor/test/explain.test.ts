import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPaint } from '@stackbench/report/style';
import { textWidth } from '@stackbench/report/text';
import { describe, expect, it } from 'vitest';
import {
  describeExplanation,
  type DoctorReport,
  doctorReportSchema,
  explainMachine,
  languages,
  renderExplanation,
  renderPage,
} from '../src/index.ts';
import { makeCudnn, makeEnvironment, makeForeignPart, makeLayers } from './make-layers.ts';

const source = join(import.meta.dirname, '../src');
const paint = createPaint(false);
const report: DoctorReport = { schemaVersion: 1, ...makeLayers(), findings: [] };
const bare: DoctorReport = {
  ...report,
  driver: { ...report.driver, moduleVersion: null, libcuda: null, cudaCeiling: null, gpu: null },
  toolkits: [],
  environments: [],
};
const mixed: DoctorReport = {
  ...report,
  environments: [
    makeEnvironment({
      libraries: {
        ...makeEnvironment().libraries,
        cudnn: makeCudnn({ parts: [makeForeignPart('9.1.1')] }),
      },
    }),
  ],
};

describe('the explanation', () => {
  it('has the same sections in every language, and 23 beliefs', async () => {
    const sections = languages.map((language) => readdirSync(join(source, 'explain', language)));
    expect(sections[1]).toEqual(sections[0]);
    expect(readdirSync(join(source, 'beliefs'))).toHaveLength(23);
  });

  it('is the same as data', async () => {
    const explanation = await explainMachine(report, 'zh');
    const data = doctorReportSchema.parse({
      ...report,
      explanation: describeExplanation(explanation),
    }).explanation;
    expect(data?.beliefs).toHaveLength(23);
    const page = renderPage(explanation);
    for (const { title, paragraphs } of data?.sections ?? []) {
      for (const text of [title, ...paragraphs]) expect(page).toContain(text);
    }
  });

  it('uses the values of the machine', async () => {
    const text = renderPage(await explainMachine(report, 'en'));
    expect(text).toContain('The **driver** (580.65.06)');
    expect(text).toContain('every CUDA up to 13.0');
    expect(text).toContain('12.4 in `/usr/local/cuda-12.4`');
    expect(text).toContain('all 5 libraries of 1 environment, proven by importing each');
    expect(text).toMatch(
      /nvidia-smi shows is what is installed\. \| false \| .* \| it says 13\.0; installed are 12\.4 \|/,
    );
  });

  it.each(languages)('says in %s where an environment does not use its own', async (language) => {
    const text = renderPage(await explainMachine(mixed, language));
    expect(text).toContain('`venv/ml`');
    expect(text).toContain('cudnn_graph 9.1.1');
  });

  it.each(languages)('holds in %s on a machine with nothing on it', async (language) => {
    const text = renderExplanation(await explainMachine(bare, language), { width: 80, paint });
    expect(text).not.toMatch(/undefined|null|NaN/);
    expect(text.split('\n').filter((line) => textWidth(line) > 80)).toEqual([]);
  });

  it('answers the belief about the system’s Toolkit with what was tried', async () => {
    const experiment = {
      experiment: 'ld-library-path',
      title: 'LD_LIBRARY_PATH held /x',
      environment: 'venv/ml',
      changes: [{ library: 'cudnn_graph', from: 'environment 9.10.2', to: 'toolkit 9.1.1' }],
      failure: null,
      skipped: null,
    };
    const text = renderPage(await explainMachine({ ...report, experiments: [experiment] }, 'en'));
    expect(text).toContain('1 of 1 experiment changed that');
  });

  it('is written in Chinese for readers of Chinese: full-width marks, no English sentence', async () => {
    const text = renderPage(await explainMachine(report, 'zh'));
    const prose = text.replaceAll(/`[^`]*`/g, '');
    expect(prose).not.toMatch(/\p{Script=Han}[,;:!?]/u);
    expect(prose).not.toMatch(/(?: [a-z]+){6}/);
  });
});
