import type { Description, Failure, Reply, Request } from '@stackbench/model';
import { type KnownFacts, stateFacts } from '@stackbench/model/facts';
import { adapterFacts, adapterLabel, isSoftwareAdapter } from './adapter-facts.ts';
import { type Compiler, createCompiler } from './compile.ts';
import { createClock, type PassClock } from './clock.ts';
import { withErrorScopes } from './error-scopes.ts';
import { classifyMessage, DeviceFailure, messageOf } from './failure.ts';
import { createFiller, type Filler } from './fill.ts';
import { openDevice, type OpenDevice } from './open-device.ts';
import { type OfferedAdapter, otherAdapters } from './other-adapters.ts';
import { type PreparedProgram, prepareProgram } from './prepared-program.ts';
import { countOverrun, readSelection, type Sink } from './read.ts';
import { type Rest, restWhile } from './rest-while.ts';
import { takeSamples } from './sample.ts';

export interface SessionOptions {
  /** Absent where the implementation is too old, or built without it. */
  gpu: GPU | undefined;
  powerPreference: GPUPowerPreference;
  /** Facts of the implementation: its name, version, toggles. */
  facts: KnownFacts;
  /** The adapter that must come, by its label: implementations may quietly fall back to another. */
  expectedAdapter: string | null;
  /** All adapters that the implementation could hand out, as far as it tells. */
  offered?: readonly OfferedAdapter[];
  /** For an implementation that polls while it waits. */
  rest?: Rest;
}

/** Obeys the requests of the line protocol, one at a time, over any WebGPU implementation. */
export interface Session {
  /** `sink` takes the bytes of a `read`. Never rejects: what goes wrong is a reply. */
  handle: (request: Request, sink: Sink) => Promise<Reply>;
  close(): void;
}

interface Opened extends OpenDevice {
  clock: PassClock;
  /** Null where waiting costs the adapter nothing. */
  rest: Rest | null;
  compiler: Compiler;
  filler: Filler;
}

export function createSession(options: SessionOptions): Session {
  let opening: Promise<Opened> | null = null;
  let current: Opened | null = null;
  let prepared: PreparedProgram | null = null;
  let nextSet = 0;
  let lastSet = 0;
  let pace = { repetitionMs: 0 };

  async function open(): Promise<Opened> {
    const device = await openDevice(options.gpu, options.powerPreference);
    const facts = adapterFacts(device.adapter);
    const label = adapterLabel(facts);
    if (options.expectedAdapter !== null && label !== options.expectedAdapter) {
      const what = `This WebGPU implementation offers ${label} now, not ${options.expectedAdapter}.`;
      throw new DeviceFailure('crash', what);
    }
    const opened = await withErrorScopes(device.device, async () => ({
      ...device,
      clock: await createClock(device.device),
      rest: isSoftwareAdapter(facts) ? (options.rest ?? null) : null,
      compiler: createCompiler(device.device),
      filler: createFiller(device.device),
    }));
    current = opened;
    return opened;
  }

  function release(): void {
    prepared?.destroy();
    prepared = null;
  }

  function mustBePrepared(): PreparedProgram {
    if (prepared === null) throw new DeviceFailure('crash', "Nothing is prepared: send 'prepare'.");
    return prepared;
  }

  async function obey(opened: Opened, request: Request, sink: Sink): Promise<unknown> {
    const { device, clock, compiler } = opened;
    switch (request.do) {
      case 'describe':
        return describe(opened, options);
      case 'prepare':
        release();
        nextSet = 0;
        lastSet = 0;
        pace = { repetitionMs: 0 };
        prepared = await prepareProgram(device, compiler, request.program, request.bufferSets);
        return { buildNs: prepared.buildNs };
      case 'fill': {
        const { program, sets } = mustBePrepared();
        await opened.filler.fill(program, sets, request.fill);
        if (request.keepOutputs !== true) await opened.filler.spoil(program, sets);
        nextSet = 0;
        lastSet = 0;
        return null;
      }
      case 'sample': {
        const { count, repetitions } = request;
        const program = mustBePrepared();
        const firstSet = nextSet;
        nextSet += count * repetitions;
        lastSet = (nextSet - 1) % program.sets.length;
        const spoil = () => opened.filler.spoil(program.program, program.sets);
        return takeSamples(device, clock, program, {
          count,
          repetitions,
          firstSet,
          rest: opened.rest,
          pace,
          beforeLast: request.spoilLast === true ? spoil : null,
        });
      }
      case 'read': {
        const { program, sets } = mustBePrepared();
        const tensor = program.tensors.find(
          ({ role, name }) => role === 'output' && name === request.output,
        );
        if (tensor === undefined) {
          throw new DeviceFailure('crash', `The program has no output '${request.output}'.`);
        }
        const buffer = sets[lastSet]!.get(tensor.name)!;
        const source = { device, buffer, tensor, dataType: program.dataType };
        await readSelection(source, request.selection, sink);
        return { overrunBytes: await countOverrun(source) };
      }
      case 'release':
        release();
        return null;
      default:
        throw new DeviceFailure('crash', `There is no request ${JSON.stringify(request)}.`);
    }
  }

  async function handle(request: Request, sink: Sink): Promise<Reply> {
    try {
      const opened = await (opening ??= open());
      const { rest } = opened;
      const work = Promise.race([
        withErrorScopes(opened.device, () => obey(opened, request, sink)),
        opened.whenLost,
      ]);
      // Samples rest by themselves, as they know how long they take.
      const isRestless = rest === null || request.do === 'sample';
      const result = await (isRestless ? work : restWhile(work, rest, 0));
      // Work on a lost device succeeds without doing anything.
      const lost = opened.lost();
      if (lost !== null) throw new Error(lost);
      const uncaught = opened.takeUncaught();
      if (uncaught.length > 0) throw new DeviceFailure('crash', uncaught.join('\n'));
      return { ok: true, result: result as Extract<Reply, { ok: true }>['result'] };
    } catch (error) {
      if (request.do === 'prepare') release();
      if (current !== null && !(error instanceof DeviceFailure)) await waitForLoss(current);
      return { ok: false, failure: describeFailure(error, current) };
    }
  }

  return {
    handle,
    close: () => {
      release();
      current?.device.destroy();
    },
  };
}

function describe(
  { adapter, clock }: Opened,
  { facts, offered = [] }: SessionOptions,
): Description {
  const otherGpus = otherAdapters(adapter.info, offered);
  return {
    protocol: 2,
    clock: {
      name: clock.name,
      quantumNs: clock.quantumNs,
      ...(clock.isHost === true ? { isHost: true } : {}),
    },
    facts: { ...stateFacts({ ...facts, otherGpus }), ...adapterFacts(adapter) },
  };
}

/** An operation may fail before the loss that caused it is announced. */
async function waitForLoss({ whenLost }: Opened): Promise<void> {
  const pause = new Promise<void>((resolve) => {
    setTimeout(resolve, 100);
  });
  await Promise.race([whenLost.catch(() => {}), pause]);
}

/** Without a device, or with a lost one, no later request can succeed. */
function describeFailure(error: unknown, opened: Opened | null): Failure {
  const message = messageOf(error);
  const lost = opened?.lost() ?? null;
  if (lost !== null) return { status: classifyMessage(lost, 'crash'), message: lost, fatal: true };
  const status = error instanceof DeviceFailure ? error.status : classifyMessage(message, 'crash');
  return { status, message, fatal: opened === null };
}
