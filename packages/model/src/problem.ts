/**
 * The numbers of one operation. Each operation narrows this to its own type; the rest of stackbench
 * carries a problem around without looking into it.
 */
export type Problem = Readonly<Record<string, number | string>>;
