/** Where the catalogue says something else than the installed packages. */
import { generators, type GeneratorFacts } from '../../src/knowledge/generators';
import { datasetFacts } from '../../src/knowledge/datasets';
import { resolveIdentifier, acceptedIdentifiers, type IdentifierKind } from '../../src/knowledge/identifiers';
import { canonicalName } from '../../src/knowledge/names';
import { cataloguedNames, recordedSignature, type Parameter, type Signature } from '../../src/knowledge/signatures';
import { spell } from './pack';
import type { RecordedParameter, RecordedSignature, Recording } from './recording';

export interface Difference {
  /** The environment: its Keras. */
  readonly keras: 2 | 3;
  /** Canonical name, or path, or string identifier. */
  readonly name: string;
  readonly what: string;
}

/** What `check.py` found under the catalogue's own names. */
export interface Installed {
  readonly versions: Readonly<Record<string, string>>;
  readonly found: Readonly<
    Record<string, { readonly signature: RecordedSignature | null; readonly documented: RecordedSignature | null }>
  >;
}

/** Of the catalogue's names in one environment: are they there, with these parameters, roles and defaults? */
export const signatureDifferences = (keras: 2 | 3, installed: Installed): readonly Difference[] =>
  cataloguedNames().flatMap((name): readonly Difference[] => {
    const ours = recordedSignature(name, keras);
    const theirs = installed.found[name];
    if (ours === undefined) return [{ keras, name, what: 'has no signature' }];
    if (ours.keras !== keras)
      return theirs === undefined ? [] : [{ keras, name, what: 'is there, but the catalogue says it is not' }];
    if (theirs === undefined) return [{ keras, name, what: 'is not there' }];
    return parameterDifferences(ours, theirs.signature, theirs.documented).map((what) => ({ keras, name, what }));
  });

function parameterDifferences(
  ours: Signature,
  signature: RecordedSignature | null,
  documented: RecordedSignature | null,
): readonly string[] {
  const mine = ours.parameters.map(asRecorded);
  if (signature !== null) {
    const left = mine.map(spell).join(', ');
    const right = signature.map(spell).join(', ');
    return left === right ? [] : [`takes (${right}), the catalogue says (${left})`];
  }
  if (documented === null) return ['has neither a signature nor one in its documentation'];
  // Documentation is loose about what comes by position only, so names and stated defaults are compared.
  const theirs = new Map(documented.map((parameter) => [parameter[0], parameter]));
  const complaints: string[] = [];
  for (const [name, , fallback] of mine) {
    const said = theirs.get(name);
    if (said === undefined) complaints.push(`documents no ${name}`);
    else if (said.length > 2 && spell(['', '', said[2]]) !== spell(['', '', fallback]))
      complaints.push(`documents ${spell(said)}, the catalogue says ${spell([name, said[1], fallback])}`);
  }
  const known = new Set(mine.map(([name]) => name));
  for (const [name] of documented) if (!known.has(name)) complaints.push(`documents ${name}, which the catalogue lacks`);
  return complaints;
}

const asRecorded = (parameter: Parameter): RecordedParameter =>
  parameter.opaque !== undefined
    ? [parameter.name, parameter.role, { opaque: parameter.opaque }]
    : parameter.default !== undefined
      ? [parameter.name, parameter.role, parameter.default]
      : [parameter.name, parameter.role];

/** Of what was selected in the packages: is all of it in the catalogue, and does every public path lead to its canonical name? */
export const nameDifferences = (keras: 2 | 3, recording: Recording): readonly Difference[] => [
  ...Object.keys(recording.signatures)
    .filter((name) => recordedSignature(canonicalName(name), keras) === undefined)
    .map((name) => ({ keras, name, what: 'is not in the catalogue' })),
  ...Object.entries(recording.aliases)
    .filter(([path, name]) => canonicalName(path) !== canonicalName(name))
    .map(([path, name]) => ({ keras, name: path, what: `is ${name}, the catalogue says ${canonicalName(path)}` })),
];

const kinds: Readonly<Record<IdentifierKind, string>> = {
  loss: 'losses',
  optimizer: 'optimizers',
  activation: 'activations',
  initializer: 'initializers',
  metric: 'metrics',
  regularizer: 'regularizers',
  constraint: 'constraints',
};

/** Of the strings `get` takes: the same ones, for the same things? */
export const identifierDifferences = (keras: 2 | 3, recording: Recording): readonly Difference[] =>
  (Object.keys(kinds) as IdentifierKind[]).flatMap((kind) => {
    const real = recording.identifiers[kinds[kind]] ?? {};
    const all = new Set([...Object.keys(real), ...acceptedIdentifiers(kind, keras)]);
    return [...all].flatMap((text): readonly Difference[] => {
      const theirs = real[text];
      const ours = resolveIdentifier(kind, text, keras);
      if (ours === (theirs === undefined ? undefined : canonicalName(theirs))) return [];
      return [{ keras, name: `${kind} '${text}'`, what: `is ${theirs ?? 'refused'}, the catalogue says ${ours ?? 'refused'}` }];
    });
  });

/** What `datasets.py` found. */
export type RealDatasets = Readonly<
  Record<
    string,
    {
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly range: readonly [number, number];
      readonly spread: number;
      readonly labelShape: readonly number[];
      readonly labelType: string;
      readonly labelRange: readonly [number, number];
      readonly values: number;
      readonly ordered: boolean;
    }
  >
>;

export const datasetDifferences = (
  keras: 2 | 3,
  real: RealDatasets,
  ours: Readonly<Record<string, GeneratorFacts>> = generators,
): readonly Difference[] =>
  Object.entries(real).flatMap(([name, theirs]) => {
    const complaints: string[] = [];
    const expect = (what: string, said: unknown, actual: unknown) => {
      if (JSON.stringify(said) !== JSON.stringify(actual))
        complaints.push(`${what} is ${JSON.stringify(actual)}, the catalogue says ${JSON.stringify(said)}`);
    };
    const dataset = datasetFacts(name);
    const generator = ours[name];
    if (dataset === undefined && generator === undefined) complaints.push('has no record');
    if (dataset !== undefined) {
      const { x, y } = dataset.train;
      expect('shape', x.shape, theirs.shape);
      expect('dtype', x.dtype, theirs.dtype);
      if (x.range !== undefined) expect('range', [x.range.min, x.range.max], theirs.range.map(sixDigits));
      if (x.featureSpread !== undefined && Math.abs(x.featureSpread / theirs.spread - 1) > 0.01)
        complaints.push(`feature spread is ${theirs.spread}, the catalogue says ${x.featureSpread}`);
      expect('label shape', y.shape, theirs.labelShape);
      expect('label type', y.dtype, theirs.labelType);
      expect('label range', [y.range?.min, y.range?.max], theirs.labelRange);
      expect('class order', dataset.order === 'class-ordered', theirs.ordered);
      if (y.labels?.kind === 'class-ids') expect('classes', y.labels.classes, theirs.values);
    } else if (generator !== undefined) {
      const { features, labels } = generator;
      expect('shape', [generator.samples, typeof features === 'number' ? features : features.default], theirs.shape);
      expect('label type', generator.labelType, theirs.labelType);
      expect('class order', false, theirs.ordered);
      if (labels.kind === 'classes') expect('classes', labels.default, theirs.values);
      const columns =
        labels.kind === 'binary columns' || (labels.kind === 'targets' && labels.default > 1) ? [labels.default] : [];
      expect('label shape', [generator.samples, ...columns], theirs.labelShape);
      if (labels.kind === 'fixed') expect('label range', [labels.range.min, labels.range.max], theirs.labelRange);
      expect('labels are numbers', labels.kind === 'targets', theirs.values > (theirs.labelShape[0] ?? 0) / 2);
      const { range } = generator;
      if (range && (theirs.range[0] < range.min || theirs.range[1] > range.max))
        complaints.push(`range is ${JSON.stringify(theirs.range)}, the catalogue says ${JSON.stringify(range)}`);
      const counted = features === 100 || typeof features === 'number' ? undefined : features;
      const parameters = recordedSignature(name, keras)?.parameters ?? [];
      for (const wanted of [counted, labels.kind === 'classes' || labels.kind === 'binary columns' ? labels : undefined]) {
        if (wanted === undefined) continue;
        const parameter = parameters.find((one) => one.name === wanted.parameter);
        if (parameter === undefined) complaints.push(`takes no ${wanted.parameter}`);
        else if (parameter.default !== null) expect(`default of ${wanted.parameter}`, wanted.default, parameter.default);
      }
    }
    return complaints.map((what) => ({ keras, name, what }));
  });

const sixDigits = (value: number): number => Number(value.toPrecision(6));
