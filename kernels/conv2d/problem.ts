import { BenchError, parseFields } from '@stackbench/model';

/** Memory order of a problem's tensors, see {@link Conv2dProblem}. */
type Layout = 'nchw' | 'nhwc';

/**
 * A convolution of N images of C channels, H × W, with K filters of R × S (height × width).
 *
 * | layout | input x    | filters w       | output y   |
 * | ------ | ---------- | --------------- | ---------- |
 * | `nhwc` | N, H, W, C | K, R, S, C ÷ groups | N, P, Q, K |
 * | `nchw` | N, C, H, W | K, C ÷ groups, R, S | N, K, P, Q |
 *
 * As everywhere in deep learning it is a cross-correlation: output row p meets input row
 * h = p·stride − pad + r·dilation, and reads zero where h lies outside. Filter k belongs to group
 * ⌊k·groups ÷ K⌋ and sees only the C ÷ groups channels of that group.
 */
export type Conv2dProblem = {
  readonly n: number;
  readonly c: number;
  readonly h: number;
  readonly w: number;
  readonly k: number;
  readonly r: number;
  readonly s: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly padH: number;
  readonly padW: number;
  readonly dilationH: number;
  readonly dilationW: number;
  readonly groups: number;
  readonly layout: Layout;
};

const extents = ['n', 'c', 'h', 'w', 'k', 'r', 's'] as const;
const pairs = ['stride', 'pad', 'dilation'] as const;
const knownKeys: ReadonlySet<string> = new Set([...extents, ...pairs, 'groups', 'layout']);

/** Keeps sums of extents and pads inside 32 bits. */
const largestExtent = 2 ** 20;
/** Kernels index elements with signed 32-bit integers (CUDA's `int`). */
export const mostElements = 2 ** 31 - 1;

const example = 'n=1,c=64,h=56,w=56,k=64,r=3,s=3,pad=1';
const exampleFix = `Write a problem such as '${example}'; stride, pad and dilation also as height x width: 'stride=2x1'.`;

/** Height and width of the output: ⌊(H + 2·pad − dilation·(R − 1) − 1) ÷ stride⌋ + 1. */
export function outputExtents(problem: Conv2dProblem): { p: number; q: number } {
  const { h, w, r, s, strideH, strideW, padH, padW, dilationH, dilationW } = problem;
  return {
    p: Math.floor((h + 2 * padH - dilationH * (r - 1) - 1) / strideH) + 1,
    q: Math.floor((w + 2 * padW - dilationW * (s - 1) - 1) / strideW) + 1,
  };
}

/** The problem that `text` names, defaults filled in: stride 1, pad 0, dilation 1, groups 1, nhwc. */
export function parseProblem(text: string): Conv2dProblem {
  const fields = parseFields(text);
  for (const key of fields.keys()) {
    if (!knownKeys.has(key)) {
      throw new BenchError(
        `conv2d has no '${key}', only ${[...knownKeys].join(', ')} (in '${text}')`,
        { fix: exampleFix },
      );
    }
  }
  const extent = (key: string, fallback?: string) =>
    integer(text, key, fields.get(key) ?? fallback, 1);
  const [strideH, strideW] = pair(text, 'stride', fields.get('stride') ?? '1', 1);
  const [padH, padW] = pair(text, 'pad', fields.get('pad') ?? '0', 0);
  const [dilationH, dilationW] = pair(text, 'dilation', fields.get('dilation') ?? '1', 1);
  const problem: Conv2dProblem = {
    n: extent('n'),
    c: extent('c'),
    h: extent('h'),
    w: extent('w'),
    k: extent('k'),
    r: extent('r'),
    s: extent('s'),
    strideH,
    strideW,
    padH,
    padW,
    dilationH,
    dilationW,
    groups: extent('groups', '1'),
    layout: parseLayout(text, fields.get('layout') ?? 'nhwc'),
  };
  checkProblem(text, problem);
  return problem;
}

/** Defaults are left out; a pair of equal numbers is written once. */
export function formatProblem(problem: Conv2dProblem): string {
  const { strideH, strideW, padH, padW, dilationH, dilationW, groups, layout } = problem;
  const optional = [
    ['stride', formatPair(strideH, strideW), '1'],
    ['pad', formatPair(padH, padW), '0'],
    ['dilation', formatPair(dilationH, dilationW), '1'],
    ['groups', String(groups), '1'],
    ['layout', layout, 'nhwc'],
  ] as const;
  return [
    ...extents.map((key) => `${key}=${problem[key]}`),
    ...optional
      .filter(([, value, fallback]) => value !== fallback)
      .map(([key, value]) => `${key}=${value}`),
  ].join(',');
}

function formatPair(height: number, width: number): string {
  return height === width ? String(height) : `${height}x${width}`;
}

function integer(text: string, key: string, value: string | undefined, least: number): number {
  const number = Number(value);
  if (value === undefined || !/^\d+$/.test(value) || number < least || number > largestExtent) {
    const found = value === undefined ? 'it is missing' : `not '${value}'`;
    throw new BenchError(
      `conv2d needs ${key}=<integer from ${least} to ${largestExtent}>, ${found} (in '${text}')`,
      { fix: exampleFix },
    );
  }
  return number;
}

/** `2` is 2 high and 2 wide, `2x1` is 2 high and 1 wide. */
function pair(text: string, key: string, value: string, least: number): [number, number] {
  const [height, width = height, ...rest] = value.split('x');
  if (rest.length > 0) return [integer(text, key, value, least), 0];
  return [integer(text, key, height, least), integer(text, key, width, least)];
}

function parseLayout(text: string, value: string): Layout {
  if (value !== 'nchw' && value !== 'nhwc') {
    throw new BenchError(`conv2d needs layout=nchw or layout=nhwc, not '${value}' (in '${text}')`, {
      fix: exampleFix,
    });
  }
  return value;
}

function checkProblem(text: string, problem: Conv2dProblem): void {
  const { n, c, h, w, k, r, s, groups } = problem;
  for (const [key, channels] of Object.entries({ c, k })) {
    if (channels % groups !== 0) {
      throw new BenchError(
        `conv2d needs ${key} to be a multiple of groups: ${key}=${channels}, groups=${groups} (in '${text}')`,
        { fix: `Depthwise, for example: 'n=1,c=32,h=56,w=56,k=32,r=3,s=3,pad=1,groups=32'.` },
      );
    }
  }
  const { p, q } = outputExtents(problem);
  if (p < 1 || q < 1) {
    const [filter, side] = p < 1 ? [`r=${r}`, `h=${h}`] : [`s=${s}`, `w=${w}`];
    throw new BenchError(
      `conv2d leaves no output: the filter's ${filter} (dilated) is larger than ${side} (padded) (in '${text}')`,
      { fix: exampleFix },
    );
  }
  const counts = { input: n * c * h * w, filters: k * (c / groups) * r * s, output: n * k * p * q };
  for (const [name, count] of Object.entries(counts)) {
    if (count > mostElements) {
      throw new BenchError(
        `conv2d's ${name} would have ${count} elements, more than ${mostElements} (in '${text}')`,
        { fix: 'Make n smaller.' },
      );
    }
  }
}
