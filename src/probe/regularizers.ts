import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { numberOf, plainName, type Named } from './config';
import { NotSupported } from './failure';

/** What a regularizer adds to the loss for a tensor (keras/src/regularizers); 0.01 each where no factor is given. */
export function penalty(spec: Named, x: Tensor): Scalar {
  const l1 = (factor: number): Scalar => tf.mul(tf.sum(tf.abs(x)), factor);
  const l2 = (factor: number): Scalar => tf.mul(tf.sum(tf.square(x)), factor);
  switch (plainName(spec.class)) {
    case 'l1':
      return l1(numberOf(spec.config, 'l1', numberOf(spec.config, 'l', 0.01)));
    case 'l2':
      return l2(numberOf(spec.config, 'l2', numberOf(spec.config, 'l', 0.01)));
    case 'l1l2':
      return tf.add(l1(numberOf(spec.config, 'l1', 0)), l2(numberOf(spec.config, 'l2', 0)));
    case 'orthogonalregularizer': {
      const factor = numberOf(spec.config, 'factor', 0.01);
      const rows = (spec.config.mode ?? 'rows') === 'rows';
      const vectors = rows ? x : tf.transpose(x);
      const norms = tf.sqrt(tf.maximum(tf.sum(tf.square(vectors), 1, true), 1e-12));
      const unit = tf.div(vectors, norms);
      const size = vectors.shape[0];
      const products = tf.mul(tf.matMul(unit as tf.Tensor2D, unit as tf.Tensor2D, false, true), tf.sub(1, tf.eye(size)));
      return tf.mul(tf.sum(tf.abs(products)), (factor * 0.5) / Math.max(1, (size * (size - 1)) / 2));
    }
    default:
      throw new NotSupported('regularizer', spec.class);
  }
}
