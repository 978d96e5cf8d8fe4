import { readFileSync, writeFileSync } from 'node:fs';

/** d_tag of DT_RPATH and DT_RUNPATH (elf(5)). */
const [rpath, runpath] = [15n, 29n];
const dynamic = 2;

/**
 * Turns the RPATH of a 64-bit ELF file into a RUNPATH, in place: the same folders, but searched after
 * LD_LIBRARY_PATH. Extensions that others build have one.
 */
export function flipRpath(file: string): void {
  const bytes = readFileSync(file);
  const start = Number(bytes.readBigUInt64LE(32));
  const [size, count] = [bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  for (let at = start; at < start + size * count; at += size) {
    if (bytes.readUInt32LE(at) !== dynamic) continue;
    const offset = Number(bytes.readBigUInt64LE(at + 8));
    const length = Number(bytes.readBigUInt64LE(at + 32));
    for (let entry = offset; entry < offset + length; entry += 16) {
      if (bytes.readBigInt64LE(entry) === rpath) bytes.writeBigInt64LE(runpath, entry);
    }
  }
  writeFileSync(file, bytes);
}
