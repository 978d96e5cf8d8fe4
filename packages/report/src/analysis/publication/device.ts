import { type Header, readFact, type Stack } from '@stackbench/model';
import type { PublishedDevice } from './publication.ts';
import { gpuName, tidyName } from '../gpu-name.ts';
import { cleanText } from './clean-text.ts';

/**
 * The device that each stack of a run computes on: a GPU with its driver, or, for software, the
 * CPU; and the operating system of both. Where only one GPU is named, a stack that hides its name
 * (browsers do) is on that one.
 */
export function devicesOf(header: Header): Map<string, PublishedDevice> {
  const hardware = header.stacks.filter((stack) => !stack.software);
  const named = new Set(hardware.flatMap((stack) => gpuName(stack) ?? []));
  const [only] = named.size === 1 ? named : [];
  return new Map(
    header.stacks.map((stack) => [
      stack.id,
      stack.software
        ? cpuDevice(header)
        : gpuDevice(gpuName(stack) ?? only ?? 'unnamed GPU', header, stack),
    ]),
  );
}

/** The GPU of a device, whatever driver a stack tells and however it writes the name; null for software. */
export function gpuKey({ gpu }: PublishedDevice): string | null {
  return gpu === null ? null : slug(gpu);
}

function gpuDevice(gpu: string, header: Header, { facts }: Stack): PublishedDevice {
  const os = osName(header);
  const own = readFact(facts, 'driverVersion') ?? readFact(facts, 'driver') ?? null;
  const isNvidia =
    readFact(facts, 'computeCapability') !== undefined || /nvidia|geforce|quadro|tesla/i.test(gpu);
  const driver = (isNvidia ? header.machine.nvidiaDriver : null) ?? own;
  const shown = driver === null ? null : tidyName(driver);
  return {
    key: [slug(gpu), ...(shown === null ? [] : [`driver-${slug(shown)}`]), slug(os)].join('_'),
    title: [gpu, ...(shown === null ? [] : [`driver ${shown}`]), os].join(' · '),
    software: false,
    gpu,
    driver: shown,
    cpu: null,
    os,
  };
}

function cpuDevice(header: Header): PublishedDevice {
  const os = osName(header);
  const cpu = tidyName(header.machine.cpu);
  const cores = `${header.machine.cpuCount} CPUs`;
  return {
    key: [slug(cpu), slug(cores), slug(os)].join('_'),
    title: `${cpu}, ${cores} (software) · ${os}`,
    software: true,
    gpu: null,
    driver: null,
    cpu,
    os,
  };
}

const platforms = new Map([
  ['linux', 'Linux'],
  ['darwin', 'macOS'],
  ['win32', 'Windows'],
]);

/** `Debian GNU/Linux 12`, `Linux 6.8`: patch releases and kernels do not make another machine. */
export function osName({ machine }: Header): string {
  const platform = platforms.get(machine.platform) ?? cleanText(machine.platform);
  const [system = ''] = tidyName(machine.osVersion.split(', kernel ')[0] ?? '').split(' (');
  const short = system.replaceAll(/(\d+\.\d+)[.\d]*(-\S+)?/g, '$1');
  return /[a-z]/i.test(short) ? short : `${platform} ${short}`.trim();
}

function slug(text: string): string {
  const kept = text.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
  return kept.replaceAll(/^-+|-+$/g, '') || 'unnamed';
}
