import { booleanOf, numberOf, stringOf } from '../../config';
import { Refused } from '../machine';
import { adding, at, reached, type Emitter, type Value } from '../plan';
import { linear } from './core';
import { differentiable, weightNamed, type Compiler, type CompilerTable } from './layer';

interface Heads {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  readonly heads: number;
  readonly size: number;
  readonly valueSize: number;
  readonly scale: number;
  /** Of the value: steps that nobody shall look at. */
  readonly mask: Float32Array | undefined;
}

/** [asked, heads x valueSize] of query [asked, heads x size], key [given, heads x size] and value [given, heads x valueSize]. */
function attend(emitter: Emitter, { query, key, value, heads, size, valueSize, scale, mask }: Heads): Value {
  const { kernels, machine, rows } = emitter;
  const [asked = 1] = query.shape;
  const [given = 1] = value.shape;
  const shares = machine.array(rows * heads * asked * given);
  const turned = machine.array(given * Math.max(size, valueSize));
  const y = emitter.value([asked, heads * valueSize], differentiable(query, key, value));
  const sizes = [rows, heads, asked, given, size, valueSize, scale] as const;
  emitter.forward(() =>
    kernels.attention(
      at(query.data),
      at(key.data),
      at(value.data),
      at(y.data),
      at(shares),
      at(turned),
      mask === undefined ? 0 : at(mask),
      ...sizes,
    ),
  );
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    const [dq, dk, dv] = [query, key, value].map(({ data }) => machine.array(data.length));
    if (dq === undefined || dk === undefined || dv === undefined) throw new Error('unreachable');
    const scores = machine.array(asked * given);
    const [q, k, v] = [at(query.data), at(key.data), at(value.data)];
    call(() => kernels.attentionBack(q, k, v, at(shares), at(dy), at(dq), at(dk), at(dv), at(turned), at(scores), ...sizes));
    for (const [one, own] of [
      [query, dq],
      [key, dk],
      [value, dv],
    ] as const) {
      const { gradient } = one;
      if (gradient === undefined) continue;
      const add = adding(gradient);
      call(() => kernels.addScaled(at(own), at(gradient.data), own.length, 1, add));
    }
  });
  return y;
}

/** Inputs query, value and, where it differs, key. */
const multiHead: Compiler = (emitter, node, [query, value, key = value]) => {
  const { config } = node.spec;
  if (query === undefined || value === undefined || key === undefined) throw new Refused('attention without a query and a value');
  if (query.shape.length !== 2 || value.shape.length !== 2) throw new Refused('attention over more than one axis');
  const [heads, size] = [numberOf(config, 'num_heads'), numberOf(config, 'key_dim')];
  const valueSize = numberOf(config, 'value_dim', size);
  const project = (name: string, x: Value, into: number, units: number): Value => {
    const kernel = weightNamed(emitter, node, `${name}/kernel`);
    if (kernel === undefined) throw new Refused('attention without a kernel');
    return linear(emitter, x, kernel, weightNamed(emitter, node, `${name}/bias`), into, [x.shape[0] ?? 1, units]);
  };
  const width = (x: Value): number => x.shape.at(-1) ?? 1;
  const attended = attend(emitter, {
    query: project('query', query, width(query), heads * size),
    key: project('key', key, width(key), heads * size),
    value: project('value', value, width(value), heads * valueSize),
    ...{ heads, size, valueSize },
    scale: 1 / Math.sqrt(size),
    mask: value.mask,
  });
  return { ...project('attention_output', attended, heads * valueSize, width(query)), mask: query.mask };
};

/** Dot products without weights. */
const plain: Compiler = (emitter, { spec: { config } }, [query, value, key = value]) => {
  if (query?.shape.length !== 2 || value?.shape.length !== 2 || key === undefined)
    throw new Refused('attention of other than sequences');
  if (
    booleanOf(config, 'use_scale', false) ||
    booleanOf(config, 'causal', false) ||
    stringOf(config, 'score_mode', 'dot') !== 'dot'
  )
    throw new Refused('attention with a scale or a causal mask');
  const [size, valueSize] = [query.shape[1] ?? 1, value.shape[1] ?? 1];
  return { ...attend(emitter, { query, key, value, heads: 1, size, valueSize, scale: 1, mask: value.mask }), mask: query.mask };
};

export const attentions: CompilerTable = { MultiHeadAttention: multiHead, Attention: plain };
