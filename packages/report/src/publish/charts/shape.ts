/** An element of SVG as plain data: the page makes nodes of it, and a file beside the README text. */
export interface Shape {
  name: string;
  attributes: Readonly<Record<string, string | number>>;
  children: readonly (Shape | string)[];
}

export function shape(
  name: string,
  attributes: Shape['attributes'],
  ...children: readonly (Shape | string)[]
): Shape {
  return { name, attributes, children };
}

/** Text at a place; a halo of the page's colour keeps it readable above lines. */
export function label(text: string, x: number, y: number, more: Shape['attributes'] = {}): Shape {
  const halo = {
    stroke: 'var(--page)',
    'stroke-width': 4,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  };
  return shape('text', { x: round(x), y: round(y), fill: 'var(--ink)', ...halo, ...more }, text);
}

export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  more: Shape['attributes'] = {},
): Shape {
  const ends = { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
  return shape('line', { stroke: 'var(--line)', ...ends, ...more });
}

/** A tenth of a pixel is finer than any screen, and keeps files small and the same everywhere. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
