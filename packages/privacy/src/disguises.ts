/** A word that says something else once it is decoded. */
export interface Disguise {
  word: string;
  says: string;
}

/** Encoded in encoded: so often, and no more. */
const mostLayers = 3;
const shortestBase64 = 12;

/** What words of a text say that are percent-encoded, as in URLs, or base64. */
export function listDisguises(text: string): Disguise[] {
  return [...percentEncoded(text), ...base64Encoded(text)];
}

function percentEncoded(text: string): Disguise[] {
  if (!text.includes('%')) return [];
  return [...text.matchAll(/[^\s"'<>]+/g)].flatMap(([word]) => {
    const says = decodePercent(word);
    return says === word ? [] : [{ word, says }];
  });
}

function decodePercent(word: string): string {
  let says = word;
  for (let layer = 0; layer < mostLayers; layer++) {
    says = says.replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
    );
  }
  return says;
}

/** What is readable of it, wherever in the word it begins: a path may go before it. */
function base64Encoded(text: string): Disguise[] {
  return [...text.matchAll(/[A-Za-z\d+/_-]+={0,2}/g)]
    .filter(([word]) => word.length >= shortestBase64)
    .flatMap(([word]) =>
      [0, 1, 2, 3].flatMap((start) => {
        const decoded = Buffer.from(word.slice(start), 'base64').toString('latin1');
        return [...decoded.matchAll(/[\n\t\u0020-\u007E]{8,}/g)].map(([says]) => ({ word, says }));
      }),
    );
}
