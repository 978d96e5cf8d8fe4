import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { makeTemporaryFolder } from '@stackbench/workers';
import { describeScarcity, isScarce, sharedMemory } from './scarcity.ts';

/** A headless Chromium of our own, with a fresh profile. */
export interface Browser {
  /** Why it ended, when it does. */
  ended: Promise<string>;
  /** Lets it end, then makes it. */
  close(): Promise<void>;
  /** Ends it and all its processes at once. */
  kill(): void;
}

/** WebGPU as it ships, with exact timestamps and adapter names, and nothing in the background. */
const commonFlags: readonly string[] = [
  '--headless=new',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-gpu-watchdog',
  '--disable-renderer-backgrounding',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--enable-webgpu-developer-features',
];
const softwareFlags: readonly string[] = ['--use-webgpu-adapter=swiftshader'];
const headlessVulkanFlags: readonly string[] = [
  '--ignore-gpu-blocklist',
  '--use-angle=vulkan',
  '--enable-features=Vulkan',
  '--disable-vulkan-surface',
];

/** The flags that bring up the browser's software adapter, or the machine's GPU. */
export function browserFlags(software: boolean): string[] {
  const hardwareFlags = process.platform === 'linux' ? headlessVulkanFlags : [];
  return [
    ...commonFlags,
    // For root Chromium has no sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(isScarce(sharedMemory()) ? ['--disable-dev-shm-usage'] : []),
    ...(software ? softwareFlags : hardwareFlags),
  ];
}

const tailLength = 1500;
const closeMs = 2000;

/** Starts `executable` on the page at `url`. That it cannot be started shows in `ended`. */
export async function startBrowser(
  executable: string,
  flags: readonly string[],
  url: string,
): Promise<Browser> {
  const profile = makeTemporaryFolder();
  const child = spawn(
    executable,
    [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  const ended = describeEnd(child);
  const kill = () => killGroup(child);
  const close = async () => {
    for (const stream of [child.stdio[3], child.stdio[4]]) stream?.destroy();
    await Promise.race([ended, delay(closeMs, undefined, { ref: false })]);
    kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  const [, , , commands, replies] = child.stdio;
  for (const stream of [commands, replies]) stream?.on('error', () => {});
  // Arguments are everybody's to read, and the page's address is a secret: it goes through the pipe of the
  // developer tools, with which the browser ends, too.
  const open = { id: 1, method: 'Target.createTarget', params: { url } };
  (commands as Writable | undefined)?.write(`${JSON.stringify(open)}\0`);
  (replies as Readable | undefined)?.resume();
  return { ended, close, kill };
}

async function describeEnd(child: ChildProcess): Promise<string> {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength);
  });
  let end: string;
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    end = `The browser ended with ${signal ?? `exit code ${code}`}`;
  } catch (error) {
    end = `The browser cannot be started: ${(error as Error).message}`;
  }
  const cause = [end, ...describeScarcity()].join('; ');
  return tail.trim() === '' ? cause : `${cause}; it last said:\n${tail.trim()}`;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of the group ended already.
  }
}
