import { type CompactPublication, expand } from '../compact.ts';
import { formatAddress, parseAddress } from '../views/address.ts';
import { views } from '../views/index.ts';
import { attempt } from '../views/attempt.ts';
import { makeView } from '../views/make-view.ts';
import {
  indexPublication,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import type { Block, TextView } from '../views/view.ts';
import { drawControls } from './controls.ts';
import { element } from './dom.ts';
import { drawFigure } from './draw-figure.ts';
import { formatOrder, parseOrder } from './rows.ts';
import { drawTable } from './table.ts';
import { startTheme } from './theme.ts';

const themeButton = document.querySelector<HTMLElement>('#theme');
if (themeButton !== null) startTheme(themeButton, () => {});

const data = document.querySelector('#data')?.textContent;
const main = document.querySelector<HTMLElement>('#main');
if (data && main !== null) {
  const index = attempt(() => indexPublication(expand(JSON.parse(data) as CompactPublication)));
  if ('value' in index) start(index.value, main);
  else main.replaceChildren(drawFailure('The data of this page cannot be read', index.failure));
}

/** In the place of what fails: a strange run must not blank the page. */
function drawFailure(what: string, failure: string): HTMLElement {
  return element(
    'div',
    { class: 'text warning' },
    element('p', {}, `${what}: ${failure}. README.md, results.csv and results.json hold the same.`),
  );
}

function start(index: PublicationIndex, place: HTMLElement): void {
  let shown = '';
  const draw = () => {
    const address = parseAddress(location.hash);
    // The link that skips the menu is an address too, but not of a view.
    if (address.view === 'main') return;
    drawView(index, place, address.view, address.parameters);
    if (shown !== '' && shown !== address.view) {
      place.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    shown = address.view;
  };
  addEventListener('hashchange', draw);
  let width = place.clientWidth;
  addEventListener('resize', () => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw();
  });
  draw();
}

function drawView(
  index: PublicationIndex,
  place: HTMLElement,
  name: string,
  parameters: ReadonlyMap<string, string>,
): void {
  const entry = views.find((each) => each.name === name) ?? views[0];
  if (entry === undefined) return;
  const view = makeView(entry, index, parameters);
  const go = (parameter: string, value: string) => {
    const hash = formatAddress(entry.name, new Map([...parameters, [parameter, value]]));
    history.replaceState(null, '', hash);
    drawView(index, place, entry.name, parseAddress(hash).parameters);
  };
  const filter = parameters.get('q') ?? '';
  const state = {
    filter,
    order: null,
    sort: (order: Parameters<typeof formatOrder>[0]) => go('sort', formatOrder(order)),
  };
  const order = parseOrder(parameters.get('sort'));
  const drawBlock = (block: Block): HTMLElement => {
    if (block.kind === 'plot') return drawFigure(block, place.clientWidth);
    if (block.kind === 'text') return drawText(block);
    return drawTable(block, { ...state, order: order?.table === block.id ? order : null });
  };
  const tryBlock = (block: Block): HTMLElement => {
    const drawn = attempt(() => drawBlock(block));
    return 'value' in drawn ? drawn.value : drawFailure('This cannot be drawn', drawn.failure);
  };
  const hasTables = view.blocks.some(({ kind }) => kind === 'table');
  const focused = document.activeElement?.id ?? '';
  const caret =
    document.activeElement instanceof HTMLInputElement
      ? document.activeElement.selectionStart
      : null;
  place.replaceChildren(
    element('h1', {}, view.title),
    ...(view.answer ?? []).map(tryBlock),
    element('p', { class: 'intro' }, view.intro),
    drawControls(view.controls, hasTables ? filter : null, go),
    ...view.blocks.map(tryBlock),
  );
  document.title = `${view.title} – stackbench results`;
  markCurrent(entry.name);
  restoreFocus(focused, caret);
}

function drawText({ tone, paragraphs, command }: TextView): HTMLElement {
  return element(
    'div',
    { class: `text ${tone ?? ''}`.trim() },
    ...paragraphs.map((paragraph) => element('p', {}, paragraph)),
    ...(command === undefined ? [] : [drawCommand(command)]),
  );
}

/** A narrow screen scrolls it in its own box, by the keyboard too. */
function drawCommand(command: string): HTMLElement {
  const box = { tabindex: '0', role: 'region', 'aria-label': 'Command' };
  return element('pre', box, element('code', {}, command));
}

function markCurrent(name: string): void {
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** Drawing again must not take the keyboard's place away. */
function restoreFocus(id: string, caret: number | null): void {
  if (id === '') return;
  const again = document.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  again?.focus({ preventScroll: true });
  if (again instanceof HTMLInputElement && caret !== null) again.setSelectionRange(caret, caret);
}
