import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { BenchError } from '@stackbench/model';
import { pack } from 'tar-fs';

/** By the end of an archive's name. Zstandard beyond level 12 takes minutes for a twentieth of the size. */
const compressions = {
  '.tar.zst': () =>
    createZstdCompress({
      params: {
        [constants.ZSTD_c_compressionLevel]: 12,
        [constants.ZSTD_c_windowLog]: 25,
      },
    }),
  '.tar.gz': () => createGzip({ level: 6 }),
} as const;

const endings = Object.keys(compressions) as (keyof typeof compressions)[];

/**
 * How an archive of that name is compressed.
 * @throws BenchError for a name that says nothing known
 */
export function chooseCompression(file: string): keyof typeof compressions {
  const ending = endings.find((each) => file.endsWith(each));
  if (ending === undefined) {
    throw new BenchError(`${file} ends neither with ${endings.join(' nor with ')}`, {
      fix: 'Old machines have no zstd: .tar.gz is for those.',
    });
  }
  return ending;
}

/** Writes a folder, under its own name, into one archive: beside its place first, and renamed when it is whole. */
export async function writeArchive(folder: string, file: string): Promise<void> {
  const beside = `${file}.part`;
  const entries = pack(dirname(folder), {
    entries: [basename(folder)],
    // Whoever unpacks it owns it.
    map: (header) => Object.assign(header, { uid: 0, gid: 0, uname: 'root', gname: 'root' }),
  });
  try {
    await pipeline(entries, compressions[chooseCompression(file)](), createWriteStream(beside));
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}
