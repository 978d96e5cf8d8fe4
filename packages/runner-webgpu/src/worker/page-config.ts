import type { KnownFacts } from '@stackbench/model/facts';

/** What the worker tells its page. Node and the page both know it, so it needs neither's types. */
export interface PageConfig {
  facts: KnownFacts;
  powerPreference: GPUPowerPreference;
  expectedAdapter: string | null;
}
