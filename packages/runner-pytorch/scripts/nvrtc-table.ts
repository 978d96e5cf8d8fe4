// Has each NVRTC compile every source that it should, for each GPU: node scripts/nvrtc-table.ts [VERSION …]
import { argv, stdout } from 'node:process';
import {
  capabilities,
  compileBy,
  jobsFor,
  missingNvrtc,
  nvrtcVersions,
} from '../test/support/nvrtc.ts';

if (missingNvrtc !== null) throw new Error(missingNvrtc);
const named = argv.slice(2);
for (const version of named.length === 0 ? nvrtcVersions : named) {
  for (const capability of capabilities) {
    const jobs = await jobsFor(version, capability);
    const { target, complaints } = await compileBy(version, capability, jobs);
    const compiled = jobs.length - complaints.length;
    stdout.write(`NVRTC ${version}, ${target}: ${compiled} of ${jobs.length} compile\n`);
    for (const complaint of complaints) stdout.write(`  ${complaint}\n`);
  }
}
