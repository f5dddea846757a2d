/** The causes of a loss that does not change, as guides for people list them, and the rules that find each in a program's text. */
export interface Cause {
  readonly title: string;
  readonly rules: readonly string[];
  /** What of it no text can show. */
  readonly beyond?: string;
}

export const causes: readonly Cause[] = [
  {
    title: 'The data is not normalized',
    rules: [
      'unscaled-image-input',
      'unscaled-tabular-input',
      'unscaled-regression-target',
      'double-scaling',
      'inconsistent-split-scaling',
      'scaler-refit-on-test',
      'uint8-arithmetic',
      'pretrained-preprocessing-mismatch',
    ],
  },
  {
    title: 'Outliers',
    rules: ['unscaled-tabular-input', 'unscaled-regression-target', 'clip-too-small'],
    beyond:
      'Values far from the rest are seen where the program writes or draws them; those inside a file are not. Standardizing bounds what they do to the gradient.',
  },
  {
    title: 'Batches of similar labels',
    rules: [
      'shuffle-disabled',
      'shuffle-after-batch',
      'small-shuffle-buffer',
      'ordered-validation-split',
      'class-imbalance-unweighted',
    ],
  },
  {
    title: 'Corrupted or mislabelled data: NaN, wrong ranges, misaligned shuffles',
    rules: [
      'unhandled-nan',
      'label-range-mismatch',
      'label-encoding-loss-mismatch',
      'scaled-class-labels',
      'output-units-vs-classes',
      'xy-shuffled-separately',
      'labels-independent-of-features',
      'fit-arguments',
      'padding-without-mask',
    ],
  },
  {
    title: 'Time series in the wrong sequence',
    rules: ['shuffled-time-series', 'return-sequences'],
  },
  {
    title: 'A model too shallow, or linear',
    rules: ['no-hidden-layer', 'missing-hidden-activation', 'narrow-bottleneck', 'spatial-collapse'],
  },
  {
    title: 'A model too complex for the data',
    rules: ['oversized-for-data'],
  },
  {
    title: 'Symmetric starts and saddle points',
    rules: ['symmetric-init'],
  },
  {
    title: 'Saturating activations',
    rules: ['deep-saturating', 'softmax-hidden', 'double-activation', 'bounded-output-regression', 'init-scale'],
  },
  {
    title: 'Vanishing gradients',
    rules: ['deep-saturating', 'init-scale', 'rnn-relu-no-clip', 'relu-output-regression', 'softmax-single-unit'],
  },
  {
    title: 'A loss that does not fit the task',
    rules: [
      'mse-for-classification',
      'bce-for-regression',
      'categorical-ce-single-unit',
      'softmax-with-binary-ce',
      'sigmoid-with-categorical-ce',
      'softmax-output-regression',
      'label-encoding-loss-mismatch',
      'accuracy-for-regression',
      'loss-domain',
      'loss-broadcast',
      'flipped-loss-sign',
      'nondifferentiable-loss',
      'summed-loss',
    ],
  },
  {
    title: 'Cross-entropy on extreme probabilities',
    rules: [
      'raw-log-loss',
      'ce-on-relu-or-tanh-output',
      'ce-on-linear-output',
      'from-logits-with-activation',
      'double-softmax',
      'unsafe-div-sqrt-exp',
      'tf1-softmax-then-with-logits',
    ],
  },
  {
    title: 'A learning rate too high',
    rules: ['lr-too-high', 'pretrained-lr-too-high'],
  },
  {
    title: 'A learning rate too low',
    rules: ['lr-too-low', 'decay-too-fast', 'clip-too-small', 'adam-epsilon', 'few-epochs', 'no-epochs-run'],
  },
  {
    title: 'Plain SGD on a complex network',
    rules: ['plain-sgd-deep'],
  },
  {
    title: 'Variables that the optimizer does not train',
    rules: [
      'gradients-not-applied',
      'wrong-variable-list',
      'untracked-variables',
      'tape-forward-outside',
      'numpy-in-train-step',
      'all-layers-frozen',
      'layer-not-connected',
      'optimizer-in-loop',
      'recompile-in-loop',
      'tf1-train-op-not-run',
      'tf1-init-in-loop',
    ],
  },
  {
    title: 'Misapplied regularisation',
    rules: [
      'regularizer-too-strong',
      'regularization-losses-ignored',
      'dropout-too-high',
      'dropout-after-logits',
      'tf1-keep-prob',
    ],
  },
];
