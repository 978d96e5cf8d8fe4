import { describe, expect, test } from 'vitest';
import { chooseMirror } from '../../src/mesa/debian-mirror.ts';

describe("the mirror of Debian's archive", () => {
  test('is the one that apt reads, not that of security updates', () => {
    const archives =
      'https://mirror.example/debian-security/ Debian\nhttps://mirror.example/debian/ Debian\n';
    expect(chooseMirror(archives)).toBe('https://mirror.example/debian/');
  });

  test('is found before the first update, when no archive has said whose it is', () => {
    expect(chooseMirror('https://mirror.example/debian/ \n')).toBe(
      'https://mirror.example/debian/',
    );
  });

  test.each(['', 'https://mirror.example/ubuntu/ Ubuntu\n'])(
    'is asked for where apt reads none: %j',
    (archives) => {
      expect(() => chooseMirror(archives)).toThrow(
        expect.objectContaining({ fix: expect.stringContaining('STACKBENCH_DEBIAN_MIRROR=') }),
      );
    },
  );
});
