import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { booleanOf, named, numberOf, stringOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import { builderOf } from './index';
import { only, weight, type LayerBuilder, type LayerTable } from './layer';
import { bidirectional, recurrentBuilder } from './recurrent';
import { cells } from './recurrent/cells';

/** Rows of a table by token id. With mask_zero, id 0 does not count downstream. */
const embedding: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const [vocabulary, width] = [numberOf(config, 'input_dim'), numberOf(config, 'output_dim')];
  const masking = booleanOf(config, 'mask_zero', false);
  const table = weight(config, 'embeddings', [vocabulary, width], 'uniform');
  return {
    outputShape: [...input, width],
    weights: [table],
    call: (flows, [embeddings]) => {
      const ids = only(flows).tensor;
      if (embeddings === undefined) throw new Error('Embedding without its table');
      const whole = tf.cast(ids, 'int32');
      const rows = tf.gather(embeddings, tf.reshape(whole, [-1]));
      const tensor = tf.reshape(rows, [...ids.shape, width]);
      return masking ? { tensor, mask: tf.cast(tf.notEqual(whole, 0), 'float32') } : { tensor };
    },
  };
};

/** Steps whose features are all the mask value do not count downstream, and are set to 0. */
const masking: LayerBuilder = (config, inputs) => {
  const value = numberOf(config, 'mask_value', 0);
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows) => {
      const x = only(flows).tensor;
      const counts = tf.cast(tf.any(tf.notEqual(x, value), -1), 'float32');
      return { tensor: tf.mul(x, tf.expandDims(counts, -1)), mask: counts };
    },
  };
};

/** The same layer on every step: steps become rows. */
const timeDistributed: LayerBuilder = (config, inputs, context) => {
  const input = only(inputs);
  const inner = named(config.layer);
  const [steps = 1, ...rest] = input;
  if (inner === undefined) throw new NotSupported('layer', 'TimeDistributed of nothing');
  if (rest.length === 0)
    throw new KerasRaises('`TimeDistributed` Layer should be passed an `input_shape` with at least 3 dimensions');
  const layer = builderOf(inner.class)(inner.config, [rest], context);
  return {
    outputShape: [steps, ...layer.outputShape],
    weights: layer.weights,
    call: (flows, weights, calling) => {
      const { tensor: x, mask } = only(flows);
      const out = layer.call([{ tensor: tf.reshape(x, [-1, ...rest]) }], weights, calling).tensor;
      return { tensor: tf.reshape(out, [x.shape[0], steps, ...layer.outputShape]), mask };
    },
  };
};

/** [batch, heads, rows, size] products of queries and keys, softened, times values. */
function attend(query: Tensor, key: Tensor, value: Tensor, scale: number, mask: Tensor | undefined): Tensor {
  const scores = tf.matMul(tf.mul(query, scale), key, false, true);
  const masked = mask === undefined ? scores : tf.add(scores, tf.mul(tf.sub(1, mask), -1e9));
  return tf.matMul(tf.softmax(masked), value);
}

/** 1 on and below the diagonal. */
const causal = (rows: number, columns: number): Tensor => tf.linalg.bandPart(tf.ones([rows, columns]), -1, 0);

/** Keras's MultiHeadAttention; inputs query, value and, where it differs, key. */
const multiHeadAttention: LayerBuilder = (config, inputs) => {
  const [query = [], value = [], key = value] = inputs;
  const [heads, keySize] = [numberOf(config, 'num_heads'), numberOf(config, 'key_dim')];
  const valueSize = numberOf(config, 'value_dim', keySize);
  const useBias = booleanOf(config, 'use_bias', true);
  if (query.length !== 2) throw new NotSupported('value', 'attention over more than one axis');
  if (numberOf(config, 'dropout', 0) > 0) throw new NotSupported('value', 'dropout inside MultiHeadAttention');
  const width = query.at(-1) ?? 1;
  const project = (name: string, into: number, size: number) => [
    { ...weight(config, 'kernel', [into, heads, size], 'glorot_uniform'), name: `${name}/kernel` },
    ...(useBias ? [{ ...weight(config, 'bias', [heads, size], 'zeros'), name: `${name}/bias` }] : []),
  ];
  const weights = [
    ...project('query', width, keySize),
    ...project('key', key.at(-1) ?? 1, keySize),
    ...project('value', value.at(-1) ?? 1, valueSize),
    { ...weight(config, 'kernel', [heads, valueSize, width], 'glorot_uniform'), name: 'attention_output/kernel' },
    ...(useBias ? [{ ...weight(config, 'bias', [width], 'zeros'), name: 'attention_output/bias' }] : []),
  ];
  const each = useBias ? 2 : 1;
  return {
    outputShape: query,
    weights,
    call: (flows, tensors) => {
      const [q, v, k = v] = flows.map(({ tensor }) => tensor);
      if (q === undefined || v === undefined || k === undefined)
        throw new KerasRaises('MultiHeadAttention needs a query and a value');
      const split = (x: Tensor, index: number, size: number): Tensor => {
        const kernel = tensors[index * each];
        if (kernel === undefined) throw new Error('attention without a kernel');
        const [, rows = 1, into = 1] = x.shape;
        const flat = tf.matMul(tf.reshape(x, [-1, into]), tf.reshape(kernel, [into, heads * size]));
        const bias = useBias ? tensors[index * each + 1] : undefined;
        const out = bias === undefined ? flat : tf.add(flat, tf.reshape(bias, [heads * size]));
        return tf.transpose(tf.reshape(out, [-1, rows, heads, size]), [0, 2, 1, 3]);
      };
      const mask = flows[1]?.mask === undefined ? undefined : tf.expandDims(tf.expandDims(flows[1].mask, 1), 1);
      const attended = attend(split(q, 0, keySize), split(k, 1, keySize), split(v, 2, valueSize), 1 / Math.sqrt(keySize), mask);
      const rows = q.shape[1] ?? 1;
      const joined = tf.reshape(tf.transpose(attended, [0, 2, 1, 3]), [-1, heads * valueSize]);
      const [kernel, bias] = [tensors[3 * each], tensors[3 * each + 1]];
      if (kernel === undefined) throw new Error('attention without an output kernel');
      const out = tf.matMul(joined, tf.reshape(kernel, [heads * valueSize, width]));
      return {
        tensor: tf.reshape(useBias && bias !== undefined ? tf.add(out, bias) : out, [-1, rows, width]),
        mask: flows[0]?.mask,
      };
    },
  };
};

/** Keras's Attention and AdditiveAttention; inputs query, value and, where it differs, key. */
const attention =
  (additive: boolean): LayerBuilder =>
  (config, inputs) => {
    const [query = [], value = []] = inputs;
    const useScale = booleanOf(config, 'use_scale', additive);
    if (!additive && stringOf(config, 'score_mode', 'dot') !== 'dot') throw new NotSupported('value', 'score_mode=concat');
    if (numberOf(config, 'dropout', 0) > 0) throw new NotSupported('value', 'dropout inside Attention');
    const size = query.at(-1) ?? 1;
    const scale = additive ? { ...weight({}, 'scale', [size], 'glorot_uniform') } : weight({}, 'scale', [], 'ones');
    return {
      outputShape: [...query.slice(0, -1), value.at(-1) ?? 1],
      weights: useScale ? [scale] : [],
      call: (flows, [factor]) => {
        const [q, v, k = v] = flows.map(({ tensor }) => tensor);
        if (q === undefined || v === undefined || k === undefined) throw new KerasRaises('Attention needs a query and a value');
        const raw = additive
          ? tf.sum(tf.mul(tf.tanh(tf.add(tf.expandDims(q, 2), tf.expandDims(k, 1))), factor ?? 1), -1)
          : tf.matMul(q, k, false, true);
        const scores = !additive && factor !== undefined ? tf.mul(raw, factor) : raw;
        const keyMask = flows[1]?.mask;
        let masked: Tensor = keyMask === undefined ? scores : tf.sub(scores, tf.mul(tf.expandDims(tf.sub(1, keyMask), 1), 1e9));
        if (booleanOf(config, 'causal', false))
          masked = tf.sub(masked, tf.mul(tf.sub(1, causal(q.shape[1] ?? 1, k.shape[1] ?? 1)), 1e9));
        return { tensor: tf.matMul(tf.softmax(masked), v), mask: flows[0]?.mask };
      },
    };
  };

export const sequences: LayerTable = {
  Embedding: embedding,
  Masking: masking,
  TimeDistributed: timeDistributed,
  Bidirectional: bidirectional,
  MultiHeadAttention: multiHeadAttention,
  Attention: attention(false),
  AdditiveAttention: attention(true),
  ...Object.fromEntries(
    Object.keys(cells).flatMap((name) => {
      const builder = recurrentBuilder(name);
      return builder === undefined ? [] : [[name, builder] as const];
    }),
  ),
};
