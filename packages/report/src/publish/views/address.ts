/** Where a view is found: `#case?id=gemm…&device=…`. The part after `#` of the page's address. */
interface Address {
  view: string;
  parameters: ReadonlyMap<string, string>;
}

/** `#overview` for an empty or broken address. */
export function parseAddress(hash: string): Address {
  const text = hash.replace(/^#/, '');
  const at = text.indexOf('?');
  const view = at < 0 ? text : text.slice(0, at);
  const parameters = new Map(new URLSearchParams(at < 0 ? '' : text.slice(at + 1)));
  return { view: view === '' ? 'overview' : view, parameters };
}

/** Parameters without a value are left out. */
export function formatAddress(
  view: string,
  parameters: Iterable<readonly [string, string | null | undefined]> = [],
): string {
  const words: string[] = [];
  for (const [name, value] of parameters) {
    if (value !== null && value !== undefined && value !== '')
      words.push(`${name}=${encode(value)}`);
  }
  return words.length === 0 ? `#${view}` : `#${view}?${words.join('&')}`;
}

/** A page has a hundred thousand addresses of a few thousand cases and stacks. */
const encoded = new Map<string, string>();

function encode(value: string): string {
  const known = encoded.get(value);
  if (known !== undefined) return known;
  const [, text = ''] = new URLSearchParams({ value }).toString().split('=');
  encoded.set(value, text);
  return text;
}
