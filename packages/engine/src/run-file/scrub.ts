import { hostname } from 'node:os';
import { homeFolder, userName } from '@stackbench/stacks';
import type { z } from 'zod';

/** What tells who or where. */
export interface Identity {
  home: string;
  user: string;
  host: string;
}

export function currentIdentity(): Identity {
  return { home: homeFolder(), user: userName(), host: hostname() };
}

type Json = z.infer<ReturnType<typeof z.json>>;

/** A copy of a JSON value whose strings (keys included) tell neither home folder, user nor host. */
export function scrub<T>(value: T, identity: Identity): T {
  return scrubJson(value as Json, createScrubber(identity)) as T;
}

function scrubJson(value: Json, clean: (text: string) => string): Json {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((item) => scrubJson(item, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [clean(key), scrubJson(item, clean)]),
  );
}

/**
 * The home folder becomes `~`, the user's name as a part of other paths `<user>`, and the host's
 * name as a word `<host>`. Names too common to mean anyone stay.
 */
function createScrubber({ home, user, host }: Identity): (text: string) => string {
  const rules: [RegExp, string][] = [];
  if (home.length > 1) rules.push([new RegExp(`${RegExp.escape(home)}(?![\\w.-])`, 'g'), '~']);
  if (user.length > 1 && user !== 'root') {
    rules.push([new RegExp(`(?<=[/\\\\])${RegExp.escape(user)}(?![\\w.-])`, 'g'), '<user>']);
  }
  if (host.length > 3 && host !== 'localhost') {
    rules.push([new RegExp(`(?<![\\w.-])${RegExp.escape(host)}(?![\\w-])`, 'g'), '<host>']);
  }
  return (text) => rules.reduce((kept, [pattern, mark]) => kept.replace(pattern, mark), text);
}
