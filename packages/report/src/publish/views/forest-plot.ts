import { formatPercent } from '../../compare/phrases.ts';
import type { PublishedVerdict } from '../../analysis/publication/publication.ts';
import type { DotPlot } from './plot-view.ts';

/** Rows beyond this many are left to the table. */
const plottedRatios = 40;

/** Ratios of times with their intervals; what lies within the margin is no difference. */
export function forestPlot(
  caption: string,
  ratios: readonly { label: string; verdict: PublishedVerdict }[],
  margin: number,
): DotPlot {
  return {
    kind: 'plot',
    shape: 'dots',
    caption,
    note: [
      `Shaded: the margin of ${formatPercent(margin)}, within which two are the same.`,
      ...(ratios.length > plottedRatios
        ? [`The first ${plottedRatios} of ${ratios.length}; the table has all.`]
        : []),
    ].join(' '),
    x: {
      title: '← takes less time · ratio of times · takes more →',
      scale: 'log',
      format: 'ratio',
    },
    rows: ratios.slice(0, plottedRatios).map(({ label, verdict }) => ({
      label,
      dots: [
        {
          value: verdict.ratio,
          low: verdict.interval?.low ?? null,
          high: verdict.interval?.high ?? null,
          series: verdict.verdict,
          hint: `${label}: ${verdict.text}`,
        },
      ],
    })),
    reference: { value: 1, label: 'as long as the baseline' },
    band: { low: 1 / (1 + margin), high: 1 + margin },
  };
}
