import { allSignatures, type RecordedSignature, type Recording } from './recording';

/** Stubs that only tell people to install something else. */
const isStub = (name: string): boolean => name.startsWith('keras.optimizers.legacy.');

const signaturesOf = (recording: Recording, keras: 2 | 3): ReadonlyMap<string, RecordedSignature> =>
  new Map(Object.entries(allSignatures(recording)).filter(([name]) => keras === 2 || !isStub(name)));

export interface MergedSignatures {
  readonly keras3: ReadonlyMap<string, RecordedSignature>;
  /** Only what differs from `keras3` or is absent there. */
  readonly keras2: ReadonlyMap<string, RecordedSignature>;
  readonly absentInKeras2: readonly string[];
}

export const mergedSignatures = (two: Recording, three: Recording): MergedSignatures => {
  const older = renamed(signaturesOf(two, 2), three);
  const newer = signaturesOf(three, 3);
  return {
    keras3: newer,
    keras2: new Map([...older].filter(([name, signature]) => JSON.stringify(newer.get(name)) !== JSON.stringify(signature))),
    absentInKeras2: [...newer.keys()].filter((name) => !older.has(name)).sort(),
  };
};

/** What Keras 3 keeps under an old name too (`swish`, `utils.Sequence`) has one canonical name in both. */
const renamed = (older: ReadonlyMap<string, RecordedSignature>, three: Recording): ReadonlyMap<string, RecordedSignature> => {
  const out = new Map<string, RecordedSignature>();
  for (const [name, signature] of older) {
    const today = isStub(name) ? name : (three.aliases[name] ?? name);
    if (today === name || !older.has(today)) out.set(today, signature);
  }
  return out;
};

/** `path canonical` a line: every other public path that the rules of names.ts do not lead to its canonical name. */
export const aliasTable = (two: Recording, three: Recording, byRule: (path: string) => string): string => {
  const all = { ...two.aliases, ...three.aliases };
  return (
    Object.entries(all)
      // Experimental corners that hold every other module again.
      .filter(([path]) => !isStub(path) && !/\.dtensor\.|\.experimental\.numpy\./.test(path))
      .map(([path, name]): readonly [string, string] => [
        path,
        three.aliases[name] !== undefined && !isStub(name) ? three.aliases[name] : name,
      ])
      .filter(([path, name]) => byRule(path) !== name)
      .map((pair) => pair.join(' '))
      .sort()
      .join('\n')
  );
};

/** `# losses`, then `mse keras.losses.mean_squared_error` a line; 2 or 3 behind it when only that Keras accepts the string. */
export const identifierTable = (two: Recording, three: Recording): string =>
  Object.keys(three.identifiers)
    .map((kind) => {
      const older = two.identifiers[kind] ?? {};
      const newer = three.identifiers[kind] ?? {};
      const lines = new Map<string, string[]>();
      const add = (name: string, text: string) => lines.set(name, [...(lines.get(name) ?? []), text]);
      for (const text of [...new Set([...Object.keys(older), ...Object.keys(newer)])].sort()) {
        const was = older[text];
        const is = newer[text];
        const same = was !== undefined && is !== undefined && (three.aliases[was] ?? was) === is;
        if (is !== undefined) add(is, same ? text : `${text}:3`);
        if (was !== undefined && !same) add(three.aliases[was] ?? was, `${text}:2`);
      }
      const own = `keras.${kind}.`;
      return [`# ${kind}`, ...[...lines].map(([name, texts]) => `${name.replace(own, '')} ${texts.join(' ')}`)].join('\n');
    })
    .join('\n');
