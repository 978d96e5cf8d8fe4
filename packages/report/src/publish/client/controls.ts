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
    ...controls
      .filter(({ options }) => options.length > 1)
      .map(({ parameter, label, value, options }) => {
        const select = element(
          'select',
          { id: `control-${parameter}` },
          ...options.map((option) =>
            element(
              'option',
              { value: option.value, selected: option.value === value },
              option.label,
            ),
          ),
        );
        select.addEventListener('change', () => change(parameter, select.value));
        return element('label', {}, element('span', {}, label), select);
      }),
    element('label', {}, element('span', {}, 'Filter the tables'), field),
  );
}
