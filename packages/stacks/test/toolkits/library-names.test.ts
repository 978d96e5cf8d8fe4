import { describe, expect, it } from 'vitest';
import { libraryOf, versionInName } from '../../src/toolkits/library-names.ts';

describe('libraryOf', () => {
  it.each([
    ['/a/libcublasLt.so.13', 'cublasLt'],
    ['libcudart-e409450e.so.11.0', 'cudart'],
    ['libcudnn.so.9.10.2', 'cudnn'],
    ['libcudnn_graph.so.9', null],
    ['libcudart_static.a', null],
    ['libz.so.1', null],
  ])('%s: %s', (file, name) => {
    expect(libraryOf(file)).toBe(name);
  });
});

describe('versionInName', () => {
  it('takes a number of less than three parts for the name of an interface', () => {
    expect(versionInName('libcudnn.so.9.10.2')).toBe('9.10.2');
    expect(versionInName('libcudnn.so.9')).toBeNull();
    expect(versionInName('libcudart-e409450e.so.11.0')).toBeNull();
  });
});
