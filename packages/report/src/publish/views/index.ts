import { caseView } from './case-view.ts';
import { compareView } from './compare-view.ts';
import { failuresView } from './failures-view.ts';
import { historyView } from './history-view.ts';
import { ladder } from './ladder.ts';
import { networkView } from './network-view.ts';
import { overview } from './overview.ts';
import { resultView } from './result-view.ts';
import { roofline } from './roofline.ts';
import { runsView } from './runs-view.ts';
import { sizeView } from './size-view.ts';
import { stackView } from './stack-view.ts';
import type { MakeView } from './view.ts';
import { webgpuView } from './webgpu-view.ts';

export interface ViewEntry {
  /** What stands after `#`. */
  name: string;
  /** In the menu; null for a view that is only linked to. */
  menu: string | null;
  make: MakeView;
}

/** All views, in the order of the menu. */
export const views: readonly ViewEntry[] = [
  { name: 'overview', menu: 'Overview', make: overview },
  { name: 'case', menu: 'Cases', make: caseView },
  { name: 'stack', menu: 'Stacks', make: stackView },
  { name: 'compare', menu: 'Compare', make: compareView },
  { name: 'ladder', menu: 'Ladder', make: ladder },
  { name: 'webgpu', menu: 'WebGPU', make: webgpuView },
  { name: 'roofline', menu: 'Roofline', make: roofline },
  { name: 'size', menu: 'Size', make: sizeView },
  { name: 'networks', menu: 'Networks', make: networkView },
  { name: 'history', menu: 'History', make: historyView },
  { name: 'failures', menu: 'Not measured', make: failuresView },
  { name: 'runs', menu: 'Runs', make: runsView },
  { name: 'result', menu: null, make: resultView },
];
