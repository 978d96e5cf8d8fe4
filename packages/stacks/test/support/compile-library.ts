import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Why libraries cannot be made here; null where they can. */
export const whyNoCompiler = (() => {
  if (process.platform !== 'linux') return 'ELF files are made on Linux';
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'there is no gcc';
  }
})();

export interface LibraryOptions {
  source?: string;
  soname?: string;
  rpath?: string;
  runpath?: string;
  /** Other libraries, by path. */
  links?: readonly string[];
}

/** A real shared library. */
export function compileLibrary(file: string, options: LibraryOptions = {}): string {
  const {
    source = 'int answer(void) { return 42; }',
    soname,
    rpath,
    runpath,
    links = [],
  } = options;
  mkdirSync(dirname(file), { recursive: true });
  const text = `${file}.c`;
  writeFileSync(text, source);
  const flags = [
    ...(soname === undefined ? [] : [`-Wl,-soname,${soname}`]),
    ...(rpath === undefined ? [] : ['-Wl,--disable-new-dtags', `-Wl,-rpath,${rpath}`]),
    ...(runpath === undefined ? [] : ['-Wl,--enable-new-dtags', `-Wl,-rpath,${runpath}`]),
  ];
  execFileSync('gcc', [
    '-shared',
    '-fPIC',
    '-o',
    file,
    text,
    '-Wl,--no-as-needed',
    ...links,
    ...flags,
  ]);
  return file;
}
