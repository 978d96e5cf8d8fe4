import { describe, expect, it } from 'vitest';
import { factAt, facts, labelFact, readFact, stateFacts } from '../src/facts.ts';

describe('facts', () => {
  it('says of each what it is called, once for one meaning', () => {
    const labels = [...facts].map(([, { label, unit, layer }]) => `${layer} ${label} ${unit}`);
    expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
  });

  it('keeps what measured something else from being ranked together', () => {
    const apart = [...facts].flatMap(([name, { rankedTogether }]) => (rankedTogether ? [] : name));
    expect(apart).toEqual(expect.arrayContaining(['gpu', 'device', 'mathMode', 'clock']));
    expect(apart).not.toContain('cudnnVersion');
  });
});

describe('stateFacts', () => {
  it('leaves out what is not known and keeps what is known to be absent', () => {
    expect(stateFacts({ cudnnVersion: null, cublasVersion: undefined, threads: 0 })).toEqual({
      cudnnVersion: null,
      threads: 0,
    });
  });
});

describe('readFact', () => {
  it('gives a value of the kind that the row says', () => {
    expect(readFact({ features: ['f16'] }, 'features')).toEqual(['f16']);
    expect(readFact({ l2Bytes: 0 }, 'l2Bytes')).toBe(0);
    expect(readFact({ isFallbackAdapter: false }, 'isFallbackAdapter')).toBe(false);
  });

  it('gives nothing for what is missing, null, or of another kind in a file that anybody wrote', () => {
    expect(readFact({}, 'features')).toBeUndefined();
    expect(readFact({ cudnnVersion: null }, 'cudnnVersion')).toBeUndefined();
    expect(readFact({ features: 'f16' }, 'features')).toBeUndefined();
    expect(readFact({ features: ['f16', 1] }, 'features')).toBeUndefined();
    expect(readFact({ limits: ['maxBufferSize'] }, 'limits')).toBeUndefined();
  });
});

describe('factAt', () => {
  it('finds the row of the longest beginning of a path', () => {
    expect(factAt('limits.maxBufferSize')?.fact.public).toBe(true);
    expect(factAt('limits.maxBindGroups')).toMatchObject({
      fact: { public: false },
      below: 'maxBindGroups',
    });
    expect(factAt('libraries.cudnn.version')?.below).toBe('cudnn.version');
  });

  it('finds nothing for a fact without a row, whatever its name begins with', () => {
    expect(factAt('gpuName')).toBeUndefined();
    expect(factAt('limitsOfAnother')).toBeUndefined();
    expect(factAt('constructor')).toBeUndefined();
  });
});

describe('labelFact', () => {
  it('names a fact with its unit, what lies below it, and itself where no row speaks for it', () => {
    expect(labelFact('cudnnVersion')).toBe('cuDNN');
    expect(labelFact('l2Bytes')).toBe('L2 cache (bytes)');
    expect(labelFact('libraries.cudnn.version')).toBe('library: cudnn.version');
    expect(labelFact('machine.cpu')).toBe('machine.cpu');
  });
});
