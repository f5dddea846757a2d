/** `npm start`: goes through the examples with the command line as anybody would, findings first, then the test of each fix. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const cli = (...args: readonly string[]): number => {
  console.log(`\n$ node dist/cli.js ${args.join(' ')}\n`);
  const { status, error } = spawnSync(process.execPath, ['dist/cli.js', ...args], { stdio: 'inherit' });
  if (error) console.error(error.message);
  return status ?? 2;
};

const examples = readdirSync('examples')
  .filter((name) => /\.(?:py|ipynb)$/.test(name))
  .map((name) => `examples/${name}`)
  .sort();

const codes = [cli('check', ...examples, '--fail-on', 'never'), ...examples.map((example) => cli('probe', example))];
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
