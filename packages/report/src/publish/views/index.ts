import { caseView } from './case-view.ts';
import { compareView } from './compare-view.ts';
import { failuresView } from './failures-view.ts';
import { historyView } from './history-view.ts';
import {
  lacksComparison,
  lacksHistory,
  lacksLadder,
  lacksMeasured,
  lacksNetworks,
  lacksSizes,
  lacksWebgpu,
} from './lacks.ts';
import { ladder } from './ladder.ts';
import { networkView } from './network-view.ts';
import { overview } from './overview.ts';
import { resultView } from './result-view.ts';
import { roofline } from './roofline.ts';
import { runsView } from './runs-view.ts';
import { sizeView } from './size-view.ts';
import { stackView } from './stack-view.ts';
import type { FindLack, MakeView } from './view.ts';
import { webgpuView } from './webgpu-view.ts';

export interface ViewEntry {
  /** What stands after `#`. */
  name: string;
  /** In the menu; null for a view that is only linked to. */
  menu: string | null;
  make: MakeView;
  /** Null where it always has something to show. */
  lack: FindLack | null;
}

/** All views, in the order of the menu. */
export const views: readonly ViewEntry[] = [
  { name: 'overview', menu: 'Overview', make: overview, lack: lacksMeasured },
  { name: 'compare', menu: 'Compare', make: compareView, lack: lacksComparison },
  { name: 'ladder', menu: 'Ladder', make: ladder, lack: lacksLadder },
  { name: 'webgpu', menu: 'WebGPU', make: webgpuView, lack: lacksWebgpu },
  { name: 'case', menu: 'Cases', make: caseView, lack: null },
  { name: 'stack', menu: 'Stacks', make: stackView, lack: null },
  { name: 'size', menu: 'Size', make: sizeView, lack: lacksSizes },
  { name: 'roofline', menu: 'Roofline', make: roofline, lack: lacksMeasured },
  { name: 'networks', menu: 'Networks', make: networkView, lack: lacksNetworks },
  { name: 'history', menu: 'History', make: historyView, lack: lacksHistory },
  { name: 'failures', menu: 'Not measured', make: failuresView, lack: null },
  { name: 'runs', menu: 'Runs', make: runsView, lack: null },
  { name: 'result', menu: null, make: resultView, lack: null },
];
