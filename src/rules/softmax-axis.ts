import { argumentOf, replaceText, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { GraphNode, ModelGraph } from '../facts/graph';
import { defineRule } from './define';
import { headCause } from './head-group';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { categoricalLosses, isLoss } from './support/losses';

const layers = (softmax: string): string => `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3),
    ${softmax},`;

export default defineRule({
  id: 'softmax-axis',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'confirmed' },
  symptoms: ['uniform', 'flat', 'constant'],
  messages: {
    batch:
      'Softmax with {text} works over the samples of the batch instead of over the classes. Every sample then gets a share of the batch, which depends on what else is in it and is no distribution over the classes.',
    other:
      'Softmax with {text} works over another axis than the classes, which are the last. The numbers of one position then sum to anything, and the loss compares them as if they were probabilities.',
  },
  docs: {
    summary: 'Softmax works over another axis than the classes.',
    why: `Cross-entropy takes the last axis as the classes. Softmax over the batch makes the samples compete with each other: in a batch of 32 each gets about 1/32 whatever the
model says, the prediction for one sample depends on its neighbours, and for a batch of one it is always 1.`,
    bad: classification({ layers: layers('keras.layers.Softmax(axis=0)') }).replace(
      'Softmax(axis=0),',
      `Softmax(axis=0),
#                        ^^^^^^ softmax-axis`,
    ),
    good: classification({ layers: layers('keras.layers.Softmax()') }),
    limits:
      'An error for the last layer; a warning for softmax over the batch inside the model. Silent for attention over positions, and where the axis or the number of axes is not known.',
    fixSafety: 'Safe: the axis becomes -1, which is the default.',
    probe: 'Trains both versions and compares accuracy with chance.',
    references: ['https://keras.io/api/layers/activation_layers/softmax/'],
  },
  check(context, report) {
    const reported = new Set<string>();
    for (const run of context.program.runs) {
      const { model } = run;
      if (model.style === 'variables') continue;
      for (const node of model.nodes) {
        const softmax = softmaxOf(node);
        const rank = valueOf(node.shape)?.length;
        const axis = softmax && valueOf(softmax.axis);
        if (!softmax || typeof axis !== 'number') continue;
        const at = argumentOf(softmax.call, softmax.parameter);
        const key = `${softmax.call.place.source}:${softmax.call.place.start}`;
        const place = axis < 0 ? (rank === undefined ? undefined : rank + 1 + axis) : axis;
        const head = run.heads.find(({ output }) => output === node.id);
        const wrong = head !== undefined && rank !== undefined && place !== rank && isLoss(head, categoricalLosses);
        const overBatch = place === 0 && dependsOnInput(model, node) && keepsBatch(model, node);
        if (!at || reported.has(key) || place === undefined || (!overBatch && !wrong)) continue;
        reported.add(key);
        report({
          message: overBatch ? 'batch' : 'other',
          at: at.place,
          severity: head ? 'error' : 'warning',
          cause: head && headCause(run, head),
          data: { text: textOf(context, at.place) },
          fixes: [fixOf('Set the axis to -1, the classes', 'safe', replaceText(at.value, '-1'))],
          experiment: { kind: 'train', run: run.id },
        });
      }
    }
  },
});

function softmaxOf(node: GraphNode) {
  if (node.kind === 'layer' && node.layer.type === 'Softmax')
    return { call: node.layer.call, axis: node.layer.arguments.axis, parameter: 'axis' };
  if (node.kind !== 'operation' || !node.call || !node.operation.endsWith('.softmax')) return undefined;
  const parameter = node.arguments.dim && argumentOf(node.call, 'dim') ? 'dim' : 'axis';
  return { call: node.call, axis: node.arguments[parameter], parameter };
}

/** No operation on the way gives the first axis another meaning, as stacking the instances of a list does. */
function keepsBatch(model: ModelGraph, node: GraphNode): boolean {
  const seen = new Set<number>();
  const visit = (id: number): boolean => {
    const one = model.nodes[id];
    if (!one || seen.has(id)) return true;
    seen.add(id);
    if (one.kind === 'unknown') return false;
    if (one.kind === 'operation' && rearranging.test(one.operation)) return false;
    return one.inputs.every(visit);
  };
  return node.inputs.every(visit);
}

const rearranging =
  /\.(?:stack|unstack|concat|concatenate|transpose|reshape|expand_dims|squeeze|gather|tensordot|einsum|split|moveaxis|swapaxes)$/;

/** Something else than weights goes in. */
function dependsOnInput(model: ModelGraph, node: GraphNode): boolean {
  const seen = new Set<number>();
  const visit = (id: number): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    return model.inputs.includes(id) || (model.nodes[id]?.inputs.some(visit) ?? false);
  };
  return visit(node.id);
}
