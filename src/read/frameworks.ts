/** Which other frameworks a text imports, so that silence about them is never taken for "nothing is wrong". */

interface Framework {
  readonly name: string;
  /** Top-level modules whose import says that the program uses it. */
  readonly modules: readonly string[];
}

/** Frameworks that train; in the order in which they are told. */
const others: readonly Framework[] = [
  { name: 'PyTorch', modules: ['torch', 'pytorch_lightning', 'lightning', 'torchvision', 'fastai', 'accelerate'] },
  { name: 'JAX', modules: ['jax', 'flax', 'optax', 'haiku', 'equinox'] },
  { name: 'MXNet', modules: ['mxnet', 'gluoncv'] },
  { name: 'PaddlePaddle', modules: ['paddle'] },
  { name: 'scikit-learn', modules: ['sklearn'] },
  { name: 'XGBoost', modules: ['xgboost'] },
  { name: 'LightGBM', modules: ['lightgbm'] },
];

/** An import statement at the start of a line: `import torch.nn as nn, os` or `from torch import nn`. */
const imported = /^[ \t]*(?:import|from)[ \t]+(\w[\w.,\t ]*)/gm;

/** Names of frameworks that the text imports, Keras and TensorFlow apart: `['PyTorch']`. */
export function otherFrameworks(text: string): readonly string[] {
  const modules = new Set<string>();
  for (const [line, names = ''] of text.matchAll(imported)) {
    const parts = line.trimStart().startsWith('import') ? names.split(',') : [names];
    for (const part of parts) modules.add(part.trim().split(/[ \t.]/, 1)[0] ?? '');
  }
  return others.filter((one) => one.modules.some((module) => modules.has(module))).map(({ name }) => name);
}

/**
 * What is said in place of "no findings" where no training was understood: one sentence, or undefined where the text names no
 * framework at all. A text that only uses scikit-learn beside Keras is no such case: `trains` says that a training was found.
 */
export function outsideReach(text: string, trains: boolean): string | undefined {
  if (trains) return undefined;
  const [first, ...more] = otherFrameworks(text);
  if (first === undefined) return undefined;
  const names = more.length === 0 ? first : `${[first, ...more.slice(0, -1)].join(', ')} and ${more.at(-1) ?? ''}`;
  return `This uses ${names}; Loss Probe reads TensorFlow and Keras so far, so nothing was checked.`;
}
