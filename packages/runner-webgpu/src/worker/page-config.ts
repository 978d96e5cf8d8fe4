import type { Facts } from '@stackbench/model';

/** What the worker tells its page. Node and the page both know it, so it needs neither's types. */
export interface PageConfig {
  facts: Facts;
  powerPreference: GPUPowerPreference;
  expectedAdapter: string | null;
}
