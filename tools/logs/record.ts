/** Records the trainings again in real Keras: `npm run logs:record -- [first|second] [NAME...]`. `gallery FOLDER` trains the examples' bad programs. */
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python/environment';

const here = dirname(fileURLToPath(import.meta.url));
const [which = 'first', ...rest] = process.argv.slice(2);
const out = which === 'gallery' ? resolve(rest.shift() ?? 'logs') : resolve(here, '../../test/evidence/logs', which);
const { python } = await pythonEnvironment('keras3');
const { status } = spawnSync(python, ['record.py', out, `cases_${which}`, ...rest], { cwd: here, stdio: 'inherit' });
process.exitCode = status ?? 1;
