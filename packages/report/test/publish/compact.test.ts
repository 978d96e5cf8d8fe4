import { expect, it } from 'vitest';
import { compact, expand } from '../../src/publish/compact.ts';
import { madeSession } from './made-session.ts';
import { publicationOf } from './make-publication.ts';

it('expands to what was compacted, in less than half the text', () => {
  const publication = publicationOf(...madeSession());
  const small = JSON.stringify(compact(publication));
  expect(expand(JSON.parse(small) as ReturnType<typeof compact>)).toEqual(publication);
  expect(small.length).toBeLessThan(JSON.stringify(publication).length / 2);
});
