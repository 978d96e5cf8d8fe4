import type { Finding } from './scan.ts';

/** A text of a run file, and where it stands. */
export interface PlacedText {
  file: string;
  line: number;
  field: string;
  text: string;
}

/** What has the shape of somebody's token or key (secretlint's rules), whoever's environment it was in. */
export async function findTokens(
  texts: readonly PlacedText[],
  allowed: ReadonlySet<string>,
): Promise<Finding[]> {
  // Loaded only to publish.
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config = { rules: [{ id: 'preset', rule: creator }] };
  const content = texts.map(({ text }) => text).join('\n');
  const { messages } = await lintSource({
    source: { filePath: 'run.txt', content, contentType: 'text' },
    options: { config },
  });
  // Where each text begins in all of them.
  const starts: number[] = [];
  let end = 0;
  for (const { text } of texts) {
    starts.push(end);
    end += text.length + 1;
  }
  return messages.flatMap(({ range: [from, to], ruleId }) => {
    const at = starts.findLastIndex((start) => start <= from);
    const place = texts[at];
    if (place === undefined || allowed.has(content.slice(from, to))) return [];
    const kind = ruleId.replace(/^.*-rule-/, '');
    const { file, line, field } = place;
    return [{ what: `a token (${kind})`, file, line, field, column: from - starts[at]! + 1 }];
  });
}
