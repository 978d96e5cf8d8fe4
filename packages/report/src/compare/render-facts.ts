import type { Paint } from '../style.ts';
import { escapeControl, hang } from '../text.ts';
import { canonical, type FactDifference, type FactValue } from './facts.ts';

/** The facts that differ, one below the other; of two lists only the entries that differ. */
export function renderFacts(
  facts: readonly FactDifference[],
  width: number,
  paint: Paint,
): string[] {
  if (facts.length === 0) return ['The facts of both are the same.'];
  return [
    paint('heading', 'What differs'),
    ...facts.flatMap(({ path, a, b }) => [
      ...hang('  ', escapeControl(path), width),
      ...hang('    A  ', escapeControl(describe(a, b)), width),
      ...hang('    B  ', escapeControl(describe(b, a)), width),
    ]),
  ];
}

function describe(own: FactValue, other: FactValue): string {
  if ('missing' in own) return '(missing)';
  if (Array.isArray(own.value) && 'value' in other && Array.isArray(other.value)) {
    const common = new Set(other.value.map((entry) => canonical(entry)));
    const only = own.value.filter((entry) => !common.has(canonical(entry)));
    return only.length === 0
      ? '(none besides)'
      : `only: ${only.map((entry) => show(entry)).join(', ')}`;
  }
  return show(own.value);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
