import { findTokens } from '@stackbench/privacy';
import type { Finding } from './scan.ts';

/** A text of a run file, and where it stands. */
export interface PlacedText {
  file: string;
  line: number;
  field: string;
  text: string;
}

/** What has the shape of somebody's token or key, whoever's environment it was in. */
export async function findTokensInTexts(
  texts: readonly PlacedText[],
  allowed: ReadonlySet<string>,
): Promise<Finding[]> {
  const found = await findTokens(texts.map(({ text }) => text));
  return found
    .filter(({ token }) => !allowed.has(token))
    .map(({ kind, index, column }) => {
      const { file, line, field } = texts[index]!;
      return { what: `a token (${kind})`, file, line, field, column: column + 1 };
    });
}
