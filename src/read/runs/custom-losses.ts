/** Loss functions and classes of the program itself: followed once with labels and predictions as Keras passes them. */
import type { Place } from '../../text/place';
import { mapFact, unknown, valueOf, type Fact } from '../../facts/fact';
import { classAttribute } from '../python/definitions';
import type { Machine } from '../python/machine';
import { noArguments, type Arguments, type Value } from '../python/value';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import { tensorsIn } from '../libraries/tensorflow/keras/model-graph';
import type { LossGraph } from '../../facts/loss-graph';
import type { Head, Shape } from '../../facts/training';
import { isFlow } from './data-flows';
import { lossGraph } from './loss-graph';
import { addNode } from '../libraries/tensorflow/nodes';
import { tensorOf } from '../libraries/tensorflow/tensor';

/** The head with the graph of its loss, where that is a function or class of the program. */
export function followed(m: Machine, head: Head, loss: Value | undefined): Head {
  const { loss: fact } = head;
  if (fact.kind !== 'known' || fact.value.form !== 'custom' || !loss) return head;
  const graph = loss.kind === 'tensor' ? addedLoss(m, head, loss) : customGraph(m, head, loss, fact.value.place);
  return graph ? { ...head, loss: { ...fact, value: { ...fact.value, graph } } } : head;
}

/** `model.add_loss(expression)` */
const addedLoss = (m: Machine, head: Head, loss: Value): LossGraph | undefined => {
  const [root] = tensorsIn(m, loss);
  return root && lossGraph(m, root, { activation: (node) => (node.kind === 'model' ? head.activation : undefined) });
};

function customGraph(m: Machine, head: Head, loss: Value, place: Place): LossGraph | undefined {
  const own = loss.kind === 'instance' ? classAttribute(m, loss.cls, 'call') : loss;
  if (own?.kind !== 'function' || own.def.parameters.length < 2) return undefined;
  const nothing = unknown('dynamic', place, 'the shape of the labels');
  const flow = isFlow(head.labels) ? head.labels : undefined;
  const [labels, output] = aligned(
    flow ? flow.shape : nothing,
    mapFact(head.outputShape, (dims): Shape => [null, ...dims]),
    loss.kind === 'instance',
    kerasVersion(m),
  );
  // Nodes know shapes without the batch.
  const input = (shape: Fact<Shape>) =>
    addNode(m, {
      kind: 'input',
      inputs: [],
      shape: mapFact(shape, (dims) => dims.slice(1)),
      whole: shape,
      place,
      dtype: 'float32',
    });
  const [given, predicted] = [input(labels), input(output)];
  const args: Arguments = { ...noArguments, positional: [given, predicted].map(tensorOf) };
  const site = { callee: 'loss', place, function: place, parentheses: place, arguments: [] };
  m.muted += 1;
  const result = m.call(loss.kind === 'instance' ? { ...own, self: loss } : own, args, site);
  m.muted -= 1;
  const [root] = tensorsIn(m, result);
  return (
    root &&
    lossGraph(m, root, {
      leaf: (node) =>
        node === given
          ? { kind: 'data', inputs: [], place, shape: labels, range: flow?.range ?? nothing }
          : node === predicted
            ? { kind: 'output', inputs: [], place, shape: output, activation: head.activation }
            : undefined,
    })
  );
}

/**
 * The shapes that reach a loss in `fit`. Keras 2 gives labels of one dimension a second one; of loss functions, but not of the `call` of
 * loss classes, a last axis of size 1 is squeezed or added until the ranks agree.
 */
export function aligned(
  labels: Fact<Shape>,
  output: Fact<Shape>,
  isClass: boolean,
  keras: 2 | 3,
): readonly [labels: Fact<Shape>, output: Fact<Shape>] {
  const expand = (dims: Shape): Shape => [...dims, 1];
  const squeeze = (dims: Shape): Shape => dims.slice(0, -1);
  const given = mapFact(labels, (dims) => [null, ...dims.slice(1)]);
  const y = keras === 2 && valueOf(given)?.length === 1 ? mapFact(given, expand) : given;
  const [a, b] = [valueOf(y), valueOf(output)];
  if (isClass || !a || !b) return [y, output];
  if (b.length === a.length + 1 && b.at(-1) === 1)
    return a.length === 1 ? [mapFact(y, expand), output] : [y, mapFact(output, squeeze)];
  if (a.length === b.length + 1 && a.at(-1) === 1)
    return b.length === 1 ? [y, mapFact(output, expand)] : [mapFact(y, squeeze), output];
  return [y, output];
}
