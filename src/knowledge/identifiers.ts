/** The strings Keras accepts in place of objects, recorded by asking its own `get` functions. */
import { table } from '../facts/table';
import { identifierTable } from './generated/identifiers';
import { isCatalogued } from './signatures';

export type IdentifierKind = 'loss' | 'optimizer' | 'activation' | 'initializer' | 'metric' | 'regularizer' | 'constraint';

/**
 * The canonical name of what a string stands for: `mse` as a loss is `keras.losses.mean_squared_error`, `adam` as an optimizer
 * `keras.optimizers.Adam`. Undefined when that Keras would raise for it.
 *
 * Optimizer names are taken in any case, as Keras does. `accuracy`, `acc`, `crossentropy` and `ce` as metrics are resolved by `compile`
 * from the loss and the output's shape before it asks `get`; what is given here for them is what `get` alone would say.
 */
export function resolveIdentifier(kind: IdentifierKind, text: string, keras: 2 | 3): string | undefined {
  const entries = tables().get(kind);
  const entry = entries?.get(text) ?? (kind === 'optimizer' ? entries?.get(text.toLowerCase()) : undefined);
  return entry?.[keras];
}

/** Every string of a kind that this Keras accepts, for "did you mean". */
export const acceptedIdentifiers = (kind: IdentifierKind, keras: 2 | 3): readonly string[] =>
  [...(tables().get(kind) ?? [])].filter(([, entry]) => entry[keras] !== undefined).map(([text]) => text);

interface Entry {
  2?: string;
  3?: string;
}

const kinds: Readonly<Record<string, IdentifierKind>> = table({
  losses: 'loss',
  optimizers: 'optimizer',
  activations: 'activation',
  initializers: 'initializer',
  metrics: 'metric',
  regularizers: 'regularizer',
  constraints: 'constraint',
});

let unpacked: ReadonlyMap<IdentifierKind, ReadonlyMap<string, Entry>> | undefined;

const tables = (): ReadonlyMap<IdentifierKind, ReadonlyMap<string, Entry>> => (unpacked ??= unpack());

/** `# losses`, then a name (canonical without `keras.losses.`) and its strings a line, `:2` or `:3` behind one that only that Keras accepts. */
function unpack(): ReadonlyMap<IdentifierKind, ReadonlyMap<string, Entry>> {
  const all = new Map<IdentifierKind, Map<string, Entry>>();
  let entries = new Map<string, Entry>();
  let module = '';
  for (const line of identifierTable.split('\n')) {
    if (line.startsWith('# ')) {
      module = line.slice(2);
      const kind = kinds[module];
      entries = new Map();
      if (kind !== undefined) all.set(kind, entries);
      continue;
    }
    const [written = '', ...texts] = line.split(' ');
    const name = written.startsWith('keras.') ? written : `keras.${module}.${written}`;
    if (!isCatalogued(name)) continue;
    for (const one of texts) {
      const [text = '', only] = one.split(':');
      const entry = entries.get(text) ?? {};
      entries.set(text, entry);
      if (only !== '3') entry[2] = name;
      if (only !== '2') entry[3] = name;
    }
  }
  return all;
}
