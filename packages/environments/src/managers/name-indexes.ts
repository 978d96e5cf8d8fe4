/** The indexes that a pylock.toml names, as uv's arguments: its cache knows those alone that it is told of. */
export function indexArguments(pylock: string): string[] {
  const found = pylock.matchAll(/^index = "(.*)"$/gm);
  return [...new Set([...found].map(([, url = '']) => url))].flatMap((url) => ['--index', url]);
}

/**
 * A pylock.toml with the index that each package came from (`packages.index` of PEP 751), which uv leaves out: without
 * it uv finds nothing in its cache that it had from an index, and would download and keep all of it once more.
 * @param requirements what uv prints with --emit-index-annotation: `torch==2.8.0`, below it `# from https://…`
 */
export function nameIndexes(pylock: string, requirements: string): string {
  const found = requirements.matchAll(
    /^([\w.-]+)(?:==| @)[^\n]*\n\s+# from (https?:\/\/[^\s@]+)$/gm,
  );
  const indexes = new Map([...found].map(([, name = '', index = '']) => [name, index]));
  let current = '';
  return pylock
    .split('\n')
    .flatMap((line) => {
      current = /^name = "(.*)"$/.exec(line)?.[1] ?? current;
      const index = indexes.get(current);
      const isPlace = line.startsWith('version = ') && index !== undefined;
      return isPlace ? [line, `index = "${index}"`] : [line];
    })
    .join('\n');
}
