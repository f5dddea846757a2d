/** The loss of a head that the program wrote itself. */
import type { CustomLossSpec, HeadSpec } from '../../experiment/model';
import { evaluated, meanOf, type Node } from './expression';
import type { Shaped } from './arrays';
import { gradientArray, sourceOf, type Term } from './heads';
import { Refused } from './machine';
import { sizeOf, type Call, type Emitter, type Value } from './plan';

type Custom = HeadSpec & { readonly loss: CustomLossSpec };

/** As emitLoss. What the expression cannot do is refused at once: it is tried before the first step. */
export function emitCustomLoss(
  emitter: Emitter,
  { loss: { expression, aligned }, weight: factor = 1 }: Custom,
  output: Value,
  truthShape: readonly number[],
  back: ((call: Call) => void) | undefined,
): Term {
  const { rows, machine } = emitter;
  const truth = machine.array(rows * sizeOf(truthShape));
  const weights = machine.array(rows).fill(1);
  const weighted = { now: false };
  const shapes = { truth: [rows, ...truthShape], output: [rows, ...output.shape] };
  if (aligned === true && shapes.truth.length !== shapes.output.length) {
    const bare = shapes.truth.length > shapes.output.length ? shapes.truth : shapes.output;
    if (bare.at(-1) !== 1 || Math.abs(shapes.truth.length - shapes.output.length) > 1)
      throw new Refused('labels of another rank');
    // One number for a row has its axis, anything else loses its last one.
    if (shapes.truth.length === 1) shapes.truth = [rows, 1];
    else if (bare === shapes.truth) shapes.truth = bare.slice(0, -1);
    else throw new Refused('labels of a lower rank');
  }
  /** Gradients of the output, or of logits that it remembers. */
  const gradients = new Map<Float32Array, Float32Array | undefined>();
  const touched = new Set<Float32Array>();
  const leafOf = (value: Value): Node => ({
    value: { shape: [rows, ...value.shape], data: value.data },
    back:
      value.gradient === undefined
        ? undefined
        : ({ data }) => {
            touched.add(value.data);
            const into = gradients.get(value.data);
            if (into !== undefined) for (let i = 0; i < data.length; i++) into[i] = (into[i] ?? 0) + (data[i] ?? NaN);
          },
  });
  const values = new Map<Float32Array, Value>([[output.data, output]]);
  const compute = (): Node =>
    evaluated(
      expression,
      (kind) => (kind === 'y_true' ? { value: { shape: shapes.truth, data: truth } } : leafOf(output)),
      ({ operation, inputs: [labels, predicted], config }, inner) => {
        if (labels === undefined || predicted === undefined || operation === 'keras.backend.binary_crossentropy')
          return undefined;
        const given = predicted.kind === 'y_pred' ? undefined : inner(predicted);
        const array: Value = given ? { shape: given.value.shape.slice(1), data: given.value.data } : output;
        const source = sourceOf({ kind: 'keras', class: operation, config }, array);
        values.set(source.value.data, source.value);
        const node = given ?? leafOf(source.value);
        const run = source.loss.of(config, emitter.keras, () => inner(labels).value.data.every((y) => y === 0 || y === 1));
        return perSample(node, inner(labels).value, run, source.loss.sparse);
      },
    );

  meanOf(compute(), weights, false).back(0);
  if (back !== undefined) {
    for (const data of touched) {
      const value = values.get(data);
      if (value !== undefined) gradients.set(data, gradientArray(emitter, value, back));
    }
  }
  return {
    truth,
    weights,
    weighted,
    run: () => {
      const mean = meanOf(compute(), weights, weighted.now);
      if (back !== undefined) {
        for (const array of gradients.values()) array?.fill(0);
        mean.back(factor);
      }
      return factor * Math.fround(mean.loss);
    },
  };
}

/** A loss of Keras as part of an expression: one number for each sample. */
function perSample(
  { value, back }: Node,
  labels: Shaped,
  run: ReturnType<ReturnType<typeof sourceOf>['loss']['of']>,
  sparse: boolean,
): Node {
  const units = value.shape.at(-1) ?? 1;
  const shape = value.shape.slice(0, -1);
  const [wanted, bare] = [(sparse ? shape : value.shape).join(), labels.shape.slice(0, -1).join()];
  if (labels.shape.join() !== wanted && !(sparse && labels.shape.at(-1) === 1 && bare === wanted))
    throw new Refused(`labels [${labels.shape.join(', ')}] for an output [${value.shape.join(', ')}]`);
  const all = (scales: Float32Array | undefined, gradient: Float32Array | undefined): Float32Array =>
    Float32Array.from({ length: value.data.length / units }, (_, index) =>
      run({ output: value.data, truth: labels.data, start: index * units, units, index }, scales?.[index] ?? 0, gradient),
    );
  return {
    value: { shape, data: all(undefined, undefined) },
    back:
      back &&
      ((dy) => {
        const gradient = new Float32Array(value.data.length);
        all(dy.data, gradient);
        back({ shape: value.shape, data: gradient });
      }),
  };
}
