import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

const comparisons = ['Less', 'LessEqual', 'Greater', 'Equal', 'NotEqual', 'LogicalAnd', 'LogicalOr'];

let supplied = false;

/**
 * A comparison that chooses between two differentiable branches lies on the path of the gradient, and the library refuses paths through
 * comparisons it has no gradient for. It is zero.
 */
export function supplyGradients(): void {
  if (supplied) return;
  supplied = true;
  for (const kernelName of comparisons) {
    if ((tf.getGradient(kernelName) as unknown) !== undefined) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: ['a', 'b'],
      gradFunc: (_: Tensor | Tensor[], saved: Tensor[]) => {
        const [a, b] = saved;
        if (a === undefined || b === undefined) throw new Error('nothing saved');
        return { a: () => tf.zerosLike(tf.cast(a, 'float32')), b: () => tf.zerosLike(tf.cast(b, 'float32')) };
      },
    });
  }
}
