import { styleText } from 'node:util';

/** What a piece of text means; its colour follows from that. */
export type Tone = 'heading' | 'quiet' | 'top' | 'bar' | 'bad' | 'warning';

/** Colours `text` by its meaning, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const formats = {
  heading: 'bold',
  quiet: 'dim',
  top: ['bold', 'green'],
  bar: 'cyan',
  bad: 'red',
  warning: 'yellow',
} as const satisfies Record<Tone, Parameters<typeof styleText>[0]>;

/** A painter that colours, or one that does not. */
export function createPaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) =>
    text === '' ? '' : styleText(formats[tone], text, { validateStream: false });
}
