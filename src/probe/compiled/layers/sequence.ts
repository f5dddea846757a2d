import { booleanOf, numberOf } from '../../config';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf } from '../plan';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';

/** Rows of a table by token id. With mask_zero, id 0 does not count downstream. */
const embedding: Compiler = (emitter, node, inputs) => {
  const ids = only(inputs);
  const table = weightNamed(emitter, node, 'embeddings');
  if (table === undefined) throw new Refused('Embedding without its table');
  const [vocabulary = 1, width = 1] = table.shape;
  const { kernels, machine } = emitter;
  const count = emitter.rows * sizeOf(ids.shape);
  const masking = booleanOf(node.spec.config, 'mask_zero', false);
  const mask = masking ? machine.array(count) : undefined;
  const y = emitter.value(node.shape, differentiable(table));
  emitter.forward(() => {
    kernels.embed(at(ids.data), at(table.data), at(y.data), count, vocabulary, width);
    if (mask !== undefined) for (let i = 0; i < count; i++) mask[i] = Math.trunc(ids.data[i] ?? 0) === 0 ? 0 : 1;
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || table.gradient === undefined) return;
    const { data } = table.gradient;
    const add = adding(table.gradient);
    call(() => {
      if (add === 0) data.fill(0);
      kernels.embedBack(at(ids.data), at(dy), at(data), count, vocabulary, width);
    });
  });
  return { ...y, mask };
};

/** Steps whose features are all the mask value do not count downstream, and are set to 0. */
const masking: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  const value = Math.fround(numberOf(spec.config, 'mask_value', 0));
  const width = x.shape.at(-1) ?? 1;
  const count = emitter.rows * sizeOf(x.shape);
  const mask = emitter.machine.array(count / width);
  const y = emitter.value(x.shape, differentiable(x));
  emitter.forward(() => {
    for (let i = 0; i < mask.length; i++) {
      let counts = 0;
      for (let j = i * width; j < (i + 1) * width; j++) if (x.data[j] !== value) counts = 1;
      mask[i] = counts;
      for (let j = i * width; j < (i + 1) * width; j++) y.data[j] = (x.data[j] ?? 0) * counts;
    }
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => {
      for (let i = 0; i < count; i++) {
        const d = (dy[i] ?? 0) * (mask[Math.floor(i / width)] ?? 0);
        data[i] = add === 0 ? d : (data[i] ?? 0) + d;
      }
    });
  });
  return { ...y, mask };
};

export const sequences: CompilerTable = { Embedding: embedding, Masking: masking };
