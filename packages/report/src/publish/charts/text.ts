import { textWidth } from '../../text.ts';

/** Pixels of a character of 12 px, rather too many: fonts differ, and nothing may be cut off. */
const characterPixels = 7.4;

export function widthOf(text: string): number {
  return textWidth(text) * characterPixels;
}

/** Lines no wider than `pixels`, broken after spaces and separators; in a word only where there is no other way. */
export function wrap(text: string, pixels: number): string[] {
  const columns = Math.max(8, Math.floor(pixels / characterPixels));
  const lines: string[] = [''];
  for (const part of text.split(/(?<=[\s,;:/@])/)) {
    const last = lines.at(-1) ?? '';
    if ((last + part.trimEnd()).length <= columns) lines[lines.length - 1] = last + part;
    else if (part.length <= columns) lines.push(part);
    else lines.push(...(part.match(new RegExp(`.{1,${columns}}`, 'gsu')) ?? []));
  }
  return lines.map((each) => each.trimEnd()).filter((each) => each !== '');
}
