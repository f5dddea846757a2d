import { applicationFacts, preprocessingOf, type ApplicationFacts } from '../knowledge/applications';
import type { DataStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { GraphNode, LayerNode, ModelGraph } from '../facts/graph';
import { defineRule } from './define';
import { trains } from './guards';
import { flowTitle, isImage } from './support/data';
import { fixOf, undoDivision } from './support/fixes';
import { layersOf } from './support/graph';
import { rangeTitle } from './support/losses';

const example = (scaling: string, mark: string): string => `import numpy as np
from tensorflow import keras

x = np.random.randint(0, 256, (32, 32, 32, 3)).astype("float32")
y = (x.mean(axis=(1, 2, 3)) > 127).astype("int32")
${scaling}
# Weights of an earlier training.
keras.applications.MobileNetV3Small(include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("small.weights.h5")

base = keras.applications.MobileNetV3Small(include_top=False, weights="small.weights.h5", input_shape=(32, 32, 3), pooling="avg")
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=1)
${mark}`;

export default defineRule({
  id: 'pretrained-preprocessing-mismatch',
  group: 'data',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'it needs pretrained weights; the pictures certainly come in another range than these were trained on',
  },
  symptoms: ['uniform', 'constant', 'chance-accuracy', 'flat', 'slow'],
  messages: {
    range:
      '{name} holds values from {range}, but the pretrained weights of {backbone} want {wanted}. Its features are then those of pictures it has never seen.',
    function:
      '{name} went through `{given}`, but the pretrained weights of {backbone} want {wanted}. Its features are then those of pictures it has never seen.',
  },
  docs: {
    summary: 'Pictures are scaled in another way than the pretrained backbone was trained with.',
    why: `Each architecture of keras.applications has its own scaling: some scale by themselves and want 0 to 255, others want -1 to 1, or the means of ImageNet
subtracted. Scaled twice or not at all, every picture looks almost black or overexposed to the pretrained filters, and what they learned is of little use.`,
    bad: example('x = x / 255.0\n', '#         ^ pretrained-preprocessing-mismatch\n'),
    good: example('', ''),
    limits:
      'Speaks where the backbone has weights, and the range of the pictures is known where they reach it: behind augmentation, Resizing, Rescaling, nested models and preprocessing inside the model. Pictures from 0 to 1 where the weights want -1 to 1 or the means of ImageNet subtracted are information: that often works, worse than it could. Silent for weights=None.',
    fixSafety: 'Not safe: the array may be used elsewhere, and tests and predictions need the same change.',
    probe: 'Not tested: the harm is to pretrained weights, which are not there to be tested with.',
    references: ['https://keras.io/api/applications/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      const [flow, ...others] = run.inputs.filter(isImage);
      if (!trains(run) || !flow || others.length > 0) continue;
      for (const { node, graph } of backbonesOf(run.model)) {
        const facts = pretrained(node);
        const edge = graph.nodes[node.inputs[0] ?? -1];
        if (!facts || !edge || node.inputs.length !== 1) continue;
        const own = flow.steps.find(({ kind }) => kind === 'preprocess');
        const change = changeBefore(graph, edge);
        const inside = change?.kind === 'operation' ? preprocessingOf(change.operation) : undefined;
        const at = change?.place ?? flow.place;
        const key = `${at.source}:${at.start}`;
        if (seen.has(key)) continue;
        const data = {
          name: change ? `What comes out of ${titleOf(change)}` : flowTitle(context, flow, 'The input'),
          backbone: node.layer.backbone?.type.split('.').at(-1) ?? node.layer.type,
          wanted: wanted[facts.scaling],
        };
        const common = {
          at,
          related: [{ place: node.layer.backbone?.call?.place ?? node.layer.call.place, message: 'pretrained' }],
          experiment: { kind: 'none', reason: 'it needs the pretrained weights' },
        } as const;
        const given = inside ?? (own && !change && !flow.steps.some(changesValues) ? preprocessingOf(own.by) : undefined);
        if (given !== undefined) {
          if (given === facts.scaling) continue;
          const by = change?.kind === 'operation' ? change.operation : (own?.by ?? '');
          seen.add(key);
          report({
            ...common,
            message: 'function',
            data: { ...data, name: flowTitle(context, flow, 'The input'), given: by.replace('keras.applications.', '') },
          });
          continue;
        }
        const harm = !own && edge.range ? mismatch(facts.scaling, edge.range) : undefined;
        if (!harm || !edge.range || (!change && !flow.stepsComplete && harm !== 'raw')) continue;
        seen.add(key);
        const division = facts.scaling === 'none' && !change ? flow.steps.find(changesValues) : undefined;
        report({
          ...common,
          message: 'range',
          severity: harm === 'close' ? 'information' : undefined,
          data: { ...data, range: rangeTitle(edge.range) },
          fixes: [
            division &&
              fixOf('Leave out the division: the model scales by itself', 'unsafe', undoDivision(context, division.place)),
          ],
        });
      }
    }
  },
});

interface Placed {
  readonly node: LayerNode;
  readonly graph: ModelGraph;
}

/** Backbones of the model and of the models nested in it. */
const backbonesOf = (graph: ModelGraph): readonly Placed[] =>
  layersOf(graph).flatMap((node) =>
    node.layer.backbone ? [{ node, graph }] : node.layer.model ? backbonesOf(node.layer.model) : [],
  );

/** The last layer or operation before this edge that gave the values another range; undefined where they are as they were fed. */
function changeBefore(graph: ModelGraph, edge: GraphNode): GraphNode | undefined {
  const before = graph.nodes[edge.inputs[0] ?? -1];
  if (edge.kind === 'input' || !before) return undefined;
  if (edge.kind === 'operation' && preprocessingOf(edge.operation)) return edge;
  const same = edge.range && edge.range.min === before.range?.min && edge.range.max === before.range.max;
  return same ? changeBefore(graph, before) : edge;
}

const titleOf = (node: GraphNode): string =>
  node.kind === 'layer' ? node.layer.type : node.kind === 'operation' ? 'this operation' : 'the model';

const wanted: Readonly<Record<ApplicationFacts['scaling'], string>> = {
  none: 'pixels from 0 to 255, which it scales itself',
  'minus-one-one': 'pixels scaled to -1 to 1',
  caffe: 'BGR pixels with the means of ImageNet subtracted',
  torch: "pixels standardised by ImageNet's means and deviations",
};

function pretrained({ layer: { backbone } }: LayerNode): ApplicationFacts | undefined {
  const weights = valueOf(backbone?.arguments.weights);
  const builtIn = valueOf(backbone?.arguments.include_preprocessing) !== false;
  const facts = backbone && typeof weights === 'string' ? applicationFacts(backbone.type) : undefined;
  return builtIn ? facts : undefined;
}

const changesValues = ({ kind }: DataStep): boolean =>
  kind === 'scale' || kind === 'shift' || kind === 'standardize' || kind === 'minmax' || kind === 'normalize' || kind === 'other';

/**
 * - `tiny`: pixels scaled down for a model that does so itself
 * - `raw`: pixels as they come for a model that wants small numbers
 * - `close`: 0 to 1 where another scaling was trained with: it learns, worse than it could
 */
function mismatch(
  scaling: ApplicationFacts['scaling'],
  { min, max }: { readonly min: number; readonly max: number },
): 'tiny' | 'raw' | 'close' | undefined {
  const unit = max > 0.5 && max <= 1 && min >= 0;
  if (scaling === 'none') return max <= 1 && max > 0.5 && min >= -1 ? 'tiny' : undefined;
  if (scaling !== 'caffe' && max >= 200 && min >= 0) return 'raw';
  return unit && scaling !== 'torch' ? 'close' : undefined;
}
