/** How the user of a checkout started this process: package managers tell a script which of them runs it. */
export function nameCommand(env: Readonly<Record<string, string | undefined>>): string {
  const usual = 'pnpm bench';
  if (env['npm_lifecycle_event'] !== 'bench') return usual;
  const [manager = 'pnpm', version = ''] = env['npm_config_user_agent']?.split(/[/ ]/) ?? [];
  if (manager !== 'pnpm') return `${manager} run bench${manager === 'npm' ? ' --' : ''}`;
  const isFetched = /[/\\]_npx[/\\]/.test(env['npm_execpath'] ?? '');
  return isFetched ? `npx -y pnpm@${version.split('.', 1)[0]} bench` : usual;
}
