import type { Publication } from '../../analysis/publication/publication.ts';

/**
 * `results.json`, line by line: the publication as it is, an entry a line, so that a change shows as
 * few lines.
 */
export function* renderJson(publication: Publication): Generator<string> {
  const fields: [string, unknown][] = Object.entries(publication);
  yield '{\n';
  for (const [at, [name, value]] of fields.entries()) {
    const end = at === fields.length - 1 ? '\n' : ',\n';
    if (!Array.isArray(value)) {
      yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)}${end}`;
      continue;
    }
    yield `  ${JSON.stringify(name)}: [\n`;
    for (const [place, entry] of value.entries()) {
      yield `    ${JSON.stringify(entry)}${place === value.length - 1 ? '' : ','}\n`;
    }
    yield `  ]${end}`;
  }
  yield '}\n';
}
