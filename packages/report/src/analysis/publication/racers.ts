import type { Racer } from '../lead.ts';
import type { PublishedResult } from './publication.ts';

/**
 * What verdicts between the results of one run need, in columns: there may be a million of them, and few are asked for.
 */
export class Racers {
  private readonly runId: string;
  private readonly places = new Map<PublishedResult, number>();
  /** Of each result where its launches begin in `rounds` and `times`; one more, where the last end. */
  private readonly starts: number[] = [0];
  private readonly rounds: number[] = [];
  private readonly times: number[] = [];
  private readonly steps: number[] = [];
  private readonly noises: number[] = [];

  constructor(runId: string) {
    this.runId = runId;
  }

  add(result: PublishedResult, { launchNs, step, noise }: Omit<Racer, 'runId'>): void {
    this.places.set(result, this.places.size);
    for (const [round, time] of launchNs) {
      this.rounds.push(round);
      this.times.push(time);
    }
    this.starts.push(this.rounds.length);
    this.steps.push(step);
    this.noises.push(noise);
  }

  /** Undefined for a result of another run, or without a measurement. */
  get(result: PublishedResult): Racer | undefined {
    const place = this.places.get(result);
    if (place === undefined) return undefined;
    const [start = 0, end = 0] = this.starts.slice(place, place + 2);
    return {
      runId: this.runId,
      launchNs: new Map(
        this.rounds.slice(start, end).map((round, at) => [round, this.times[start + at]!]),
      ),
      step: this.steps[place]!,
      noise: this.noises[place]!,
    };
  }
}
