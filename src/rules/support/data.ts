import type { DataFlow, DataStep, Origin } from '../../facts/data';
import { valueOf } from '../../facts/fact';
import type { GraphNode, ModelGraph, NodeId } from '../../facts/graph';
import { pathAt } from '../../edits/edits';
import type { Head, TrainingRun } from '../../facts/training';
import type { RuleContext } from '../define';
import { isPassage, reach } from './graph';

/** Datasets of pixels that ship with a library, 0..255 as loaded (scikit-learn's digits: 0..16). */
const imageDatasets =
  /(?:^|[./])(?:mnist|fashion_mnist|kmnist|emnist|cifar10|cifar100|svhn|load_digits|fetch_olivetti_faces|mnist_784)\b/;

/** Pixels: from an image dataset or image files, or shaped like a batch of pictures. */
export function isImage(flow: DataFlow): boolean {
  const shape = valueOf(flow.shape);
  if (flow.origins.some(({ name }) => imageDatasets.test(name) || /image|imread|cv2|PIL/i.test(name))) return true;
  const channels = shape?.at(-1);
  return (shape?.length === 4 && (channels === 1 || channels === 3 || channels === 4)) || valueOf(flow.dtype) === 'uint8';
}

/** How the program calls the array where it is used: its variable, or what it is for. */
export function flowTitle(context: RuleContext, flow: DataFlow, otherwise: string): string {
  const path = pathAt(context, flow.place);
  return path === undefined ? otherwise : `\`${path}\``;
}

/** The array a head is compared with, if it was followed. */
export const labelFlow = (head: Head): DataFlow | undefined => ('origins' in head.labels ? head.labels : undefined);

/** The first layers or operations that work on the values of a model input. */
export const readersOf = (graph: ModelGraph, input: NodeId): readonly GraphNode[] => reach(graph, input, isPassage);

export interface FedInput {
  readonly run: TrainingRun;
  readonly flow: DataFlow;
  readonly input: NodeId;
}

/** Which array feeds which input of which model, where the numbers of both agree. */
export const fedInputs = (runs: readonly TrainingRun[]): readonly FedInput[] =>
  runs.flatMap((run) =>
    run.inputs.length !== run.model.inputs.length
      ? []
      : run.inputs.flatMap((flow, i) => {
          const input = run.model.inputs[i];
          return input === undefined ? [] : [{ run, flow, input }];
        }),
  );

/** Where the array comes from, when it comes from one call alone. */
export const singleOrigin = (flow: DataFlow): Origin | undefined =>
  flow.originsComplete && flow.origins.length === 1 ? flow.origins[0] : undefined;

export const sharesOrigin = (a: DataFlow, b: DataFlow): boolean =>
  a.origins.some(({ id }) => b.origins.some((other) => other.id === id));

const linear: ReadonlySet<DataStep['kind']> = new Set([
  'scale',
  'shift',
  'cast',
  'reshape',
  'slice',
  'split',
  'shuffle',
  'minmax',
  'standardize',
]);

const isAffine = (flow: DataFlow): boolean =>
  flow.originsComplete && flow.stepsComplete && flow.steps.every(({ kind }) => linear.has(kind));

/**
 * A straight line solves the task, as the program shows: every target is the input scaled and shifted, or both rise in equal steps
 * from sample to sample. Whatever the model, it need not bend.
 */
export function isStraightLine({ inputs, heads }: TrainingRun): boolean {
  if (inputs.length === 0 || heads.length === 0) return false;
  return heads.every((head) => {
    const labels = labelFlow(head);
    if (!labels || !isAffine(labels) || !inputs.every(isAffine)) return false;
    const ramps = [labels, ...inputs].every(({ origins }) => origins.length > 0 && origins.every((one) => one.evenlySpaced));
    return ramps || inputs.some((input) => isScaledCopy(labels, input));
  });
}

/** Of numbers the program makes: datasets and files hold features and labels of one origin, and columns of a table are no copies of each other. */
const isScaledCopy = (labels: DataFlow, input: DataFlow): boolean =>
  labels.origins.length > 0 &&
  labels.origins.every(
    ({ id, kind }) => (kind === 'random' || kind === 'sequence') && input.origins.some((other) => other.id === id),
  ) &&
  [...labels.steps, ...input.steps].every(({ kind }) => kind !== 'slice');
