import type { Control } from '../views/view.ts';
import { element } from './dom.ts';

type Change = (parameter: string, value: string) => void;

/** A selection for each control, and, where there are tables, the field that filters them all. */
export function drawControls(
  controls: readonly Control[],
  filter: string | null,
  change: Change,
): HTMLElement {
  return element(
    'form',
    { class: 'controls', role: 'search' },
    ...controls.map((control) =>
      control.options.length > 1 ? drawSelection(control, change) : drawOnly(control),
    ),
    ...(filter === null ? [] : [drawFilter(filter, change)]),
  );
}

function drawFilter(filter: string, change: Change): HTMLElement {
  const field = element('input', {
    type: 'search',
    id: 'filter',
    value: filter,
    autocomplete: 'off',
    placeholder: 'words, in any order',
  });
  field.addEventListener('input', () => change('q', field.value));
  return element('label', {}, element('span', {}, 'Filter the tables'), field);
}

function drawSelection({ parameter, label, value, options }: Control, change: Change): HTMLElement {
  const select = element(
    'select',
    { id: `control-${parameter}` },
    ...options.map((option) =>
      element('option', { value: option.value, selected: option.value === value }, option.label),
    ),
  );
  select.addEventListener('change', () => change(parameter, select.value));
  return element('label', {}, element('span', {}, label), select);
}

/** Where there is nothing to choose, what is shown is still named. */
function drawOnly({ label, options }: Control): HTMLElement {
  return element('p', {}, element('span', {}, label), options[0]?.label ?? '');
}
