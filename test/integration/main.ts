/**
 * `npm run test:integration`: the suite inside real extension hosts.
 *
 *     tsx test/integration/main.ts [newest|oldest]... [development|vsix]... [--grep TEXT] [--verbose]
 *
 * The last line is `N passed, N failed`; what could not run at all is counted as failed.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../../tools/host/install';
import { packageExtension } from '../../tools/host/package';
import { root } from '../../tools/host/parts';
import { bundleSuite } from './runner/bundle';
import { runLane, type Lane } from './runner/lane';
import { describeLane, type LaneOutcome } from './runner/outcome';

/** Seconds one lane may take: about ten times what it takes. */
const LANE_SECONDS = 420;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});
const unknown = positionals.find((word) => !['newest', 'oldest', 'development', 'vsix'].includes(word));
if (unknown !== undefined) {
  console.error(`There is no lane "${unknown}": choose from newest, oldest, development, vsix.`);
  process.exit(2);
}
const asked = <Word extends string>(words: readonly Word[], otherwise: readonly Word[]) => {
  const chosen = words.filter((word) => positionals.includes(word));
  return chosen.length > 0 ? chosen : otherwise;
};
const hosts = asked(['newest', 'oldest'] as const, ['newest']);
const extensions = asked(['development', 'vsix'] as const, ['development', 'vsix']);
const lanes = hosts.flatMap((host) => extensions.map((extension): Lane => ({ host, extension })));

const outcomes = await runLanes();
const total = (field: 'passed' | 'failed') => outcomes.reduce((sum, outcome) => sum + outcome[field], 0);
mkdirSync(path.join(root, '.build'), { recursive: true });
writeFileSync(
  path.join(root, '.build/integration-results.json'),
  JSON.stringify({ passed: total('passed'), failed: total('failed'), outcomes }, null, 2),
);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);

async function runLanes(): Promise<readonly LaneOutcome[]> {
  const say = (line: string) => console.log(line);
  const installed = await ensureInstalled([...hosts, 'browser'], say);
  if (!installed.ok) return [notRun(installed.sentence)];
  if (!existsSync(path.join(root, 'dist/extension.cjs'))) return [notRun('The extension is not built: run `npm run build`.')];
  await bundleSuite();
  const vsix = path.join(root, '.build/loss-probe.vsix');
  if (extensions.includes('vsix')) await packageExtension(vsix);
  const done: LaneOutcome[] = [];
  for (const lane of lanes) {
    const heard = values.verbose ? (line: string) => console.log(`| ${line}`) : undefined;
    const outcome = await runLane(lane, {
      folders: installed.folders,
      vsix,
      grep: values.grep,
      seconds: LANE_SECONDS,
      ...(heard ? { heard } : {}),
    });
    console.log(describeLane(outcome));
    done.push(outcome);
  }
  return done;
}

function notRun(sentence: string): LaneOutcome {
  console.error(sentence);
  return { lane: 'integration', passed: 0, failed: 1, rows: [], seconds: 0, broken: sentence };
}
