import type { TableCell, TableView } from '../views/view.ts';
import { element, safeAddress } from './dom.ts';
import { filterRows, type SortOrder, sortRows } from './rows.ts';

/** Rows shown before the reader asks for more. */
const firstRows = 100;

export interface TableState {
  filter: string;
  order: SortOrder | null;
  /** Asks for another order. */
  sort: (order: SortOrder) => void;
}

/** A table whose columns sort by a button in their heading. */
export function drawTable(view: TableView, state: TableState): HTMLElement {
  const rows = sortRows(filterRows(view.rows, state.filter), state.order);
  const heading = element('h2', { id: `${view.id}-heading` }, view.caption);
  const section = element('section', { 'aria-labelledby': `${view.id}-heading` }, heading);
  if (view.note) section.append(element('p', { class: 'note' }, view.note));
  if (view.rows.length === 0) {
    section.append(element('p', { class: 'empty' }, view.empty ?? 'There is nothing here.'));
    return section;
  }
  const count = element('p', { class: 'count', role: 'status' });
  const body = element('tbody');
  const table = element(
    'table',
    { 'data-table': view.id },
    element('caption', { class: 'hidden' }, view.caption),
    element('thead', {}, headingRow(view, state)),
    body,
  );
  const more = element('button', { type: 'button', class: 'more' });
  const show = (limit: number) => {
    const shown = rows.slice(0, limit);
    body.replaceChildren(...shown.map((row) => drawRow(row, view)));
    more.hidden = shown.length === rows.length;
    more.textContent = `Show ${Math.min(rows.length - shown.length, limit * 4)} more`;
    const of = rows.length === view.rows.length ? '' : ` of ${view.rows.length}`;
    count.textContent =
      rows.length > shown.length
        ? `${shown.length} of ${rows.length} rows shown`
        : `${rows.length}${of} ${rows.length === 1 ? 'row' : 'rows'}`;
  };
  let limit = firstRows;
  more.addEventListener('click', () => {
    limit *= 5;
    show(limit);
  });
  show(limit);
  const scroller = element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': view.caption },
    table,
  );
  section.append(scroller, count, more);
  return section;
}

function headingRow(view: TableView, { order, sort }: TableState): HTMLElement {
  return element(
    'tr',
    {},
    ...view.columns.map((column, index) => {
      const isSorted = order?.table === view.id && order.column === index;
      const direction = isSorted && !order.descending ? 'ascending' : 'descending';
      const button = element(
        'button',
        { type: 'button', id: `${view.id}-sort-${index}`, title: column.hint },
        column.title,
        element(
          'span',
          { 'aria-hidden': 'true', class: 'arrow' },
          isSorted ? (order.descending ? ' ↓' : ' ↑') : '',
        ),
      );
      button.addEventListener('click', () =>
        sort({
          table: view.id,
          column: index,
          descending: isSorted ? !order.descending : column.numeric === true,
        }),
      );
      return element(
        'th',
        {
          scope: 'col',
          class: column.numeric ? 'numeric' : undefined,
          'aria-sort': isSorted ? direction : 'none',
        },
        button,
      );
    }),
  );
}

function drawRow(row: readonly TableCell[], view: TableView): HTMLElement {
  return element(
    'tr',
    {},
    ...row.map((cell, index) => {
      const numeric = view.columns[index]?.numeric === true;
      const attributes = {
        class: [numeric ? 'numeric' : '', cell.tone ?? '', cell.bar === undefined ? '' : 'bar']
          .filter((name) => name !== '')
          .join(' '),
        title: cell.hint ?? (cell.code === true ? cell.text : undefined),
      };
      const made =
        index === 0
          ? element('th', { scope: 'row', ...attributes }, content(cell, numeric))
          : element('td', attributes, content(cell, numeric));
      if (cell.bar !== undefined) made.style.setProperty('--share', String(cell.bar));
      return made;
    }),
  );
}

function content(cell: TableCell, numeric: boolean): Node {
  if (cell.code === true) return element('code', {}, cell.text);
  const href = cell.href === undefined ? undefined : safeAddress(cell.href);
  const text = numeric ? document.createTextNode(cell.text) : breakable(cell.text);
  return href === undefined ? text : element('a', { href }, text);
}

/** Ids and paths may break after their separators, and not in the middle of a word. */
function breakable(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const [at, part] of text.split(/(?<=[,;/@]|:(?!\d))(?=\S)/).entries()) {
    if (at > 0) fragment.append(document.createElement('wbr'));
    fragment.append(part);
  }
  return fragment;
}
