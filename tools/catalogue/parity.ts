/**
 * Compares every name, parameter and default of the catalogue with both installed environments: `npm run parity:catalogue`.
 * Writes docs/parity-catalogue.md; ends with 1 when a difference is not in accepted.ts, or an entry there no longer applies.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { cataloguedNames, recordedSignature } from '../../src/knowledge/signatures';
import { runPython } from '../python/environment';
import { accepted, accepts } from './accepted';
import {
  datasetDifferences,
  identifierDifferences,
  nameDifferences,
  signatureDifferences,
  type Difference,
  type Installed,
  type RealDatasets,
} from './compare';
import { applicationDifferences, type RealApplications } from './compare-facts';
import { layerDifferences, type RealLayers } from './compare-layers';
import { record } from './recording';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Result {
  readonly versions: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
  readonly compared: Readonly<Record<string, number>>;
}

const compare = async (keras: 2 | 3): Promise<Result> => {
  const environment = `keras${keras}` as const;
  const [installed, recording, datasets, layers] = await Promise.all([
    runPython(environment, script('check.py'), cataloguedNames().join('\n')).then((text) => JSON.parse(text) as Installed),
    record(keras),
    runPython(environment, script('datasets.py')).then((text) => JSON.parse(text) as RealDatasets),
    runPython(environment, script('layers.py')).then((text) => JSON.parse(text) as RealLayers),
  ]);
  // `npm test` replays it without Python.
  for (const [what, recorded] of Object.entries({ layers, datasets }))
    await writeFile(script(`../../test/knowledge/recordings/${what}-keras${keras}.json`), `${JSON.stringify(recorded)}\n`);
  // Building all 40 takes minutes, so only today's are built.
  const applications =
    keras === 3 ? (JSON.parse(await runPython(environment, script('applications.py'))) as RealApplications) : undefined;
  const own = cataloguedNames().filter((name) => recordedSignature(name, keras)?.keras === keras);
  return {
    versions: installed.versions,
    differences: [
      ...signatureDifferences(keras, installed),
      ...nameDifferences(keras, recording),
      ...identifierDifferences(keras, recording),
      ...datasetDifferences(keras, datasets),
      ...layerDifferences(keras, layers),
      ...(applications === undefined ? [] : applicationDifferences(keras, applications)),
    ],
    compared: {
      names: own.length,
      parameters: own.reduce((sum, name) => sum + (recordedSignature(name, keras)?.parameters.length ?? 0), 0),
      defaults: own.reduce(
        (sum, name) => sum + (recordedSignature(name, keras)?.parameters.filter((one) => 'default' in one).length ?? 0),
        0,
      ),
      'other paths': Object.keys(recording.aliases).length,
      'string identifiers': Object.values(recording.identifiers).reduce((sum, table) => sum + Object.keys(table).length, 0),
      'datasets and generators': Object.keys(datasets).length,
      'layers, built': Object.keys(layers.built).length,
      'keras.applications, built': Object.keys(applications?.built ?? {}).length,
    },
  };
};

const results = await Promise.all([compare(2), compare(3)]);
const differences = results.flatMap((result) => result.differences);
const open = differences.filter((difference) => !accepted.some((entry) => accepts(entry, difference)));
const idle = accepted.filter((entry) => !differences.some((difference) => accepts(entry, difference)));
const show = ({ keras, name, what }: Difference): string => `Keras ${keras}: ${name} ${what}`;

for (const difference of open) process.stdout.write(`${show(difference)}\n`);
for (const { name, what } of idle) process.stdout.write(`accepted.ts: nothing fits ${name} ${what} any more\n`);

const [two, three] = results;
const rows = Object.keys(two.compared).map((key) => `| ${key} | ${two.compared[key] ?? 0} | ${three.compared[key] ?? 0} |`);
const versionRows = Object.keys(two.versions).map(
  (key) => `| ${key} | ${two.versions[key] ?? ''} | ${three.versions[key] ?? ''} |`,
);
const page = [
  '# The catalogue against the installed packages',
  '',
  'Last result of `npm run parity:catalogue`, written by it.',
  '',
  '| package | Keras 2 environment | Keras 3 environment |',
  '| --- | --- | --- |',
  ...versionRows,
  '',
  '| compared | Keras 2 environment | Keras 3 environment |',
  '| --- | --- | --- |',
  ...rows,
  `| differences accepted with a reason | ${count(2, true)} | ${count(3, true)} |`,
  `| **other differences** | **${count(2, false)}** | **${count(3, false)}** |`,
  '',
  ...(open.length > 0 ? ['## Not accepted', '', ...open.map((one) => `- ${show(one)}`), ''] : []),
  '## Accepted',
  '',
  ...accepted.flatMap((entry) => {
    const fitting = differences.filter((difference) => accepts(entry, difference));
    const names = [...new Set(fitting.map(({ name }) => `\`${name}\``))];
    return [`- ${entry.reason} (${fitting.length}): ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}`];
  }),
  '',
].join('\n');
const file = script('../../docs/parity-catalogue.md');
await writeFile(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
process.stdout.write(`${open.length} differences, ${differences.length - open.length} more accepted with a reason\n`);
process.exitCode = open.length + idle.length > 0 ? 1 : 0;

function count(keras: 2 | 3, isAccepted: boolean): number {
  const here = differences.filter((difference) => difference.keras === keras);
  return here.filter((difference) => accepted.some((entry) => accepts(entry, difference)) === isAccepted).length;
}
