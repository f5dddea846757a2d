import type { Difference } from './compare';

/** Differences between the catalogue and the installed packages that are meant, each with its reason. */
export interface Accepted {
  /** Matches a canonical name (or path, or string identifier). */
  readonly name: RegExp;
  /** Matches what differs. */
  readonly what: RegExp;
  readonly keras?: 2 | 3;
  readonly reason: string;
}

/** The difference is one that this entry means. */
export const accepts = (entry: Accepted, { keras, name, what }: Difference): boolean =>
  (entry.keras === undefined || entry.keras === keras) && entry.name.test(name) && entry.what.test(what);

export const accepted: readonly Accepted[] = [
  {
    name: /^sklearn\.datasets\.make_low_rank_matrix$/,
    what: /^has no record$/,
    reason: 'It gives a matrix and no labels; its first two rows were taken for a pair',
  },
  {
    name: /^(PIL|cv2|imageio|imblearn|matplotlib|skimage|tensorflow_addons|tensorflow_datasets|tensorflow_hub)\./,
    what: /^is not there$/,
    reason: 'The package is not installed beside TensorFlow; its few functions are written down from its documentation',
  },
  {
    name: /^tf\.(contrib|examples)\./,
    what: /^is not there$/,
    reason: 'TensorFlow 1 only (up to 1.15); written down from its documentation',
  },
  {
    name: /^keras\.layers\.(AtrousConvolution2D|CuDNN(GRU|LSTM)|Highway|MaxoutDense|Merge|merge|TimeDistributedDense)$/,
    what: /^is not there$/,
    reason: 'Keras 1, or multi-backend Keras 2; written down from its documentation',
  },
  {
    name: /^keras\.(activations\.silu|utils\.PyDataset|utils\.clear_session)$/,
    what: /^is not there$/,
    keras: 2,
    reason: "Keras 2 has it under its old name (swish, utils.Sequence, backend.clear_session), which leads to today's",
  },
  {
    name: /^keras\.optimizers\.legacy\./,
    what: /^is there, but|is keras\.optimizers\.legacy\.SGD/,
    keras: 3,
    reason: 'In Keras 3 one stub that raises stands for all of them',
  },
  {
    name: /^keras\.(Model|layers\.Layer\.__call__|metrics\.Metric\.(__call__|update_state)|optimizers\.Optimizer)$|^tf\.data\.Dataset\.range$/,
    what: /^takes \(\*args, \*\*kwargs\)/,
    reason: 'The package passes everything on; the catalogue says what arrives, from its documentation',
  },
  {
    name: /^numpy\.random\.RandomState$/,
    what: /^takes \(\*args, \*\*kwargs\)/,
    reason: 'Written in C; its documentation says (seed=None)',
  },
  {
    name: /^numpy\.concatenate$/,
    what: /documents (no arrays|a[12])/,
    reason: 'Its documentation spells the sequence out as (a1, a2, ...)',
  },
  {
    name: /^numpy\.random\.randn?$/,
    what: /documents (no args|d[01n])/,
    keras: 2,
    reason: 'Its documentation spells the sizes out as d0, d1, ..., dn',
  },
  {
    name: /^numpy\.(ndarray\.dot|random\.(ranf|sample))$/,
    what: /^has neither|^takes \(\*args, \*\*kwargs\)/,
    reason: 'Documented by naming the function it is an alias or a method of: numpy.dot, numpy.random.random_sample',
  },
  {
    name: /^layer ConvLSTM[123]D$/,
    what: /^draws by false/,
    keras: 2,
    reason: 'Keras 2 keeps the first mask that it draws',
  },
  {
    name: /^layer RandomCrop$/,
    what: /^(does something in prediction|passes averaged values)/,
    keras: 2,
    reason: 'Keras 2 cuts the middle out in prediction, Keras 3 leaves the picture whole',
  },
  {
    name: /^layer AdditiveAttention$/,
    what: /raises|^keeps the shape/,
    keras: 2,
    reason: 'Keras 2 takes no values of another width than the query',
  },
];
