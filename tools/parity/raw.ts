/** Raw cases: what real TensorFlow runs of them, and the whole program that is read here. */
import type { ParityCase, RecordingFile } from './case';
import type { RawCase } from './cases/raw';

/** The recording file's name. */
export const rawGroup = 'raw';

const shared = { batch: 16, batches: 4, steps: 50 };

/** What record_raw.py gets. */
export interface RawRecordingCase extends RawCase {
  readonly batch: number;
  readonly batches: number;
  readonly steps: number;
  readonly inputs: ParityCase['inputs'];
  readonly targets: ParityCase['targets'];
}

export const toRecord = (one: RawCase): RawRecordingCase => ({ ...one, ...shared, inputs: [one.input], targets: [one.target] });

export interface RawRecording {
  readonly case: RawRecordingCase;
  /** Shapes of the variables, as the program makes them. */
  readonly weights: readonly (readonly number[])[];
  readonly gradients: readonly (number | null)[];
  readonly losses: readonly (number | null)[];
}

export interface RawRecordingFile {
  readonly versions: RecordingFile['versions'];
  readonly recordings: readonly RawRecording[];
}

/** The program with data and loop around it, as a person would write it. */
export function wholeProgram({ style, program, input, target }: RawCase): string {
  const rows = shared.batch * shared.batches;
  const batchOf = (name: string): string => `${name}_data[start:start + ${shared.batch}]`;
  const loop = [`for step in range(${shared.steps}):`, `    start = step % ${shared.batches} * ${shared.batch}`];
  const lines =
    style === 'session'
      ? [
          'with tf.Session() as sess:',
          '    sess.run(tf.global_variables_initializer())',
          ...loop.map((line) => `    ${line}`),
          `        sess.run(train, feed_dict={x: ${batchOf('x')}, y: ${batchOf('y')}})`,
        ]
      : [
          ...loop,
          '    with tf.GradientTape() as tape:',
          `        loss = loss_of(${batchOf('x')}, ${batchOf('y')})`,
          '    gradients = tape.gradient(loss, variables)',
          '    optimizer.apply_gradients(zip(gradients, variables))',
        ];
  return [
    'import numpy as np',
    ...(style === 'session'
      ? ['import tensorflow.compat.v1 as tf', 'tf.disable_eager_execution()']
      : ['import tensorflow as tf']),
    `x_data = np.random.normal(size=(${[rows, ...input.shape].join(', ')},)).astype('float32')`,
    `y_data = ${labels(target, rows)}`,
    program,
    ...lines,
    '',
  ].join('\n');
}

function labels(target: RawCase['target'], rows: number): string {
  switch (target.kind) {
    case 'one-hot':
      return `np.eye(${target.classes})[np.random.randint(0, ${target.classes}, ${rows})].astype('float32')`;
    case 'classes':
      return `np.random.randint(0, ${target.classes}, ${rows})`;
    case 'binary':
      return `np.random.randint(0, 2, size=(${[rows, ...target.shape].join(', ')},)).astype('float32')`;
    default:
      return `np.random.normal(size=(${[rows, ...('shape' in target ? target.shape : [])].join(', ')},)).astype('float32')`;
  }
}
