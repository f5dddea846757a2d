/** Python's own modules, and those that only show, save or log. */
import type { Library } from '../../python/library';
import { notKnown } from '../../python/machine';
import { constant } from '../../python/value';
import { argparseMethods, argparseTransfers } from './argparse';
import { callBuiltinMethod } from './builtin-methods';
import { builtinTransfers } from './builtins';
import { classFunctions } from './class-functions';
import { commandFlags } from './command-flags';
import { optionDefaults } from './options';
import { randomTransfers } from './random';

/** Libraries whose functions show, save or log and leave the program's values alone. */
const harmless =
  /^(matplotlib|seaborn|plotly|logging|warnings|tqdm|IPython|wandb|mlflow|pprint|time|datetime|sys|gc|random\.seed|numpy\.random\.seed|tf\.random\.set_seed|os\.(makedirs|mkdir|environ)|builtins\.print)/;

/** Libraries that leave their arguments alone, though what they give is not known. */
const handsOff = /^(numpy|pandas|matplotlib|time|datetime|os|sys|math|random|builtins|logging)\./;

const constants: ReadonlyMap<string, number> = new Map([
  ['math.pi', Math.PI],
  ['math.e', Math.E],
]);

export const stdlib: Library = {
  roots: [],
  functions: { ...builtinTransfers, ...argparseTransfers, ...commandFlags, ...classFunctions, ...randomTransfers },
  methods: [['argparse.', argparseMethods]],
  kinds: {
    list: { method: callBuiltinMethod },
    dict: { method: callBuiltinMethod },
    tuple: { method: callBuiltinMethod },
    const: { method: callBuiltinMethod },
    library: {
      attribute: (_, value, name, place) => {
        const number = constants.get(`${value.name}.${name}`);
        return number === undefined ? undefined : constant(number, place, { from: 'library' });
      },
    },
  },
  hooks: {
    otherwise: ({ m, name, place }) => (harmless.test(name) ? notKnown(m, 'dynamic', place, name) : undefined),
    leavesAlone: (callee) => (callee.kind === 'library' && handsOff.test(callee.name)) || undefined,
    defaults: optionDefaults,
  },
};
