/** Where the hand-written facts of layers and architectures say something else than Keras itself, built and looked at. */
import { applicationFacts, applicationNames, preprocessingOf } from '../../src/knowledge/applications';
import { layerFacts, layerTypes } from '../../src/knowledge/layers';
import { isCatalogued } from '../../src/knowledge/signatures';
import type { Difference } from './compare';

/** What `layers.py` found. */
export type RealLayers = Readonly<
  Record<
    string,
    {
      readonly weights: readonly string[];
      readonly state: readonly string[];
      /** The function of the layer's `activation` argument. */
      readonly activation: string | null;
      readonly keepsShape: boolean;
    }
  >
>;

/** Layers that do what the function or layer inside them does, and two whose change of size the static shape does not show. */
const openEnded = new Set([
  'RandomHeight',
  'RandomWidth',

  'Lambda',
  'Layer',
  'Wrapper',
  'TimeDistributed',
  'Bidirectional',
  'SpectralNormalization',
  'RNN',
  'EinsumDense',
]);

export const layerDifferences = (keras: 2 | 3, real: RealLayers): readonly Difference[] => [
  ...layerTypes
    .filter((type) => !isCatalogued(`keras.layers.${type}`))
    .map((type) => ({ keras, name: `layer ${type}`, what: 'has facts but no signature' })),
  ...Object.entries(real).flatMap(([type, theirs]) => {
    const ours = layerFacts(type);
    const name = `layer ${type}`;
    if (ours === undefined) return isCatalogued(`keras.layers.${type}`) ? [{ keras, name, what: 'has no facts' }] : [];
    if (openEnded.has(type)) return [];
    const complaints: string[] = [];
    if (ours.trained !== theirs.weights.length > 0) complaints.push(`trains [${theirs.weights.join(', ')}]`);
    if (ours.stateful !== theirs.state.length > 0) complaints.push(`keeps [${theirs.state.join(', ')}]`);
    if (ours.keepsShape !== theirs.keepsShape) complaints.push(theirs.keepsShape ? 'keeps the shape' : 'changes the shape');
    if (theirs.activation !== null && ours.family !== 'activation' && ours.activation !== theirs.activation)
      complaints.push(`applies ${theirs.activation}`);
    return complaints.map((what) => ({ keras, name, what }));
  }),
];

/** What `applications.py` found. */
export interface RealApplications {
  readonly built: Readonly<
    Record<
      string,
      {
        /** null where the default is images of any size. */
        readonly size: number | null;
        readonly side: number | null;
        readonly channels: number;
        readonly classes: number;
        readonly scaling: string;
      }
    >
  >;
  readonly preprocessing: Readonly<Record<string, string>>;
}

export const applicationDifferences = (keras: 2 | 3, real: RealApplications): readonly Difference[] => [
  ...applicationNames
    .filter((type) => real.built[type] === undefined)
    .map((type) => ({ keras, name: `application ${type}`, what: 'is not there' })),
  ...Object.entries(real.built).flatMap(([type, theirs]) => {
    const ours = applicationFacts(`keras.applications.${type}`);
    const name = `application ${type}`;
    if (ours === undefined) return [{ keras, name, what: 'has no facts' }];
    return (['size', 'side', 'channels', 'classes', 'scaling'] as const)
      .filter((key) => theirs[key] !== null && theirs[key] !== ours[key])
      .map((key) => ({ keras, name, what: `has ${key} ${theirs[key] ?? ''}, the catalogue says ${ours[key]}` }));
  }),
  ...Object.entries(real.preprocessing)
    .filter(([module, scaling]) => preprocessingOf(`keras.applications.${module}.preprocess_input`) !== scaling)
    .map(([module, scaling]) => ({ keras, name: `preprocess_input of ${module}`, what: `does ${scaling}` })),
];
