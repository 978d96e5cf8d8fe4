/** What tells of anyone, as runs of other machines may have it, by its shape. */
export interface Shape {
  what: string;
  /** Global. */
  pattern: RegExp;
  /** What stands in place of a text of this shape, and has the shape no longer. */
  mask: (found: string) => string;
}

/** A separator of paths, or its last part, as paths, URLs, JSON and pages write it. */
const separator = String.raw`(?:[\\/]|%2f|%5c|&#92;)`;
/** Nobody's: and the mask itself, as the script of a page writes it. */
const nobody = String.raw`(?!(?:runner|linuxbrew|Shared|Public|u003cuser)\b)`;

const address = { what: 'a network address', mask: () => '<address>' };

export const shapes: readonly Shape[] = [
  {
    what: 'a home folder',
    pattern: new RegExp(`${separator}(?:home|Users)${separator}+${nobody}[\\w.-]+`, 'gi'),
    mask: (found) => found.replace(/[\w.-]+$/, '<user>'),
  },
  // Not `git@github.com:…`, nor the `…@/prefix` of a stack.
  {
    what: 'a mail address',
    pattern: /(?<![\w/.+-])(?!git@)[\w.+-]+@(?:[a-z][\w-]*\.)+[a-z]{2,24}(?![\w@-])/gi,
    mask: () => '<mail>',
  },
  // Versions have four numbers, too: only ranges that no version is in, or with a port.
  {
    ...address,
    pattern:
      /(?<![\w.])(?:192\.168\.\d{1,3}\.\d{1,3}|(?!127\.|0\.)\d{1,3}(?:\.\d{1,3}){3}(?=:\d{2,5}\b))(?![\w.])/g,
  },
  {
    ...address,
    pattern:
      /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:fe80|f[cd][\da-f]{2}|2[\da-f]{3}):(?:[\da-f]{1,4}:){0,6}:[\da-f:]*[\da-f])(?![\w:])/gi,
  },
  {
    ...address,
    what: 'the address of a network card',
    pattern: /(?<![\w:-])(?:[\da-f]{2}:){5}[\da-f]{2}(?![\w:-])/gi,
  },
];
