import { table } from '../../facts/table';
import type { Place } from '../../text/place';
import { resolveIdentifier } from '../../knowledge/identifiers';
import { counterpartOf } from '../../knowledge/optimizers';
import { eitherOf, known, unknown, type Fact } from '../../facts/fact';
import { loopsOf, type Machine } from '../python/machine';
import { isNone, noArguments, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import type { ObjectValue, Plain } from '../../facts/plain';
import { isObject } from '../../facts/plain';
import type { Optimizer } from '../../facts/training';
import { decayedRate } from './decays';
import { argumentFacts, loopsAround, narrow } from './facts';

/** Their arguments where Keras has another word: `decay` is there what Keras calls `rho`, and no decay of the rate. */
const words: Readonly<Record<string, string>> = table({
  decay: 'rho',
  beta1: 'beta_1',
  beta2: 'beta_2',
  use_nesterov: 'nesterov',
});

const inKerasWords = <T>(facts: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [words[name] ?? name, fact]));

const isRate = (value: Plain): value is number | ObjectValue => typeof value === 'number' || isObject(value);

/** `counted`: the variable that an op of TensorFlow 1 counts its runs in. */
export function optimizerFact(m: Machine, value: Value | undefined, use: Place, counted?: Value): Fact<Optimizer> {
  if (!value || isNone(value)) return known(namedOptimizer(m, 'keras.optimizers.RMSprop', use), use, 'default');
  switch (value.kind) {
    case 'unknown':
      return value.why;
    case 'oneOf':
      return eitherOf(
        value.values.map((one) => optimizerFact(m, one, use, counted)),
        unknown('branch', use, 'one of several optimizers'),
      );
    case 'const': {
      const text = typeof value.value === 'string' ? value.value : '';
      const canonical = resolveIdentifier('optimizer', text, kerasVersion(m));
      return canonical === undefined
        ? unknown('undefined', value.place, `Keras knows no optimizer '${text}'`)
        : known(namedOptimizer(m, canonical, use), use);
    }
    case 'object': {
      if (!/^(keras\.optimizers|tf\.compat\.v1\.train)\./.test(value.type))
        return unknown('not-modelled', value.place, value.type);
      const short = value.type.split('.').at(-1) ?? value.type;
      const bound = bindArguments(m, value.type, value.args, value.call);
      const decayed = decayedRate(m, bound.values.get('learning_rate'), counted, value.place);
      const given = { ...argumentFacts(m, bound), ...(decayed && { learning_rate: decayed }) };
      const facts = assignedLater(m, value.id, counterpartOf(short) === undefined ? given : inKerasWords(given), value.place);
      return known(
        {
          type: counterpartOf(short) ?? short,
          form: 'instance',
          place: value.place,
          call: bound.call,
          madeIn: loopsAround(loopsOf(m, value.id)),
          learningRate: narrow(facts.learning_rate, value.place, isRate),
          arguments: facts,
        },
        use,
      );
    }
    case 'library':
      return value.name.startsWith('keras.optimizers.')
        ? known(namedOptimizer(m, value.name, use), use)
        : unknown('not-modelled', value.place, value.name);
    default:
      return unknown('not-modelled', use, `a ${value.kind} as optimizer`);
  }
}

/** An optimizer named by a string has its defaults. */
function namedOptimizer(m: Machine, canonical: string, use: Place): Optimizer {
  const site = { callee: canonical, place: use, function: use, parentheses: use, arguments: [] };
  const facts = argumentFacts(m, bindArguments(m, canonical, noArguments, site));
  return {
    type: canonical.split('.').at(-1) ?? canonical,
    form: 'string',
    place: use,
    madeIn: [],
    learningRate: narrow(facts.learning_rate, use, isRate),
    arguments: facts,
  };
}

/** `optimizer.learning_rate = 0.1` after construction. */
function assignedLater(
  m: Machine,
  id: number,
  facts: Readonly<Record<string, Fact<Plain>>>,
  place: Place,
): Readonly<Record<string, Fact<Plain>>> {
  const assigned = m.store.read(id, 'learning_rate') ?? m.store.read(id, 'lr');
  if (assigned?.kind !== 'const' || typeof assigned.value !== 'number') return facts;
  return { ...facts, learning_rate: known(assigned.value, assigned.place.source === place.source ? assigned.place : place) };
}
