import { expect, it } from 'vitest';
import { indexPublication } from '../../../src/analysis/publication/publication-index.ts';
import { makeView } from '../../../src/publish/views/make-view.ts';
import { publicationOf } from '../make-publication.ts';

function fail(): never {
  throw new RangeError('Invalid array length');
}

it('a view that throws becomes a view that says so, and where the data are', () => {
  const index = indexPublication(publicationOf());
  const view = makeView({ name: 'size', lack: null, menu: 'Size', make: fail }, index, new Map());
  expect(view.intro).toContain('“size” fails');
  expect(view.intro).toContain('results.csv');
  expect(JSON.stringify(view.blocks)).toContain('Invalid array length');
});
