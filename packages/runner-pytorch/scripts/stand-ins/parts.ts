import { cp, link, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { installOnce, provideUv, runStep } from '@stackbench/environments/install';
import { cacheFolder, entries, openPackages, resolveLinks, sitePackages } from '@stackbench/stacks';
import { flipRpath } from './flip-rpath.ts';

/** How a stand-in is made; `source` changes when what it is made of does. */
interface StandIn {
  source: string;
  make(folder: string): Promise<void>;
}

export const standInFolder = join(cacheFolder(), 'stand-ins');

/** Everything by its path below {@link standInFolder}; what another is made from stands before it. */
export const standIns: Readonly<Record<string, StandIn>> = {
  'toolkits/cuda-11.8': toolkit(
    'nvidia-cudnn-cu11==8.7.0.84',
    'nvidia-cuda-runtime-cu11==11.8.89',
    'nvidia-cublas-cu11==11.11.3.6',
  ),
  'toolkits/cuda-12.4': toolkit(
    'nvidia-cudnn-cu12==9.1.1.17',
    'nvidia-cuda-runtime-cu12==12.4.127',
    'nvidia-cublas-cu12==12.4.5.8',
    'nvidia-nvjitlink-cu12==12.4.127',
  ),
  'toolkits/cuda-13.0': toolkit(
    'nvidia-cudnn-cu13==9.13.1.26',
    'nvidia-cuda-runtime==13.0.96',
    'nvidia-cublas==13.1.2.11',
    'nvidia-cusparse==12.6.3.3',
    'nvidia-cufft==12.0.0.61',
    'nvidia-cuda-nvrtc==13.0.88',
    'nvidia-nvjitlink==13.0.88',
  ),
  'toolkits/cudnn-9.20': toolkit('nvidia-cudnn-cu13==9.20.0.48'),
  'environments/uv-2.8': venv('torch==2.8.0', 'numpy<2.3'),
  'environments/uv-2.5': venv('torch==2.5.1', 'numpy<2'),
  'environments/uv-1.13': venv('torch==1.13.1', 'numpy<2', 'wheel', 'setuptools'),
  // All of CUDA 12.8, by links to what torch 2.8 brings.
  'toolkits/cuda-12.8': linkedToolkit('environments/uv-2.8'),
  'environments/runpath-2.15': flipped(join(cacheFolder(), 'environments/venv-torch/venv-torch')),
  'environments/runpath-2.8': flipped(join(standInFolder, 'environments/uv-2.8')),
  'environments/runpath-2.5': flipped(join(standInFolder, 'environments/uv-2.5')),
  // Lacks a part of cuDNN that it names.
  'environments/cudnn-9.20': withCudnn(
    'toolkits/cudnn-9.20',
    join(cacheFolder(), 'environments/venv-torch/venv-torch'),
  ),
  'environments/runpath-2.15-nowheels': withoutWheels('environments/runpath-2.15'),
  'environments/runpath-2.8-nowheels': withoutWheels('environments/runpath-2.8'),
  'environments/runpath-2.5-nowheels': withoutWheels('environments/runpath-2.5'),
};

/** Makes one unless it is there already; tells whether it was made. */
export async function installStandIn(name: string): Promise<boolean> {
  const standIn = standIns[name]!;
  const folder = join(standInFolder, name);
  return installOnce(folder, standIn.source, () => standIn.make(folder));
}

async function runUv(purpose: string, args: readonly string[]): Promise<void> {
  const { file } = await provideUv(process.env, undefined);
  await runStep({ purpose, file, args, env: process.env, signal: undefined, downloads: true });
}

/** Libraries of pip's packages, copied: two paths to one file are one library to the loader. */
function toolkit(...requirements: string[]): StandIn {
  return {
    source: requirements.join(' '),
    make: async (folder) => {
      const wheels = `${folder}-wheels`;
      await runUv('unpack libraries of CUDA', [
        'pip',
        'install',
        '--no-deps',
        '--link-mode',
        'copy',
        '--target',
        wheels,
        ...requirements,
      ]);
      await layOut(wheels, folder, rename);
      await rm(wheels, { recursive: true });
    },
  };
}

function linkedToolkit(environment: string): StandIn {
  return {
    source: environment,
    make: async (folder) => {
      const [site = ''] = sitePackages(join(standInFolder, environment));
      await layOut(site, folder, link);
    },
  };
}

/** `lib64/libcudnn.so.9.1.1`, and `lib64/libcudnn.so.9` that leads to it. */
async function layOut(
  wheels: string,
  folder: string,
  place: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const findPackage = openPackages(wheels);
  const libraries = join(folder, 'lib64');
  await mkdir(libraries, { recursive: true });
  const folders = entries(join(wheels, 'nvidia')).map((each) => join(each, 'lib'));
  for (const file of folders.flatMap((each) => entries(each, /\.so\.\d/))) {
    const name = basename(file);
    const version = findPackage(file)?.version.split('.').slice(0, 3).join('.') ?? '0';
    const long = name.replace(/\.so\..*$/, `.so.${version}`);
    await place(file, join(libraries, long));
    if (name !== long) await symlink(long, join(libraries, name));
  }
}

function venv(...requirements: string[]): StandIn {
  return {
    source: requirements.join(' '),
    make: async (folder) => {
      await runUv(`make a venv in ${folder}`, [
        'venv',
        '--quiet',
        '--no-project',
        '--python',
        '3.11',
        folder,
      ]);
      const python = join(folder, 'bin/python');
      await runUv(`install ${requirements[0]}`, [
        'pip',
        'install',
        // As pip does.
        '--compile-bytecode',
        '--python',
        python,
        ...requirements,
      ]);
    },
  };
}

/** The same environment, but with a RUNPATH in each of torch's own libraries. */
function flipped(from: string): StandIn {
  return {
    source: from,
    make: async (folder) => {
      await linkTree(from, folder);
      const [site = ''] = sitePackages(folder);
      const own = [join(site, 'torch'), join(site, 'torch/lib')];
      for (const file of own.flatMap((each) => entries(each, /\.so$/))) {
        // A link would be changed where it leads to as well.
        await rename(file, `${file}.linked`);
        await cp(`${file}.linked`, file);
        await rm(`${file}.linked`);
        flipRpath(file);
      }
    },
  };
}

function withoutWheels(from: string): StandIn {
  return {
    source: from,
    make: async (folder) => {
      await linkTree(join(standInFolder, from), folder);
      const [site = ''] = sitePackages(folder);
      await rm(join(site, 'nvidia'), { recursive: true });
    },
  };
}

/** The same environment, but with the cuDNN of a toolkit. */
function withCudnn(cudnn: string, from: string): StandIn {
  return {
    source: `${cudnn} ${from}`,
    make: async (folder) => {
      await linkTree(from, folder);
      const [site = ''] = sitePackages(folder);
      const place = join(site, 'nvidia/cudnn/lib');
      await rm(place, { recursive: true });
      await mkdir(place);
      for (const file of entries(join(standInFolder, cudnn, 'lib64'), /\.so\.\d+$/)) {
        await link(resolveLinks(file), join(place, basename(file)));
      }
    },
  };
}

/** A folder with all that is below it, files as links to the same contents. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true });
    else await link(source, target);
  }
}
