import type { Publication } from '../publication.ts';

/** `results.json`: the publication as it is, an entry a line, so that a change shows as few lines. */
export function renderJson(publication: Publication): string {
  const parts = Object.entries(publication).map(([name, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const entries = value.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',');
    return `${JSON.stringify(name)}: [${entries}${value.length === 0 ? '' : '\n  '}]`;
  });
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}
