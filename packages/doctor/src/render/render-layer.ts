import type { Paint } from '@stackbench/report/style';
import { escapeControl, hang, padEnd } from '@stackbench/report/text';

export interface RenderOptions {
  width: number;
  paint: Paint;
}

const labelWidth = 14;

/** A layer that a line is enough for. */
export function renderLayer(
  label: string,
  text: string,
  { width, paint }: RenderOptions,
): string[] {
  const lead = padEnd(label, labelWidth);
  return hang(lead, escapeControl(text), width).map((line, at) =>
    at === 0 ? paint('heading', lead) + line.slice(labelWidth) : line,
  );
}
