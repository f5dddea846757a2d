/**
 * Causes that a log names together with the program, where the text and the data alone are silent: what a pattern leaves possible for this head
 * and this loss. Each goes by the id of the rule whose mistake it is.
 */
import type { TrainingRun } from '../../facts/training';
import { isCrossEntropy, isDistance, type PatternContext } from '../log/context';
import type { LogWarning } from '../log/log';
import type { Symptom } from '../log/recognise';
import type { SymptomKind } from '../../finding/symptom';
import { boundsOf } from './context';

export interface Inferred {
  readonly rule: string;
  readonly sentence: string;
  readonly fix: string;
  /** The pattern it is concluded from; absent where Keras says it in words. */
  readonly symptom?: SymptomKind | undefined;
  /** How much it weighs beside a finding; see rank.ts. */
  readonly weight: number;
}

export function inferredFrom(
  symptoms: readonly Symptom[],
  warnings: readonly LogWarning[],
  context: PatternContext,
  run: TrainingRun | undefined,
): readonly Inferred[] {
  const stands = symptoms.some(({ kind }) => kind === 'flat' || kind === 'constant');
  return [
    ...symptoms.flatMap(({ kind }) => ofSymptom(kind, context, run, stands).map((one) => ({ ...one, symptom: kind }))),
    ...warnings.flatMap(ofWarning),
  ];
}

/** What Keras itself says, where no finding stands for it. */
function ofWarning({ kind, text }: LogWarning): readonly Inferred[] {
  const [rule] = warned[kind];
  const fix = told[kind];
  return rule === undefined || fix === undefined ? [] : [{ rule, sentence: `Keras says so itself: "${text}"`, fix, weight: 3 }];
}

/** What to do about what Keras says in so many words. */
const told: Readonly<Partial<Record<LogWarning['kind'], string>>> = {
  'no-trainable-weights': 'Set trainable to True before compile',
  'softmax-one-unit': "Use activation='sigmoid' for one unit",
  'label-out-of-range': 'Count the classes from 0, or give the last layer a unit for each number up to the largest label',
  'no-gradients': 'Compute the loss from what the model answers, with TensorFlow operations, inside the tape',
};

type Possible = Omit<Inferred, 'symptom'>;

function ofSymptom(
  kind: SymptomKind,
  context: PatternContext,
  run: TrainingRun | undefined,
  stands: boolean,
): readonly Possible[] {
  const { loss, activation } = context;
  const ends = boundsOf(activation);
  switch (kind) {
    case 'huge':
      if (ends && isDistance(loss))
        return [
          {
            rule: 'bounded-output-regression',
            sentence: `This model can only answer ${ends[0]} to ${ends[1]} (${activation ?? ''}), and so large a loss is only possible where the labels lie far outside.`,
            fix: `Remove ${activation ?? 'the activation'} from the last layer, and bring the labels to about unit size.`,
            weight: 4,
          },
        ];
      if (isCrossEntropy(loss))
        return [
          {
            rule: 'unscaled-tabular-input',
            sentence:
              'A cross-entropy of that size needs scores in the hundreds: the inputs are far from unit size, or a value among them is.',
            fix: 'Standardize the inputs, and look at np.min(x), np.max(x).',
            weight: 2,
          },
        ];
      return [
        {
          rule: 'unscaled-regression-target',
          sentence:
            'The answers are that far from the labels: the labels, or a value among them or the inputs, are far from unit size.',
          fix: 'Standardize the labels, and look at np.min(y), np.max(y).',
          // Labels far away are reached slowly; what inputs have thrown off comes back fast.
          weight: stands ? 2.5 : 1.5,
        },
        {
          rule: 'unscaled-tabular-input',
          sentence: 'Inputs far from unit size, or one value among them that is, throw the answers that far off.',
          fix: 'Standardize the inputs, and look at np.min(x), np.max(x).',
          weight: 1.4,
        },
      ];
    case 'negative':
      return isCrossEntropy(loss) || isDistance(loss)
        ? [
            {
              rule: 'label-range-mismatch',
              sentence: `${loss ?? 'The loss'} falls below 0 only where labels lie outside 0 to 1.`,
              fix: 'Look at np.unique(y): count classes from 0, and divide masks by their largest value.',
              weight: 4,
            },
          ]
        : [
            {
              rule: 'flipped-loss-sign',
              sentence:
                'A loss that grows without end below 0 rewards being wrong: its sign is turned, or its labels lie outside their range.',
              fix: 'Turn the sign of the loss, or look at np.unique(y).',
              weight: 1.2,
            },
          ];
    case 'nan':
      return [
        {
          rule: 'unhandled-nan',
          sentence: 'One missing or infinite value in the data makes the loss NaN.',
          fix: 'Look at np.isnan(x).sum(), np.isinf(x).sum() and the same of y.',
          weight: fromFile(run) ? 2.5 : 0.5,
        },
        {
          rule: 'lr-too-high',
          sentence: 'Steps that are too large make the weights grow until the loss is NaN.',
          fix: 'Divide the learning rate by 10, and standardize the inputs.',
          weight: 0.6,
        },
      ];
    case 'uniform':
    case 'label-spread':
      return fromFile(run)
        ? [
            {
              rule: 'unhandled-nan',
              sentence:
                'A missing value among the features turns the weights into NaN, and relu turns that into 0: the model then answers the same to everything without the loss being NaN.',
              fix: 'Look at np.isnan(x).sum().',
              weight: 0.4,
            },
          ]
        : [];
    case 'validation-at-chance':
      return run?.loop.kind === 'fit' && run.loop.arguments.validation_split
        ? [
            {
              rule: 'ordered-validation-split',
              sentence:
                'validation_split takes the last rows before anything is shuffled: where the rows are sorted, validation holds classes that training never sees.',
              fix: 'Shuffle the rows before fit.',
              weight: 1.5,
            },
          ]
        : [];
    case 'perfect-at-once':
      return [
        {
          rule: 'target-in-features',
          sentence: 'So good in the first epoch: the target is among the features, or all labels are alike.',
          fix: 'Look at np.unique(y, return_counts=True), and at the columns of x.',
          weight: 1.2,
        },
      ];
    case 'frozen-accuracy':
    case 'chance-accuracy':
      return isCrossEntropy(loss)
        ? [
            ...(kind === 'frozen-accuracy' && fromFile(run)
              ? [
                  {
                    rule: 'label-range-mismatch',
                    sentence:
                      'Where the loss falls and the accuracy does not rise, the labels may be other numbers than the answers: -1 and 1, or 1 and 2.',
                    fix: 'Look at np.unique(y): count classes from 0.',
                    weight: 0.9,
                  },
                ]
              : []),
            {
              rule: 'class-imbalance-unweighted',
              sentence: 'An accuracy that stays may be the share of the commonest class.',
              fix: 'Look at np.unique(y, return_counts=True).',
              weight: 0.4,
            },
          ]
        : [];
    case 'diverging':
    case 'saw-tooth':
      return [{ rule: 'lr-too-high', sentence: 'The steps are too large.', fix: 'Divide the learning rate by 10.', weight: 0.8 }];
    case 'slow':
      return [{ rule: 'lr-too-low', sentence: 'The steps are small.', fix: 'Multiply the learning rate by 10.', weight: 0.4 }];
    case 'flat-after-fall':
      return [
        {
          rule: 'decay-too-fast',
          sentence: 'The learning rate has gone before the training was over.',
          fix: 'Let the rate decay more slowly.',
          weight: 0.5,
        },
      ];
    case 'constant':
    case 'flat':
    case 'zero':
      return [];
  }
}

const fromFile = (run: TrainingRun | undefined): boolean =>
  run?.inputs.some(({ origins }) => origins.some(({ kind }) => kind === 'file')) ?? false;

/** What Keras itself says of a mistake, by the rule whose mistake it is. */
export const warned: Readonly<Record<LogWarning['kind'], readonly string[]>> = {
  'no-trainable-weights': ['all-layers-frozen'],
  'no-gradients': ['gradients-not-applied', 'wrong-variable-list', 'nondifferentiable-loss', 'layer-not-connected'],
  'softmax-one-unit': ['softmax-single-unit', 'categorical-ce-single-unit'],
  'ran-out-of-data': ['dataset-steps'],
  'from-logits': ['from-logits-with-activation'],
  'label-out-of-range': ['label-range-mismatch'],
  shapes: ['output-units-vs-classes', 'label-encoding-loss-mismatch', 'missing-flatten'],
  'invalid-value': ['unhandled-nan', 'unsafe-div-sqrt-exp'],
};
