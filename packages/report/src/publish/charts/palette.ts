/** Colours by what they are for; each is readable on `page` in its own theme. */
const light = {
  page: '#fcfcfb',
  raised: '#ffffff',
  ink: '#1c2024',
  quiet: '#5c646c',
  line: '#e2e4e6',
  link: '#0b5cad',
  bar: '#9fc3ea',
  band: '#dfe9f5',
  best: '#0b6b3a',
  bad: '#b3261e',
  warning: '#7d5200',
  'warning-page': '#fdf4e1',
  'series-1': '#2563b0',
  'series-2': '#c05a12',
  'series-3': '#1f7a4d',
  'series-4': '#8a3fa0',
  'series-5': '#b0354c',
  'series-6': '#4a6b74',
  'series-7': '#8a6d00',
  'series-8': '#4b4fc4',
};

const dark: typeof light = {
  page: '#15181b',
  raised: '#1c2024',
  ink: '#e7eaed',
  quiet: '#a3abb3',
  line: '#30363c',
  link: '#84b9f2',
  bar: '#3c6a99',
  band: '#233447',
  best: '#6fd39c',
  bad: '#ff9c92',
  warning: '#f0c36a',
  'warning-page': '#302814',
  'series-1': '#7fb2f0',
  'series-2': '#f0a068',
  'series-3': '#6fd39c',
  'series-4': '#d49ae6',
  'series-5': '#f78fa2',
  'series-6': '#9fc0c8',
  'series-7': '#e0c255',
  'series-8': '#a9abff',
};

/** Series beyond this many cannot be told apart. */
export const seriesLimit = 8;

export function seriesColour(index: number): string {
  return `var(--series-${(index % seriesLimit) + 1})`;
}

/** The colours as custom properties: as the reader's system asks, or, on the page, as its button says. */
export function paletteCss(): string {
  const rules = (colours: typeof light) =>
    Object.entries(colours)
      .map(([name, colour]) => `--${name}:${colour}`)
      .join(';');
  return [
    `:root{color-scheme:light;${rules(light)}}`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;${rules(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${rules(dark)}}`,
  ].join('\n');
}
