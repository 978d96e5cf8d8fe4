#!/usr/bin/env node
// Plain JavaScript that Node 12 can parse: when Node is too old for stackbench, or nothing is
// installed yet, this says what to do. All else is TypeScript, which Node runs as it is, or what the npm
// package makes of it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const isCheckout = existsSync(join(root, 'packages/cli/src/main.ts'));
const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;
const wantedMajor = Number(/\d+/.exec(wanted)[0]);
const major = Number(process.versions.node.split('.')[0]);

function refuse(problem, fix) {
  process.stderr.write('stackbench: ' + problem + '\n  fix: ' + fix + '\n');
  process.exitCode = 2;
}

/** With fewer, files that are there cannot be read, and each says so of itself. */
const leastFiles = 64;
/** Of a user, their threads counted: Node alone has eleven, and what it starts is Node again. */
const leastProcesses = 64;

/** How many of these there may be here; more than are needed where nothing tells. */
function readLimit(name) {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return Number(new RegExp('^Max ' + name + ' +(\\d+)', 'm').exec(limits)[1]);
  } catch {
    return Infinity;
  }
}

const files = readLimit('open files');
// Nobody counts those of root.
const processes = process.getuid && process.getuid() === 0 ? Infinity : readLimit('processes');

if (files < leastFiles) {
  refuse(
    'only ' + files + ' files may be open here, and it needs ' + leastFiles,
    'Allow more: ulimit -n 4096',
  );
} else if (processes < leastProcesses) {
  refuse(
    'this user may have only ' +
      processes +
      ' processes and threads, and it needs ' +
      leastProcesses,
    'Allow more: ulimit -u 4096',
  );
} else if (major < wantedMajor) {
  refuse(
    'this is Node ' +
      process.versions.node +
      ', and stackbench needs Node ' +
      wantedMajor +
      ' or newer',
    isCheckout
      ? 'Run `npx -y pnpm@12 bench` in ' +
          root +
          ', which brings its own Node; or install Node ' +
          wantedMajor +
          '.'
      : 'Install Node ' + wantedMajor + ' or newer.',
  );
} else if (isCheckout && !existsSync(join(root, 'packages/cli/node_modules/@stackbench/engine'))) {
  refuse('its packages are not installed', 'Run `npx -y pnpm@12 install` in ' + root + '.');
} else {
  import('node:module')
    .then(function (nodeModule) {
      // What is made for a run, its user must be able to read again.
      process.umask(process.umask() & 0o077);
      // Beside the code that it is made of: who can change the one can change the other. Node's own place is a
      // name in the shared temporary folder, in which anybody may have put what would be executed.
      nodeModule.enableCompileCache(join(root, 'node_modules/.cache/stackbench'));
      return import(isCheckout ? '../src/main.ts' : '../src/main.js');
    })
    .then(function (cli) {
      return cli.main(process.argv.slice(2));
    })
    .then(function (exitCode) {
      process.exitCode = exitCode;
      return exitCode;
    })
    .catch(function (error) {
      // Only what breaks before main() can report it itself: a file that cannot be loaded.
      process.stderr.write('stackbench: ' + String(error && error.stack) + '\n');
      process.exitCode = 70;
    });
}
