import { performance } from 'node:perf_hooks';
import type { PlannedEnvironment } from '@stackbench/environments';
import { escapeControl, truncate } from '@stackbench/report';
import { createLiveArea } from '../progress/live-area.ts';
import type { Output } from '../terminal/terminal.ts';
import { describeMaking, type Making } from './making.ts';

/** Shows how environments are being made. */
export interface MakingDisplay {
  start(planned: PlannedEnvironment): void;
  fetched(name: string, bytes: number): void;
  /** @param reason why it could not be made; null where it was */
  finish(name: string, reason: string | null): void;
  end(): void;
}

const redrawMs = 200;
/** Where nothing can be redrawn, a line for each is written this often. */
const plainMs = 10_000;

/** Says only what could not be made, and why. */
export function createQuietDisplay(output: Output): MakingDisplay {
  return {
    start: () => {},
    fetched: () => {},
    finish: (name, reason) => {
      if (reason !== null) output.write(`✗ ${escapeControl(name)}\n${reason}\n`);
    },
    end: () => {},
  };
}

/** On a terminal a line for each that is redrawn; elsewhere a line now and then. */
export function createMakingDisplay(output: Output): MakingDisplay {
  const area = output.isLive ? createLiveArea(output) : null;
  const going = new Map<string, Making>();
  const lines = () =>
    [...going.values()].map((making) =>
      truncate(escapeControl(describeMaking(making, performance.now())), output.width() - 1),
    );
  const write = (text: string) => {
    if (area === null) output.write(text);
    else area.clear(text);
  };
  const timer = setInterval(
    () => {
      if (going.size === 0) return;
      if (area === null)
        output.write(
          lines()
            .map((line) => `${line}\n`)
            .join(''),
        );
      else area.draw(lines());
    },
    area === null ? plainMs : redrawMs,
  );
  return {
    start: ({ setup: { name }, cost: { downloadBytes } }) => {
      const startedMs = performance.now();
      going.set(name, { name, totalBytes: downloadBytes, bytes: 0, startedMs, ended: null });
    },
    fetched: (name, bytes) => {
      const making = going.get(name);
      if (making !== undefined) going.set(name, { ...making, bytes });
    },
    finish: (name, reason) => {
      const making = going.get(name);
      if (making === undefined) return;
      going.delete(name);
      const ended = { ms: performance.now(), ok: reason === null };
      write(
        `${escapeControl(describeMaking({ ...making, ended }, ended.ms))}\n${reason === null ? '' : `${reason}\n`}`,
      );
    },
    end: () => {
      clearInterval(timer);
      area?.clear();
    },
  };
}
