/** Fixes that no edit of the text can express: the experiment itself has them. */
import type { DataSpec, TargetSpec } from '../experiment/data-spec';
import { soundUpdate, type Arm, type Experiment } from '../experiment/experiment';
import type { HeadSpec, KerasLossSpec } from '../experiment/model';
import type { SemanticPatch } from '../finding/finding';
import { notTestable, type Planned } from './outcome';

/** Share of values that are taken to be missing; how many really are, only the data knows. */
const MISSING = 0.01;

export function withPatch(experiment: Experiment, { title, change }: SemanticPatch): Planned {
  const [asWritten] = experiment.arms;
  if (!asWritten) return notTestable('this finding', 'there is nothing to train');
  const fixed: Arm = { ...asWritten, role: 'withFix', title };
  const pair = (arms: readonly [Arm, Arm], data: DataSpec = experiment.data): Planned => ({
    kind: 'experiment',
    experiment: { ...experiment, data, arms },
  });
  switch (change.kind) {
    case 'loop':
      return withSoundLoop(experiment, asWritten, title, change);
    case 'thaw-layers':
      return pair([asWritten, { ...fixed, model: { ...asWritten.model, nodes: asWritten.model.nodes.map(thawed) } }]);
    case 'teacher-labels':
      return pair([withLabels(asWritten, 'independent'), fixed]);
    case 'labels-in-order':
      return pair([withLabels(asWritten, 'scrambled'), fixed]);
    case 'missing-values':
      return withGaps(experiment, asWritten, title);
    case 'standard-loss': {
      if (experiment.arms.length > 1) return { kind: 'experiment', experiment };
      const heads = asWritten.heads.map((head) => ({ ...head, loss: standardLoss(asWritten, head, experiment.data.targets) }));
      const [head] = heads;
      return pair([asWritten, { ...fixed, role: 'variant', title: head ? `${title} (${head.loss.class})` : title, heads }]);
    }
    case 'standardize-inputs': {
      const scaled = fixed.inputs.map((input) => ({ ...input, steps: [...input.steps, { kind: 'standardize' as const }] }));
      return { kind: 'experiment', experiment: { ...experiment, arms: [...experiment.arms, { ...fixed, inputs: scaled }] } };
    }
  }
}

const withLabels = (arm: Arm, labels: 'independent' | 'scrambled'): Arm => ({
  ...arm,
  targets: arm.targets.map((target) => ({ ...target, labels })),
});

const thawed = (node: Arm['model']['nodes'][number]): Arm['model']['nodes'][number] => ({
  ...node,
  config: Object.fromEntries(Object.entries(node.config).filter(([name]) => name !== 'trainable')),
});

/** The program as written has the faults that the finding knows of; the fixed one, where no text has it, a sound loop. */
function withSoundLoop(
  experiment: Experiment,
  first: Arm,
  title: string,
  { written }: SemanticPatch['change'] & { readonly kind: 'loop' },
): Planned {
  const asWritten: Arm = { ...first, update: { ...first.update, ...written } };
  const fixes = experiment.arms.slice(1);
  const fixed: Arm = { ...first, role: 'withFix', title, update: soundUpdate };
  if (fixes.length === 0 && JSON.stringify(asWritten.update) === JSON.stringify(soundUpdate))
    return notTestable('this finding', 'the weights it is about cannot be told apart from the others in the rebuilt model');
  return { kind: 'experiment', experiment: { ...experiment, arms: [asWritten, ...(fixes.length > 0 ? fixes : [fixed])] } };
}

/** The inputs lack values; the fixed arm fills them. */
function withGaps(experiment: Experiment, asWritten: Arm, title: string): Planned {
  const { data } = experiment;
  if (data.own !== undefined) return notTestable('this finding', 'whether your own data has gaps is for the data to say');
  if (!data.inputs.some(({ kind }) => kind === 'features'))
    return notTestable('this finding', 'made-up gaps are only put into tables');
  const inputs = data.inputs.map((input) => (input.kind === 'features' ? { ...input, missing: MISSING } : input));
  const filled = asWritten.inputs.map((input) => ({ ...input, steps: [{ kind: 'fill' as const }, ...input.steps] }));
  return {
    kind: 'experiment',
    experiment: {
      ...experiment,
      data: {
        ...data,
        inputs,
        assumed: [...(data.assumed ?? []), { what: 'percent of the values missing (NaN)', value: 100 * MISSING }],
      },
      arms: [asWritten, { ...asWritten, role: 'withFix', title, inputs: filled }],
    },
  };
}

/** What Keras has for such labels and such an output; of its own losses, as it reduces them by default. */
function standardLoss({ model, targets }: Arm, head: HeadSpec, specs: readonly TargetSpec[]): KerasLossSpec {
  if (head.loss.kind === 'keras') {
    const config = Object.fromEntries(Object.entries(head.loss.config).filter(([name]) => name !== 'reduction'));
    return { ...head.loss, config };
  }
  const node = model.nodes.find(({ id }) => id === head.output);
  const activation = typeof node?.config.activation === 'string' ? node.config.activation : (node?.class ?? '');
  const loss = (name: string, logits = false): KerasLossSpec => ({
    kind: 'keras',
    class: name,
    config: logits ? { from_logits: true } : {},
  });
  const target = specs[head.target];
  const encoding = targets[head.target]?.encoding;
  const single = node?.config.units === 1;
  switch (target?.kind) {
    case 'binary':
    case 'classes': {
      if (encoding === 'sign') return loss('Hinge');
      if (single)
        return target.kind === 'binary' ? loss('BinaryCrossentropy', !/sigmoid/i.test(activation)) : loss('MeanSquaredError');
      const logits = !/softmax/i.test(activation);
      return loss(encoding === 'one-hot' ? 'CategoricalCrossentropy' : 'SparseCategoricalCrossentropy', logits);
    }
    case 'multilabel':
      return loss('BinaryCrossentropy', !/sigmoid/i.test(activation));
    default:
      return loss('MeanSquaredError');
  }
}
