import process from 'node:process';
import { readText } from '../read-text.ts';

/** Whether a group has members beside this user and root, as far as the files of this machine tell. */
export function isShared(gid: number): boolean {
  const own = new Set([0, process.getuid?.() ?? 0]);
  const users = lines('/etc/passwd').map(([name = '', , uid, primary]) => ({
    name,
    uid: Number(uid),
    primary: Number(primary),
  }));
  const ownNames = new Set(users.filter(({ uid }) => own.has(uid)).map(({ name }) => name));
  const named = lines('/etc/group')
    .filter(([, , id]) => Number(id) === gid)
    .flatMap(([, , , members = '']) => members.split(',').filter((name) => name !== ''));
  return (
    named.some((name) => !ownNames.has(name)) ||
    users.some(({ uid, primary }) => primary === gid && !own.has(uid))
  );
}

/** Fields of lines, as in passwd(5) and group(5). */
function lines(file: string): string[][] {
  return (readText(file) ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'));
}
