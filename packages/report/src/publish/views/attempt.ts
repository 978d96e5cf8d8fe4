/** What something comes to, or how it failed: what is shown is made of files that anybody wrote. */
export function attempt<T>(make: () => T): { value: T } | { failure: string } {
  try {
    return { value: make() };
  } catch (error) {
    return { failure: String(error) };
  }
}
