import { readSync } from 'node:fs';
import { withFile } from '../read-text.ts';

/** What the loader reads in a file before it looks for others. */
export interface ElfFile {
  needed: readonly string[];
  soname: string | null;
  /** DT_RPATH: searched before LD_LIBRARY_PATH; void where there is a DT_RUNPATH. */
  rpath: readonly string[];
  /** DT_RUNPATH: searched after it. */
  runpath: readonly string[];
  /** The loader that starts it, for programs. */
  interpreter: string | null;
}

const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
/** p_type: PT_LOAD, PT_DYNAMIC, PT_INTERP (elf(5)). */
const [load, dynamic, interp] = [1, 2, 3];
/** d_tag. */
const tags = { needed: 1n, strtab: 5n, strsz: 10n, soname: 14n, rpath: 15n, runpath: 29n };

/** The dynamic section of a 64-bit little-endian ELF file; null for any other file, and one that is cut off. */
export function readElf(file: string): ElfFile | null {
  return withFile(file, parse);
}

function parse(descriptor: number): ElfFile | null {
  const header = read(descriptor, 0, 64);
  if (!header.subarray(0, magic.length).equals(magic)) return null;
  const start = Number(header.readBigUInt64LE(32));
  const [size, count] = [header.readUInt16LE(54), header.readUInt16LE(56)];
  const table = read(descriptor, start, size * count);
  const segments = Array.from({ length: count }, (_, at) => ({
    type: table.readUInt32LE(at * size),
    offset: Number(table.readBigUInt64LE(at * size + 8)),
    address: table.readBigUInt64LE(at * size + 16),
    length: Number(table.readBigUInt64LE(at * size + 32)),
  }));
  const named = segments.find(({ type }) => type === interp);
  const interpreter =
    named === undefined ? null : textAt(read(descriptor, named.offset, named.length), 0);
  const section = segments.find(({ type }) => type === dynamic);
  if (section === undefined) {
    return { needed: [], soname: null, rpath: [], runpath: [], interpreter };
  }
  const raw = read(descriptor, section.offset, section.length);
  const entries = Array.from({ length: Math.floor(raw.length / 16) }, (_, at) => ({
    tag: raw.readBigInt64LE(at * 16),
    value: raw.readBigUInt64LE(at * 16 + 8),
  }));
  const valueOf = (tag: bigint) => entries.find((entry) => entry.tag === tag)?.value;
  const address = valueOf(tags.strtab) ?? 0n;
  const home = segments.find(
    (segment) =>
      segment.type === load &&
      segment.address <= address &&
      address < segment.address + BigInt(segment.length),
  );
  if (home === undefined) return null;
  const strings = read(
    descriptor,
    home.offset + Number(address - home.address),
    Number(valueOf(tags.strsz) ?? 0n),
  );
  const textOf = (tag: bigint) => {
    const value = valueOf(tag);
    return value === undefined ? null : textAt(strings, Number(value));
  };
  const foldersOf = (tag: bigint) =>
    textOf(tag)
      ?.split(':')
      .filter((folder) => folder !== '') ?? [];
  return {
    needed: entries
      .filter(({ tag }) => tag === tags.needed)
      .map(({ value }) => textAt(strings, Number(value))),
    soname: textOf(tags.soname),
    rpath: foldersOf(tags.rpath),
    runpath: foldersOf(tags.runpath),
    interpreter,
  };
}

/** Numbers of the file decide how much is read: what is beyond these is no table of a library. */
const longestTable = 2 ** 24;
const longestText = 4096;

function read(descriptor: number, offset: number, length: number): Buffer {
  if (length > longestTable) throw new RangeError('its tables are too long');
  const bytes = Buffer.alloc(length);
  const got = readSync(descriptor, bytes, 0, length, offset);
  if (got < length) throw new RangeError('the file ends before its tables do');
  return bytes;
}

function textAt(bytes: Buffer, start: number): string {
  const end = bytes.indexOf(0, start);
  return end - start > longestText ? '' : bytes.toString('utf8', start, end);
}
