import {
  currentHeaderSchema,
  fastCheckOf,
  outcomeLineSchema,
  type RunLine,
  runLineSchema,
  schemaVersion,
} from '@stackbench/model';
import { excerpt } from '@stackbench/workers';
import type { z } from 'zod';
import { migrateRunLine, olderVersions } from './migrate-run-line.ts';

/** A line as understood, or what is wrong with it. */
export type ParsedLine =
  | {
      ok: true;
      line: RunLine;
      /** Nothing was left out, added or renamed. */
      isAsWritten: boolean;
    }
  | { ok: false; problem: string; isJson: boolean };

/** Most lines are such, and there may be a million. */
const isSoundOutcome = fastCheckOf(outcomeLineSchema) as (json: unknown) => json is RunLine;
/** Of ten thousand shards each has one, with all stacks. */
const isSoundHeader = fastCheckOf(currentHeaderSchema) as (json: unknown) => json is RunLine;

const readableVersions: ReadonlySet<unknown> = new Set([...olderVersions, schemaVersion]);

/** Reads one line of a run file, which may come from anyone. */
export function parseRunLine(text: string): ParsedLine {
  let json: unknown;
  try {
    json = mayHavePrototypes(text) ? JSON.parse(text, refusePrototypes) : JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `is not JSON (${excerpt(String(error))})`, isJson: false };
  }
  try {
    if (isSoundOutcome(json) || isSoundHeader(json)) {
      return { ok: true, line: json, isAsWritten: true };
    }
    return parseWithSchema(json);
  } catch (error) {
    // Nested so deep that checking it overflows the stack.
    return { ok: false, problem: `cannot be checked: ${excerpt(String(error))}`, isJson: true };
  }
}

/** Of a line that an older version wrote, or that is wrong. */
function parseWithSchema(json: unknown): ParsedLine {
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== undefined && !readableVersions.has(version)) {
    const named = typeof version === 'number' ? version : 'that is no number';
    const problem = `has schema version ${named}, and this stackbench reads up to ${schemaVersion}`;
    return { ok: false, problem, isJson: true };
  }
  const schema = isOutcome(json) ? outcomeLineSchema : runLineSchema;
  const parsed = schema.safeParse(migrateRunLine(json));
  if (parsed.success) return { ok: true, line: parsed.data, isAsWritten: false };
  const problem = `is no line of a run file: ${describeIssue(parsed.error, json)}`;
  return { ok: false, problem, isJson: true };
}

/** The first field that is wrong, what it is, and what it may be. */
function describeIssue({ issues: [issue] }: z.ZodError, json: unknown): string {
  if (issue === undefined || issue.path.length === 0) return issue?.message ?? 'nothing is known';
  const field = issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (held, name) => (held as Record<PropertyKey, unknown> | undefined)?.[name],
    json,
  );
  return value === undefined
    ? `${field} is missing`
    : `${field} is ${excerpt(JSON.stringify(value))}: ${issue.message}`;
}

/** Most lines are outcomes: to ask their schema alone takes half the time. */
function isOutcome(json: unknown): boolean {
  return (json as { type?: unknown } | null)?.type === 'outcome';
}

/** To look at each name takes three times as long as to read them; a name may be written in escapes. */
function mayHavePrototypes(text: string): boolean {
  return text.includes('__proto__') || text.includes(String.raw`\u`);
}

function refusePrototypes(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('it has a key __proto__');
  return value;
}
