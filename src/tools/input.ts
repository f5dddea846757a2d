/** What a tool may be called with: one description, from which both the JSON schema and the reading of what came follow. */

export interface Field<T> {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly required: boolean;
  /** The value, or what is wrong with it: `must be a text`. */
  readonly read: (value: unknown) => { readonly value: T } | { readonly problem: string };
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type InputOf<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

const field = <T>(
  type: string,
  description: string,
  must: string,
  is: (value: unknown) => value is T,
  more: object = {},
): Field<T> => ({
  schema: { type, description, ...more },
  required: true,
  read: (value) => (is(value) ? { value } : { problem: `must be ${must}` }),
});

export const text = (description: string): Field<string> =>
  field('string', description, 'a text', (value) => typeof value === 'string');

export const yesNo = (description: string): Field<boolean> =>
  field('boolean', description, 'true or false', (value) => typeof value === 'boolean');

/** A whole number between two bounds, which are allowed. */
export const whole = (description: string, minimum: number, maximum: number): Field<number> =>
  field(
    'integer',
    description,
    `a whole number from ${minimum} to ${maximum}`,
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && minimum <= value && value <= maximum,
    { minimum, maximum },
  );

/** It may be left out; models write `null` for that as well. */
export const optional = <T>(of: Field<T>): Field<T | undefined> => ({
  ...of,
  required: false,
  read: (value) => (value === undefined || value === null ? { value: undefined } : of.read(value)),
});

/** JSON schema of an object with these fields and no others. */
export const schemaOf = (fields: Fields) => ({
  type: 'object' as const,
  properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
  required: Object.keys(fields).filter((name) => fields[name]?.required === true),
  additionalProperties: false,
});

/** What was passed, or one sentence for everything that is wrong with it. */
export function readInput<F extends Fields>(
  fields: F,
  given: unknown,
): { readonly input: InputOf<F> } | { readonly problem: string } {
  const values = new Map(Object.entries(typeof given === 'object' && given !== null ? given : {}));
  const problems = [...values.keys()]
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => `there is no "${name}"; known are ${Object.keys(fields).join(', ')}`);
  const read = Object.entries(fields).map(([name, { read: readField }]) => {
    const one = readField(values.get(name));
    if ('problem' in one) problems.push(`"${name}" ${one.problem}`);
    return [name, 'value' in one ? one.value : undefined] as const;
  });
  if (problems.length > 0) return { problem: `Wrong input: ${problems.join('; ')}.` };
  return { input: Object.fromEntries(read) as InputOf<F> };
}
