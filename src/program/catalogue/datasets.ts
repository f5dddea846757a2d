import type { LabelKind, Range } from '../data';
import type { Shape } from '../training';
export interface ArrayFacts {
  readonly shape: Shape;
  readonly dtype: string;
  readonly range?: Range;
  readonly labels?: LabelKind;
  readonly featureSpread?: number;
}
export interface DatasetFacts {
  readonly train: { readonly x: ArrayFacts; readonly y: ArrayFacts };
  readonly test: { readonly x: ArrayFacts; readonly y: ArrayFacts };
}
export function datasetFacts(_name: string): DatasetFacts | undefined {
  return undefined;
}
