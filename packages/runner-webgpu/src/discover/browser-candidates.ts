import type { Environment, WorkerCommand } from '@stackbench/workers';
import { shortenHome } from '@stackbench/stacks';
import { withoutDriverVariables } from './driver-variables.ts';
import { findBrowsers, type InstalledBrowser } from './browsers.ts';
import type { BundledChromium } from './bundled.ts';
import type { Candidate } from './candidates.ts';
import { mayHaveGpu } from './gpu-device-files.ts';
import { libraryPathFor } from './system-libraries.ts';
import { chromiumCommand } from './worker-commands.ts';

type Variables = NonNullable<WorkerCommand['env']>;

/** What the ids of its stacks begin with. */
export const bundledChromium = 'chromium-bundled';

/** The bundled Chromium and the installed ones: on the GPU where there is one, else in software. */
export function browserCandidates(env: Environment, bundled: BundledChromium | null): Candidate[] {
  const own =
    bundled === null || bundled.chromium === null
      ? []
      : [
          browserCandidate(
            { name: bundledChromium, executable: bundled.chromium },
            bundledVariables(env, bundled),
            env,
          ),
        ];
  return [...own, ...findBrowsers(env).map((browser) => browserCandidate(browser, {}, env))];
}

function bundledVariables(env: Environment, bundled: BundledChromium): Variables {
  const libraryPath = libraryPathFor('libnss3.so', bundled.libraryFolder, env);
  return libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
}

function browserCandidate(
  browser: InstalledBrowser,
  variables: Variables,
  env: Environment,
): Candidate {
  const pinned = { ...withoutDriverVariables(env), ...variables };
  const software = candidate(browser, pinned, true);
  return mayHaveGpu() ? { ...candidate(browser, variables, false), otherwise: software } : software;
}

function candidate(
  { name, executable }: InstalledBrowser,
  env: Variables,
  software: boolean,
): Candidate {
  return {
    implementation: name,
    name: software ? 'swiftshader' : 'hardware',
    title: `${shortenHome(executable)} on ${software ? 'its software adapter' : 'the GPU'}`,
    fix: software
      ? 'Start the browser by hand to see what it lacks, or update it.'
      : "Look at the browser's chrome://gpu page, and see that the Vulkan driver is installed.",
    command: ({ expectedAdapter }) =>
      chromiumCommand({ expectedAdapter, browser: executable, software }, env),
  };
}
