import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { makeTemporaryFolder } from '@stackbench/workers';

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
  '--no-sandbox',
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
  return [...commonFlags, ...(software ? softwareFlags : hardwareFlags)];
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
  // The pipe of the developer tools is never used, but the browser ends when we do and it closes.
  const child = spawn(
    executable,
    [...flags, '--remote-debugging-pipe', `--user-data-dir=${profile}`, url],
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
  for (const stream of [child.stdio[3], child.stdio[4]]) stream?.on('error', () => {});
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
  return tail.trim() === '' ? end : `${end}; it last said:\n${tail.trim()}`;
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
