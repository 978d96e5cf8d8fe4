/**
 * Variables out of a JSON object, or out of its property `key`; those whose names or values no process can
 * have are left out, and none come from what is no JSON object.
 */
export function parseVariables(text: string | null, key?: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '');
  } catch {
    return {};
  }
  const variables = key === undefined ? parsed : (parsed as Record<string, unknown> | null)?.[key];
  if (typeof variables !== 'object' || variables === null) return {};
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] =>
        /^[^=\0]+$/.test(entry[0]) && typeof entry[1] === 'string' && !entry[1].includes('\0'),
    ),
  );
}
