/** The innermost loop in which most of a kernel's products are, by its machine code. */
export interface MainLoop {
  /** The instruction that multiplies: `FFMA`, `HMMA`, `HGMMA`. */
  product: string;
  /** The first of them as nvdisasm names it, with its shape and types: `HMMA.16816.F32.BF16`. */
  instruction: string;
  /** How many of them stand in the loop. */
  products: number;
  /** Instructions of the loop that do something, each of which takes an issue slot of a warp. */
  slots: number;
}

/** What multiplies and adds: numbers, pairs of them, matrices of a warp and of a warpgroup. */
const multiplying = /^(FFMA2?|DFMA|HFMA2|HMMA|IMMA|DMMA|HGMMA|QGMMA|IGMMA)$/;

/** Under it nothing is done, ever: on sm_120 ptxas fills the time between two products with such, as with `NOP`. */
const never = /^@!U?PT\s/;

/** Places of a loop's first and last instruction. */
interface Loop {
  first: number;
  last: number;
}

/** The main loop in what `nvdisasm -c` prints of one kernel; null where no loop multiplies. */
export function findMainLoop(sass: string): MainLoop | null {
  const { opcodes, instructions, loops } = parse(sass);
  const product = mostFrequent(opcodes.filter((opcode) => multiplying.test(opcode)));
  if (product === null) return null;
  const counted = loops.map((loop) => {
    const body = opcodes.slice(loop.first, loop.last + 1);
    const products = body.filter((opcode) => opcode === product).length;
    return { ...loop, products, slots: body.filter((opcode) => opcode !== 'NOP').length };
  });
  const multiplies = counted.filter(({ products }) => products > 0);
  const innermost = multiplies.filter((outer) =>
    multiplies.every((inner) => inner === outer || !encloses(outer, inner)),
  );
  const [main] = innermost.toSorted((a, b) => b.products - a.products);
  if (main === undefined) return null;
  const instruction = instructions[opcodes.indexOf(product, main.first)] ?? product;
  return { product, instruction, products: main.products, slots: main.slots };
}

function encloses(outer: Loop, inner: Loop): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Instructions in order, and where control goes back. */
function parse(sass: string): { opcodes: string[]; instructions: string[]; loops: Loop[] } {
  const opcodes: string[] = [];
  const instructions: string[] = [];
  const labels = new Map<string, number>();
  const loops: Loop[] = [];
  let end = -1;
  for (const line of sass.split('\n')) {
    const [, label] = /^(\.L\w+):/.exec(line) ?? [];
    if (label !== undefined) labels.set(label, opcodes.length);
    const [, predicate, opcode, operands = ''] =
      /\/\*[0-9a-f]+\*\/\s+(@!?U?P\w+\s+)?([A-Z][A-Z0-9_]*)(.*)/.exec(line) ?? [];
    if (opcode === undefined) continue;
    if (opcode === 'EXIT' && predicate === undefined) end = opcodes.length;
    const [, target = ''] = opcode === 'BRA' ? (/`\((\.L\w+)\)/.exec(operands) ?? []) : [];
    // A label that has been seen lies before. What is moved out of line stands behind the end, and only returns.
    const first = labels.get(target);
    if (first !== undefined && first > end) loops.push({ first, last: opcodes.length });
    instructions.push(`${opcode}${/^[.\w]*/.exec(operands)?.[0] ?? ''}`);
    opcodes.push(predicate !== undefined && never.test(predicate) ? 'NOP' : opcode);
  }
  return { opcodes, instructions, loops };
}

function mostFrequent(words: readonly string[]): string | null {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, all]) => ({
    word,
    count: all.length,
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.word ?? null;
}
