import { join } from 'node:path';
import process from 'node:process';
import { findExecutable, isExecutable, uniqueByRealPath } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/** A browser of the Chromium family. */
export interface InstalledBrowser {
  /** For the ids of its stacks: `chrome`. */
  name: string;
  executable: string;
}

const programs: readonly { name: string; executables: readonly string[] }[] = [
  { name: 'chromium', executables: ['chromium', 'chromium-browser'] },
  { name: 'chrome', executables: ['google-chrome', 'google-chrome-stable', 'chrome'] },
  { name: 'edge', executables: ['microsoft-edge', 'microsoft-edge-stable', 'msedge'] },
];

/** Browsers on PATH, in the platform's usual places and at CHROME_PATH, each once. */
export function findBrowsers(env: Environment): InstalledBrowser[] {
  const found = programs.flatMap(({ name, executables }) => {
    const executable =
      findExecutable(executables, env) ?? usualPlaces(name, env).find(isExecutable) ?? null;
    return executable === null ? [] : [{ name, executable }];
  });
  const named = env['CHROME_PATH'];
  if (named !== undefined && isExecutable(named))
    found.push({ name: 'chrome-path', executable: named });
  return uniqueByRealPath(found, ({ executable }) => executable);
}

function usualPlaces(name: string, env: Environment): string[] {
  if (process.platform === 'darwin') {
    const app = { chromium: 'Chromium', chrome: 'Google Chrome', edge: 'Microsoft Edge' }[name];
    return [`/Applications/${app}.app/Contents/MacOS/${app}`];
  }
  if (process.platform === 'win32') {
    const file = {
      chromium: 'Chromium/Application/chrome.exe',
      chrome: 'Google/Chrome/Application/chrome.exe',
      edge: 'Microsoft/Edge/Application/msedge.exe',
    }[name];
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((variable) => env[variable])
      .filter((root) => root !== undefined)
      .map((root) => join(root, file ?? ''));
  }
  const file = {
    chromium: '/snap/bin/chromium',
    chrome: '/opt/google/chrome/chrome',
    edge: '/opt/microsoft/msedge/msedge',
  }[name];
  return file === undefined ? [] : [file];
}
