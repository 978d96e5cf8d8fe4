import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A Slurm of this machine's own: a controller, and nodes on the loopback device that share its processors. */
export interface Slurm {
  /** Leads Slurm's commands to it. */
  env: { SLURM_CONF: string };
  nodes: readonly string[];
  /** What a command of Slurm prints. */
  ask(command: string, ...args: string[]): Promise<string>;
  /** Lets a node die with all that runs on it, as a power cut does. */
  killNode(node: string): void;
  startNode(node: string): Promise<void>;
  /** Ends every process of it, jobs included, and removes its folder. */
  stop(): Promise<void>;
}

export interface SlurmOptions {
  nodes?: number;
  /** Devices of each node: they lead nowhere, and CUDA_VISIBLE_DEVICES has their numbers. */
  devices?: number;
}

const wanted = [
  'munged',
  'slurmctld',
  'slurmd',
  'sbatch',
  'squeue',
  'scontrol',
  'scancel',
  'mknod',
];
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
const startTimeoutMs = 20_000;

/** Why no Slurm can be started here; null where one can. */
export function whyNoSlurm(): string | null {
  if (process.platform !== 'linux') return 'Slurm runs on Linux';
  const missing = wanted.filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) {
    return `${missing.join(', ')} not found: install slurmctld, slurmd, slurm-client and munge`;
  }
  return process.getuid!() === 0 ? null : 'it takes root: nodes start jobs for any user';
}

/** Starts one in a folder of its own: no service of the system, no file outside it. */
export async function startSlurm({ nodes = 4, devices = 2 }: SlurmOptions = {}): Promise<Slurm> {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-slurm-'));
  // Every user's jobs get to their nodes' folders.
  await chmod(folder, 0o755);
  const names = Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
  const conf = join(folder, 'slurm.conf');
  const env = { ...process.env, SLURM_CONF: conf, PATH: folders.join(delimiter) };
  const start = async (program: string, ...args: string[]) => {
    const child = spawn(findProgram(program)!, args, { env, stdio: 'ignore', detached: true });
    await new Promise((done, fail) => child.once('spawn', done).once('error', fail));
    child.unref();
  };
  const ask = async (command: string, ...args: string[]) =>
    (await promisify(execFile)(findProgram(command)!, args, { env })).stdout.trim();
  const startNode = (node: string) => start('slurmd', '-D', '-N', node, '-f', conf);
  const stop = async () => {
    await killAll(conf);
    await rm(folder, { recursive: true, force: true });
  };
  const slurm: Slurm = {
    env: { SLURM_CONF: conf },
    nodes: names,
    ask,
    startNode,
    stop,
    killNode: (node) => {
      const daemon = readFileSync(join(folder, `slurmd.${node}.pid`), 'utf8').trim();
      const tasks = findProcesses(conf).filter((pid) =>
        variablesOf(pid).includes(`SLURMD_NODENAME=${node}`),
      );
      const keepers = tasks.map(parentOf).filter((pid) => readOf(pid, 'comm') === 'slurmstepd\n');
      // From above: none is to live for long enough to tell of another's end.
      for (const pid of [Number(daemon), ...keepers, ...tasks]) kill(pid);
    },
  };
  try {
    await Promise.all(['state', 'spool', 'log'].map((name) => mkdir(join(folder, name))));
    await writeFile(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
    const gpus = Array.from({ length: devices }, (_, index) => join(folder, `nvidia${index}`));
    for (const gpu of gpus) await ask('mknod', '-m', '666', gpu, 'c', '1', '3');
    await writeFile(
      join(folder, 'gres.conf'),
      names
        .flatMap((node) => gpus.map((gpu) => `NodeName=${node} Name=gpu File=${gpu}\n`))
        .join(''),
    );
    const [port, ...nodePorts] = await freePorts(1 + nodes);
    await writeFile(conf, renderConfiguration(folder, names, devices, port!, nodePorts));
    await start(
      'munged',
      '--foreground',
      ...['key', 'pid', 'log', 'seed'].map(
        (name) => `--${name}-file=${join(folder, `munge.${name}`)}`,
      ),
      `--socket=${join(folder, 'munge.socket')}`,
    );
    await waitUntil(() => existsSync(join(folder, 'munge.socket')), 'munged');
    await start('slurmctld', '-D', '-c', '-f', conf);
    await Promise.all(names.map(startNode));
    await waitUntil(
      async () =>
        (await ask('sinfo', '-h', '-N', '-o', '%T').catch(() => ''))
          .split('\n')
          .filter((state) => state === 'idle').length === nodes,
      'Slurm',
    );
    return slurm;
  } catch (error) {
    await stop();
    throw error;
  }
}

function renderConfiguration(
  folder: string,
  nodes: readonly string[],
  devices: number,
  port: number,
  nodePorts: readonly number[],
): string {
  return [
    'ClusterName=stackbench',
    'SlurmctldHost=localhost(127.0.0.1)',
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    // How long a task that was put back waits, too.
    `AuthInfo=socket=${folder}/munge.socket,cred_expire=5`,
    `SlurmctldPort=${port}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool/%n`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.%n.pid`,
    `SlurmctldLogFile=${folder}/log/slurmctld.log`,
    `SlurmdLogFile=${folder}/log/%n.log`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/affinity',
    'SwitchType=switch/none',
    'MpiDefault=none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SchedulerType=sched/builtin',
    'SchedulerParameters=batch_sched_delay=0,sched_interval=2',
    // Nodes have as many processors as they say, not as many as this machine.
    'SlurmdParameters=config_overrides',
    'GresTypes=gpu',
    'ReturnToService=2',
    // A node that is silent for so long is lost.
    'SlurmdTimeout=6',
    'KillWait=5',
    ...nodes.map(
      (node, index) =>
        `NodeName=${node} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${nodePorts[index]} CPUs=2 Gres=gpu:${devices}`,
    ),
    `PartitionName=main Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
}

function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Ports that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return (server.address() as { port: number }).port;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function waitUntil(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not start within 20 s`);
    await sleep(50);
  }
}

/** All that runs of a Slurm, or on it, by what it inherited. */
function findProcesses(conf: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && variablesOf(pid).includes(`SLURM_CONF=${conf}`));
}

/** Until none is left: some are being born meanwhile. */
async function killAll(conf: string): Promise<void> {
  for (let found = findProcesses(conf); found.length > 0; found = findProcesses(conf)) {
    found.forEach(kill);
    await sleep(50);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended since it was found.
  }
}

function variablesOf(pid: number): string[] {
  return readOf(pid, 'environ').split('\0');
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readOf(pid, 'status'))?.[1]);
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
