import type { DataFlow } from '../../../src/facts/data';
import { valueOf } from '../../../src/facts/fact';
import { analyze } from '../../support/analyze';

const imports = `import numpy as np
import pandas as pd
import tensorflow as tf
import keras
from keras.datasets import mnist
from keras.preprocessing.image import ImageDataGenerator
from sklearn.datasets import load_iris, load_wine, load_digits, load_diabetes, load_breast_cancer
from sklearn.datasets import make_classification, make_blobs, make_moons, make_regression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler, MinMaxScaler, OneHotEncoder, LabelBinarizer
from sklearn.utils import shuffle
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss='mse', optimizer='sgd')
`;

/** What is known of the arrays that a program makes, in one line each, when they are passed to `fit`. */
export async function factsAtFit(code: string, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const [x = 'x', y = x] = names;
  return factsOfRun(`${code}\nmodel.fit(${x}, ${y})`, names);
}

/** The same for a program that calls `fit` itself. */
export async function factsOfRun(code: string, names: readonly string[] = ['x', 'y']): Promise<Readonly<Record<string, string>>> {
  const { program } = await analyze(`${imports}${code}\n`);
  const run = program.runs.find((one) => one.loop.kind === 'fit');
  const labels = run?.heads[0]?.labels;
  const flows = [run?.inputs[0], labels && 'origins' in labels ? labels : undefined];
  return Object.fromEntries(
    names.map((name, i) => {
      const flow = flows[i];
      return [name, flow ? describe(flow) : 'nothing'];
    }),
  );
}

function describe(flow: DataFlow): string {
  const range = valueOf(flow.range);
  const moves = new Set(['slice', 'reshape', 'cast']);
  const steps = flow.steps.map(({ kind }) => kind).filter((kind) => !moves.has(kind));
  return [
    shapeText(flow),
    valueOf(flow.dtype) ?? '?',
    range ? `${rounded(range.min)}..${rounded(range.max)}` : '?',
    labelText(flow),
    valueOf(flow.order) ?? '?',
    !flow.stepsComplete || !flow.originsComplete ? '?' : steps.length === 0 ? 'untouched' : steps.join(' '),
  ].join(' | ');
}

const rounded = (value: number): string => String(Number(value.toFixed(6)));

function shapeText(flow: DataFlow): string {
  const dims = valueOf(flow.shape)?.map((dim) => (dim === null ? '?' : String(dim)));
  return dims ? `(${dims.join(', ')}${dims.length === 1 ? ',' : ''})` : '?';
}

function labelText(flow: DataFlow): string {
  const kind = valueOf(flow.labelKind);
  switch (kind?.kind) {
    case undefined:
      return '?';
    case 'binary':
      return `binary ${kind.encoding}`;
    case 'class-ids':
      return `ids ${kind.first}..${kind.first + kind.classes - 1}`;
    case 'one-hot':
      return `one-hot ${kind.classes}`;
    case 'continuous':
      return 'continuous';
  }
}
