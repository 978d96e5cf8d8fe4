import type { Control } from '../views/view.ts';
import { element } from './dom.ts';

/** A selection for each control, and the field that filters all tables of the view. */
export function drawControls(
  controls: readonly Control[],
  filter: string,
  change: (parameter: string, value: string) => void,
): HTMLElement {
  const field = element('input', {
    type: 'search',
    id: 'filter',
    value: filter,
    autocomplete: 'off',
    placeholder: 'words, in any order',
  });
  field.addEventListener('input', () => change('q', field.value));
  return element(
    'form',
    { class: 'controls', role: 'search' },
    ...controls.map((control) =>
      control.options.length > 1 ? drawSelection(control, change) : drawOnly(control),
    ),
    element('label', {}, element('span', {}, 'Filter the tables'), field),
  );
}

function drawSelection(
  { parameter, label, value, options }: Control,
  change: (parameter: string, value: string) => void,
): HTMLElement {
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
