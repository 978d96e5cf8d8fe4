/** A text that has the shape of somebody's token or key. */
export interface FoundToken {
  /** Whose: `github`. */
  kind: string;
  token: string;
  /** In which of the texts, and where there. */
  index: number;
  column: number;
}

/** With it a text can say that it is not to be looked through. */
const commentsRule = '@secretlint/secretlint-rule-filter-comments';

/** What has the shape of a token (secretlint's rules), whoever's environment it was in. */
export async function findTokens(texts: readonly string[]): Promise<FoundToken[]> {
  // Loaded where something is written or published, alone.
  const [{ lintSource }, preset] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const rules = preset.rules
    .filter(({ meta }) => meta.id !== commentsRule)
    .map((rule) => ({ id: rule.meta.id, rule }));
  // To begin a search costs more than to go on.
  const content = texts.join('\n');
  const { messages } = await lintSource({
    source: { filePath: 'run.txt', content, contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  // Where each text begins in all of them.
  const starts: number[] = [];
  let end = 0;
  for (const text of texts) {
    starts.push(end);
    end += text.length + 1;
  }
  // A byte order mark at the very beginning is not counted.
  const shift = content.startsWith('\u{FEFF}') ? 1 : 0;
  return messages.flatMap(({ range, ruleId }) => {
    const [from, to] = [range[0] + shift, range[1] + shift];
    const index = starts.findLastIndex((start) => start <= from);
    const text = texts[index];
    if (text === undefined) return [];
    const column = from - starts[index]!;
    const token = text.slice(column, column + to - from);
    return [{ kind: ruleId.replace(/^.*-rule-/, ''), token, index, column }];
  });
}
