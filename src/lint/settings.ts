/** The settings people can change; `contributes.configuration` of package.json is generated from them. */
import { levels } from './config';

export interface Setting {
  readonly key: `lossProbe.${string}`;
  /** JSON schema without the description. `rules` is filled with one property a rule. */
  readonly schema: Readonly<Record<string, unknown>> | 'rules';
  readonly description: string;
  readonly scope: 'resource' | 'window';
}

export const settings: readonly Setting[] = [
  {
    key: 'lossProbe.rules',
    schema: 'rules',
    description:
      'How loud each rule is. `[tool.loss-probe.rules]` in a `pyproject.toml` wins over this, so that the editor and the command line agree.',
    scope: 'resource',
  },
  {
    key: 'lossProbe.codeLens',
    schema: { type: 'boolean', default: true },
    description: 'Show "Can this model learn?" above every call that compiles or trains a model.',
    scope: 'resource',
  },
  {
    key: 'lossProbe.inlayHints.shapes',
    schema: { type: 'boolean', default: false },
    description: 'Show the output shape behind every layer.',
    scope: 'resource',
  },
  {
    key: 'lossProbe.backend',
    schema: { enum: ['auto', 'wasm', 'cpu', 'tensorflow'], default: 'auto' },
    description:
      'What trains in a test. `auto` takes the fastest: a plan compiled for the model (WebAssembly); where none can be made native TensorFlow where `@tensorflow/tfjs-node` is installed beside the extension, else WebAssembly, else plain JavaScript. The result says what ran.',
    scope: 'window',
  },
];

/** JSON schema of one rule's level. */
export const levelSchema = (summary: string, usual: string) => ({ enum: levels, default: usual, markdownDescription: summary });
