import { numberOf, numbersOf, plainName, type Named } from './config';
import { NotSupported } from './failure';

/** Applies a weight constraint (keras/src/constraints) in place, after an update. Axis 0 unless given. */
export function constrain(spec: Named, shape: readonly number[], values: Float32Array): void {
  const name = plainName(spec.class);
  if (name === 'nonneg' || name === 'nonnegative') {
    for (let i = 0; i < values.length; i++) values[i] = Math.max(0, values[i] ?? 0);
    return;
  }
  const limits: Readonly<Record<string, (norm: number) => number>> = {
    maxnorm: (norm) => {
      const most = numberOf(spec.config, 'max_value', 2);
      return Math.min(norm, most) / (norm + 1e-7);
    },
    unitnorm: (norm) => 1 / (norm + 1e-7),
    minmaxnorm: (norm) => {
      const [least, most, rate] = [
        numberOf(spec.config, 'min_value', 0),
        numberOf(spec.config, 'max_value', 1),
        numberOf(spec.config, 'rate', 1),
      ];
      return (rate * Math.min(Math.max(norm, least), most) + (1 - rate) * norm) / (norm + 1e-7);
    },
  };
  const factor = limits[name];
  if (factor === undefined) throw new NotSupported('constraint', spec.class);
  const axes = (numbersOf(spec.config, 'axis') ?? [0]).map((axis) => (axis < 0 ? axis + shape.length : axis));
  // The group of an element: its position along the axes that are kept.
  const groupOf = (index: number): number => {
    let rest = index;
    let group = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      if (!axes.includes(axis)) {
        group += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    return group;
  };
  const sums = new Map<number, number>();
  values.forEach((value, i) => sums.set(groupOf(i), (sums.get(groupOf(i)) ?? 0) + value * value));
  values.forEach((value, i) => (values[i] = value * factor(Math.sqrt(sums.get(groupOf(i)) ?? 0))));
}
