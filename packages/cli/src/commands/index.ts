import { buildCommand } from './build/command.ts';
import { bundleCommand } from './bundle/command.ts';
import type { Command } from './command.ts';
import { compareCommand } from './compare/command.ts';
import { crossCheckCommand } from './cross-check/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { envCommand } from './env/command.ts';
import { fleetCommand } from './fleet/command.ts';
import { gpuReportCommand } from './gpu-report/command.ts';
import { kernelCommand } from './kernel/command.ts';
import { listCommand } from './list/command.ts';
import { planCommand } from './plan/command.ts';
import { publishCommand } from './publish/command.ts';
import { runCommand } from './run/command.ts';

/** The command that is meant when none is named. */
export const defaultCommand = runCommand;

export const commands: readonly Command[] = [
  runCommand,
  listCommand,
  doctorCommand,
  compareCommand,
  publishCommand,
  buildCommand,
  kernelCommand,
  envCommand,
  planCommand,
  fleetCommand,
  bundleCommand,
  crossCheckCommand,
  gpuReportCommand,
];
