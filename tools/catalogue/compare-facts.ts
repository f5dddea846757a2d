/** Where the hand-written facts of architectures say something else than Keras itself, built and looked at. */
import { applicationFacts, applicationNames, preprocessingOf } from '../../src/knowledge/applications';
import type { Difference } from './compare';

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
