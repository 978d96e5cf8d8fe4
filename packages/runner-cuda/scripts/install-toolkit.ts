// Makes toolkits for tests from the setups: node scripts/install-toolkit.ts [--libraries] [LINE …]
import { argv, stdout } from 'node:process';
import { installToolkits } from '@stackbench/environments/install';

await installToolkits(argv.slice(2), (line) => stdout.write(`${line}\n`));
