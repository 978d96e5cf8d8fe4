import type { Paint } from '@stackbench/report/style';
import { escapeControl, hang, padEnd, textWidth } from '@stackbench/report/text';
import type { Belief } from '../belief.ts';
import type { Machine } from '../machine.ts';
import type { Section } from '../section.ts';
import type { Language, Text } from '../text.ts';
import type { Verdict } from '../verdict.ts';

/** What is explained, in one language. */
export interface Explanation {
  language: Language;
  sections: readonly Section[];
  beliefs: readonly Belief[];
  machine: Machine;
}

const verdicts: Readonly<Record<Verdict, Text>> = {
  true: { en: 'true', zh: '对' },
  false: { en: 'false', zh: '错' },
  half: { en: 'half true', zh: '半对' },
  depends: { en: 'depends', zh: '看情况' },
  outdated: { en: 'outdated', zh: '已过时' },
};

const words = {
  title: {
    en: 'Driver, CUDA, cuDNN and Toolkit: how they relate, shown on this machine',
    zh: '驱动、CUDA、cuDNN 与 Toolkit：以这台机器为例，讲清它们的关系',
  },
  beliefs: { en: 'What people believe', zh: '常见说法，对不对' },
  claim: { en: 'Belief', zh: '说法' },
  verdict: { en: 'Verdict', zh: '结论' },
  why: { en: 'Why', zh: '理由' },
  here: { en: 'Here', zh: '这台机器' },
  made: {
    en: 'Made by `pnpm bench doctor --explain` from what was proven on the machine that it ran on; run it on yours to see your own values.',
    zh: '本页由 `pnpm bench doctor --explain` 生成，数值都是在运行它的那台机器上实测的；在你的机器上运行，就能看到你自己的情况。',
  },
  other: { en: '[中文](explain.zh.md)', zh: '[English](explain.md)' },
} as const satisfies Record<string, Text>;

/** The explanation for a terminal. */
export function renderExplanation(
  { language, sections, beliefs, machine }: Explanation,
  { width, paint }: { width: number; paint: Paint },
): string {
  const label = Math.max(...Object.values(verdicts).map((text) => textWidth(text[language]))) + 2;
  const lines = [
    paint('heading', words.title[language]),
    ...sections.flatMap(({ title, paragraphs }) => [
      '',
      paint('heading', title),
      ...paragraphs(machine).flatMap((text) => ['', ...hang('', plain(text), width)]),
    ]),
    '',
    paint('heading', words.beliefs[language]),
    ...beliefs.flatMap(({ claim, verdict, why, here }) => {
      const seen = here(machine)?.[language];
      const start = padEnd(verdicts[verdict][language], label);
      const indent = ' '.repeat(label);
      return [
        '',
        ...hang(start, plain(claim[language]), width).map((line, at) =>
          at === 0 ? paint('heading', start) + line.slice(start.length) : line,
        ),
        ...hang(indent, plain(why[language]), width),
        ...(seen === undefined
          ? []
          : hang(`${indent}→ `, escapeControl(seen), width).map((line) => paint('quiet', line))),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return escapeControl(text.replaceAll(/\*\*|`/g, ''));
}

function escapeCell(text: string): string {
  return escapeControl(text).replaceAll('|', String.raw`\|`);
}

/** The explanation as a page in Markdown. */
export function renderPage({ language, sections, beliefs, machine }: Explanation): string {
  const rows = beliefs.map(({ claim, verdict, why, here }) =>
    [
      claim[language],
      verdicts[verdict][language],
      why[language],
      here(machine)?.[language] ?? '–',
    ].map(escapeCell),
  );
  const head = (['claim', 'verdict', 'why', 'here'] as const).map((name) => words[name][language]);
  return `${[
    `# ${words.title[language]}`,
    words.other[language],
    words.made[language],
    ...sections.flatMap(({ title, paragraphs }) => [`## ${title}`, ...paragraphs(machine)]),
    `## ${words.beliefs[language]}`,
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'),
  ].join('\n\n')}\n`;
}
