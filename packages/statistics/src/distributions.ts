import type binomialCdfOf from '@stdlib/stats-base-dists-binomial-cdf';
import type tCdfOf from '@stdlib/stats-base-dists-t-cdf';
import type tQuantileOf from '@stdlib/stats-base-dists-t-quantile';

// The library is a file a function, four hundred of them: a sixth of what a command takes that computes none of these. So
// each is loaded when it is first called.

/** Node's. The types of this package are checked for browsers, too, where a page loads nothing of this file. */
declare const process: {
  getBuiltinModule(name: 'node:module'): {
    createRequire(from: string): (name: string) => unknown;
  };
};

let binomialCdfLoaded: typeof binomialCdfOf | undefined;
let tCdfLoaded: typeof tCdfOf | undefined;
let tQuantileLoaded: typeof tQuantileOf | undefined;

/** P(X ≤ x) where X ~ Binomial(n, p). */
export function binomialCdf(x: number, n: number, p: number): number {
  binomialCdfLoaded ??= load('@stdlib/stats-base-dists-binomial-cdf') as typeof binomialCdfOf;
  return binomialCdfLoaded(x, n, p);
}

/** P(T ≤ x) of Student's t with v degrees of freedom. */
export function tCdf(x: number, v: number): number {
  tCdfLoaded ??= load('@stdlib/stats-base-dists-t-cdf') as typeof tCdfOf;
  return tCdfLoaded(x, v);
}

/** The x of which P(T ≤ x) = p. */
export function tQuantile(p: number, v: number): number {
  tQuantileLoaded ??= load('@stdlib/stats-base-dists-t-quantile') as typeof tQuantileOf;
  return tQuantileLoaded(p, v);
}

function load(name: string): unknown {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url)(name);
}
