import { type RunLine, runLineSchema, schemaVersion } from '@stackbench/model';
import { excerpt } from '@stackbench/workers';
import { migrateRunLine, olderVersions } from './migrate-run-line.ts';

/** A line as understood, or what is wrong with it. */
export type ParsedLine =
  | { ok: true; line: RunLine }
  | { ok: false; problem: string; isJson: boolean };

const readableVersions: ReadonlySet<unknown> = new Set([...olderVersions, schemaVersion]);

/** Reads one line of a run file, which may come from anyone. */
export function parseRunLine(text: string): ParsedLine {
  let json: unknown;
  try {
    json = JSON.parse(text, refusePrototypes);
  } catch (error) {
    return { ok: false, problem: `is not JSON (${excerpt(String(error))})`, isJson: false };
  }
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && !readableVersions.has(version)) {
    const named = typeof version === 'number' ? version : 'that is no number';
    const problem = `has schema version ${named}, and this stackbench reads up to ${schemaVersion}`;
    return { ok: false, problem, isJson: true };
  }
  try {
    const parsed = runLineSchema.safeParse(migrateRunLine(json));
    if (parsed.success) return { ok: true, line: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
    return {
      ok: false,
      problem: `is no line of a run file: ${issue?.message}${where}`,
      isJson: true,
    };
  } catch (error) {
    // Nested so deep that checking it overflows the stack.
    return { ok: false, problem: `cannot be checked: ${excerpt(String(error))}`, isJson: true };
  }
}

function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('it has a key __proto__');
  return value;
}
