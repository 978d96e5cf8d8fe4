import type { WorkerCommand } from '@stackbench/workers';
import type { WorkerOptions } from '../worker/options.ts';

/** A way to start a worker that may turn out to be a stack. */
export interface Candidate {
  /** First part of its ids: `dawn`, `chromium-bundled`. */
  implementation: string;
  /** Second part of its id while no adapter is known: `lvp`. */
  name: string;
  /** What goes on its id after the adapter, to tell apart several versions of one driver. */
  suffix?: string;
  /** For people: `dawn.node on the Vulkan driver /usr/share/vulkan/icd.d/lvp_icd.x86_64.json`. */
  title: string;
  /** What to do when it does not work. */
  fix: string;
  command(options: Pick<WorkerOptions, 'expectedAdapter'>): WorkerCommand;
  /** Whether what it said while failing just means that its hardware is not in this machine. */
  isAbsent?(log: string): boolean;
  /** What to try when this brings no hardware adapter. */
  otherwise?: Candidate;
}
