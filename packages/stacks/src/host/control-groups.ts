import { dirname, join } from 'node:path';
import { readText } from '../read-text.ts';

/** A control group that this process is in and that may limit its processor time. */
export interface ControlGroup {
  folder: string;
  version: 1 | 2;
}

/**
 * The control groups of the processor that this process is in, its own first and those above it as far as they can be
 * seen (Linux; cgroups(7)). Where version 1 has the processor's controller, version 2 has none.
 * @param root the folder that absolute system paths are below
 */
export function findControlGroups(root: string): ControlGroup[] {
  const memberships = (readText(join(root, 'proc/self/cgroup')) ?? '').split('\n');
  const mounts = (readText(join(root, 'proc/self/mountinfo')) ?? '').split('\n').map(parseMount);
  const first = mounts.find((mount) => mount?.kind === 'cgroup' && mount.options.has('cpu'));
  const mount = first ?? mounts.find((each) => each?.kind === 'cgroup2');
  if (mount === undefined || mount === null) return [];
  const version = first === undefined ? 2 : 1;
  const isOwn = (controllers: string) =>
    version === 2 ? controllers === '' : controllers.split(',').includes('cpu');
  const path = memberships.flatMap((line) => {
    // `0::/user.slice`, `4:cpu,cpuacct:/docker/ab12`
    const [, controllers = '', group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return group !== undefined && isOwn(controllers) ? [group] : [];
  })[0];
  if (path === undefined) return [];
  // A container may see the path that the host has for what is mounted here.
  const below =
    mount.top === '/' || !path.startsWith(mount.top) ? path : path.slice(mount.top.length);
  return upTo(below).map((each) => ({ folder: join(root, mount.point, each), version }));
}

/** `/a/b`, `/a`, `/` */
function upTo(path: string): string[] {
  // `.` is above what has no root.
  return ['/', '', '.'].includes(path) ? ['/'] : [path, ...upTo(dirname(path))];
}

interface Mount {
  kind: string;
  /** What of the file system is mounted. */
  top: string;
  point: string;
  options: ReadonlySet<string>;
}

/** `30 23 0:26 /top /point rw - kind source options` (proc_pid_mountinfo(5)) */
function parseMount(line: string): Mount | null {
  const [before = '', after] = line.split(' - ');
  const [, , , top, point] = before.split(' ');
  const [kind = '', , options = ''] = after?.split(' ') ?? [];
  return top === undefined || point === undefined
    ? null
    : { kind, top, point, options: new Set(options.split(',')) };
}
