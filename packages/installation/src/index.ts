export { describeInstallation, type Installation, installation } from './installation.ts';
export { type BuildRecord, buildRecordName, bundleRecordName } from './records.ts';
