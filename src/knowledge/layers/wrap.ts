/** Layers that apply another one: what they do follows from the layer inside. */
import type { Shape } from '../../facts/training';
import { product } from './arguments';
import { ANY_RANK, family, type Applied, type CountFormula, type NoShape, type Rows, type ShapeFormula } from './record';

const isShape = (answer: Shape | NoShape | undefined): answer is Shape => Array.isArray(answer);

/** The layer inside, asked with these inputs. */
function inside(
  { inner }: Applied,
  inputs: Applied['inputs'],
): { readonly shape: Shape | NoShape | undefined; readonly applied: Applied } | undefined {
  if (!inner) return undefined;
  const applied: Applied = { argument: inner.argument, inputs, inner: inner.inner };
  return { shape: inner.record.outputShape(applied), applied };
}

const same: ShapeFormula = (applied) => inside(applied, applied.inputs)?.shape;

const weightsInside =
  (count: 'weights' | 'state', each: (applied: Applied) => Applied['inputs'], times = 1): CountFormula =>
  (applied) => {
    const { inner } = applied;
    const formula = inner?.record[count];
    const asked = inside(applied, each(applied));
    return inner && asked && (formula ? product([times, formula(asked.applied)]) : 0);
  };

const all = ({ inputs }: Applied): Applied['inputs'] => inputs;
const oneStep = ({ inputs }: Applied): Applied['inputs'] => inputs.map((input) => input?.slice(1));

/** The layer inside sees each step by itself. */
const step: ShapeFormula = (applied) => {
  const [first] = applied.inputs;
  if (!first) return undefined;
  const shape = inside(applied, oneStep(applied))?.shape;
  return isShape(shape) ? [first[0] ?? null, ...shape] : shape;
};

/** Both ways, beside each other unless `merge_mode` says otherwise. */
const bothWays: ShapeFormula = (applied) => {
  const shape = inside(applied, applied.inputs)?.shape;
  const mode = applied.argument('merge_mode');
  if (!isShape(shape)) return shape;
  if (mode === undefined) return shape.with(-1, null);
  return mode === 'concat' ? shape.with(-1, product([2, shape.at(-1)]) ?? null) : shape;
};

/** The vector by which the largest singular value is followed. */
const singularVector: CountFormula = (applied) => {
  const shape = inside(applied, applied.inputs)?.shape;
  return isShape(shape) ? (shape.at(-1) ?? undefined) : undefined;
};

export const wrappingLayers: Rows = family('wrap', { range: { kind: 'inner' } })({
  Wrapper: {
    range: { kind: 'free' },
    weights: weightsInside('weights', all),
    state: weightsInside('state', all),
  },
  TimeDistributed: {
    outputShape: step,
    weights: weightsInside('weights', oneStep),
    state: weightsInside('state', oneStep),
    rank: [2, ANY_RANK],
  },
  SpectralNormalization: { outputShape: same, weights: weightsInside('weights', all), state: singularVector },
  Bidirectional: {
    outputShape: bothWays,
    weights: weightsInside('weights', all, 2),
    recurrent: true,
    rank: [2, ANY_RANK],
  },
});
