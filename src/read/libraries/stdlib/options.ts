import type { Expression, FunctionDef } from '../../../python/ast';
import { placeIn, type Machine } from '../../python/machine';
import { asString, constant, none, type Scope, type Value } from '../../python/value';

/** `@click.option('--rate', default=0.1)`: what a parameter gets where the command line says nothing. */
export function optionDefaults(m: Machine, scope: Scope, def: FunctionDef): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const decorator of def.decorators) {
    if (decorator.kind !== 'Call') continue;
    const callee = m.evaluate(decorator.function, scope);
    if (callee.kind !== 'library' || callee.name !== 'click.option') continue;
    const keyword = (name: string): Expression | undefined =>
      decorator.arguments.find(({ keyword: given }) => given?.id === name)?.value;
    const written = decorator.arguments.flatMap(({ keyword: given, value }) =>
      given ? [] : [asString(m.evaluate(value, scope)) ?? ''],
    );
    const flag = written.find((text) => text.startsWith('--')) ?? written[0] ?? '';
    const name =
      written.find((text) => text !== '' && !text.startsWith('-')) ?? flag.split('/')[0]?.replace(/^-+/, '').replaceAll('-', '_');
    const value = keyword('default');
    const place = placeIn(scope, decorator);
    if (name === undefined || name === '' || (!value && keyword('required'))) continue;
    found.set(
      name.toLowerCase(),
      value
        ? m.evaluate(value, scope)
        : keyword('is_flag') || flag.includes('/')
          ? constant(false, place, { from: 'default' })
          : none(place),
    );
  }
  return found;
}
