/** Environment variables, as a process sees them. */
export type Environment = Readonly<Record<string, string | undefined>>;
