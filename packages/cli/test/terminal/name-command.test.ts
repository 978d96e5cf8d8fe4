import { expect, it } from 'vitest';
import { nameCommand } from '../../src/terminal/name-command.ts';

const ofPnpm = {
  npm_lifecycle_event: 'bench',
  npm_config_user_agent: 'pnpm/12.3.0 npm/? node/v26',
};

it.each([
  ['pnpm bench', { ...ofPnpm, npm_execpath: '/usr/lib/node_modules/pnpm/bin/pnpm.cjs' }],
  ['npx -y pnpm@12 bench', { ...ofPnpm, npm_execpath: '/h/.npm/_npx/7b/pnpm/bin/pnpm.cjs' }],
  ['npm run bench --', { ...ofPnpm, npm_config_user_agent: 'npm/11.1.0 node/v26' }],
  ['pnpm bench', {}],
  // A script of another name that starts it tells nothing of how its user would.
  ['pnpm bench', { ...ofPnpm, npm_lifecycle_event: 'test' }],
])('calls the command %s as its user did', (name, env) => {
  expect(nameCommand(env)).toBe(name);
});
