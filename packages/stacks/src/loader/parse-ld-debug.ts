import type { LoaderReason } from '@stackbench/model';

/** One search of the loader that found a file, as `LD_DEBUG=libs` tells it (glibc). */
export interface LoaderChoice {
  /** What was asked for: `libcudnn_graph.so.9`. */
  library: string;
  /** The file taken, as the loader spells it: links and `..` unresolved. */
  file: string;
  reason: LoaderReason;
}

/**
 * The searches in a log of `LD_DEBUG=libs`, in order. What a search tried last is what it found, if that
 * exists; the search path above it is why.
 * @param exists whether a file is there: a search that failed ends with a file, too
 */
export function parseLdDebug(log: string, exists: (file: string) => boolean): LoaderChoice[] {
  const choices: LoaderChoice[] = [];
  let search: { library: string; place: LoaderReason; file: string | null } | null = null;
  const end = () => {
    if (search?.file != null && exists(search.file)) {
      choices.push({
        library: search.library,
        file: search.file,
        reason: located(search.place, search.file),
      });
    }
    search = null;
  };
  for (const line of log.split('\n')) {
    const text = line.replace(/^\s*\d+:\s*/, '');
    const [, library] = /^find library=(\S+) \[\d+\]; searching/.exec(text) ?? [];
    if (library !== undefined) {
      end();
      search = { library, place: { kind: 'default', from: null }, file: null };
      continue;
    }
    if (search === null) continue;
    const [, path, why] = /^search path=(.*?)\t+\((.*)\)\s*$/.exec(text) ?? [];
    const [, tried] = /^trying file=(.*)$/.exec(text) ?? [];
    if (why !== undefined) search.place = placeOf(why, path ?? '');
    else if (text.startsWith('search cache='))
      search.place = { kind: 'cache', from: text.slice(13) };
    else if (tried !== undefined) search.file = tried;
    else if (text.trim() !== '') end();
  }
  end();
  return choices;
}

function placeOf(why: string, path: string): LoaderReason {
  const [, section, file] = /^(RPATH|RUNPATH) from file (.*)$/.exec(why) ?? [];
  if (section === 'RPATH') return { kind: 'rpath', from: file ?? null };
  if (section === 'RUNPATH') return { kind: 'runpath', from: file ?? null };
  if (why === 'LD_LIBRARY_PATH') return { kind: 'ld-library-path', from: path };
  return { kind: 'default', from: path };
}

/** Of a list of folders only the one that the file lies in counts. */
function located({ kind, from }: LoaderReason, file: string): LoaderReason {
  if (kind !== 'ld-library-path' && kind !== 'default') return { kind, from };
  return { kind, from: file.slice(0, Math.max(0, file.lastIndexOf('/'))) };
}
