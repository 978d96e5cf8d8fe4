import { firmestRuns } from '../../analysis/publication/firmest-runs.ts';
import type { PublishedDevice } from '../../analysis/publication/publication.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { matrixPlot } from '../views/matrix-plot.ts';
import { renderSvg } from './render-svg.ts';

/** The picture of each device, from the run that tells most of it, by the name of its file. */
export function renderPictures(index: PublicationIndex): Map<string, string> {
  return new Map(
    index.publication.devices.flatMap((device) => {
      const [firmest] = firmestRuns(index, device);
      const svg = firmest && renderSvg(matrixPlot(firmest.matrix, device));
      return svg ? [[pictureName(device), svg] as const] : [];
    }),
  );
}

/** A name that any file system takes. */
export function pictureName({ key }: PublishedDevice): string {
  return `${key.slice(0, 120)}.svg`;
}
