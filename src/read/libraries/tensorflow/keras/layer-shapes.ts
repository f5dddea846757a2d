/** Output shapes of Keras layers, by the formulae of their records. */
import type { Place } from '../../../../text/place';
import { known, unknown, valueOf, type Fact } from '../../../../facts/fact';
import type { Shape } from '../../../../facts/training';
import { layerRecord } from '../../../../knowledge/layers';
import type { InnerLayer, LayerArguments } from '../../../../knowledge/layers/record';

/** Without the batch dimension. What is not known of an input is what is not known of the output. */
export function layerShape(
  type: string,
  argument: LayerArguments,
  inner: InnerLayer | undefined,
  inputs: readonly Fact<Shape>[],
  place: Place,
): Fact<Shape> {
  const [first] = inputs;
  const record = layerRecord(type);
  if (!first || !record) return unknown('not-modelled', place, first ? `the output shape of ${type}` : `the input of ${type}`);
  if (record.keepsShape) return first;
  const shape = record.outputShape({ argument, inner, inputs: inputs.map(valueOf) });
  if (shape === undefined) {
    return inputs.find((input) => input.kind !== 'known') ?? unknown('dynamic', place, `the output shape of ${type}`);
  }
  return 'reason' in shape ? unknown(shape.reason, place, shape.what) : known(shape, place);
}
