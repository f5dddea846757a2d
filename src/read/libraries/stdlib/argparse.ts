/** `argparse`: the defaults of the options are what a run without options gets. */
import { forAll, table } from '../../../facts/table';
import { makeList } from '../../python/collections';
import { notKnown } from '../../python/machine';
import { asString, constant, none, type Value } from '../../python/value';
import type { MethodContext, MethodTable } from '../object-methods';
import { type TransferTable } from '../transfer';
import { field } from '../../python/store';
import { makeObject } from '../../python/objects';

type Options = ReadonlyMap<string, Value>;

/** Of parsers: the options added so far. */
const optionsField = field<Options>('options');

export const argparseTransfers: TransferTable = forAll(['argparse.ArgumentParser'], ({ m, args, site }) =>
  makeObject(m, 'argparse.ArgumentParser', args, site),
);

const optionsOf = ({ m, object }: MethodContext): Options => m.store.read(object.id, optionsField) ?? new Map<string, Value>();

function addArgument(context: MethodContext): Value {
  const { m, object, args, place } = context;
  const flags = args.positional.map(asString).filter((flag) => flag !== undefined);
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0];
  const name = asString(args.keywords.get('dest')) ?? long?.replace(/^-+/, '').replaceAll('-', '_');
  if (name === undefined) return none(place);
  const action = asString(args.keywords.get('action'));
  const otherwise: Value =
    action === 'store_true'
      ? constant(false, place, { from: 'default' })
      : action === 'store_false'
        ? constant(true, place, { from: 'default' })
        : none(place);
  const value =
    args.keywords.get('default') ??
    (args.keywords.get('required') || !long?.startsWith('-')
      ? notKnown(m, 'dynamic', place, `command line option ${name}`)
      : otherwise);
  m.store.write(object.id, optionsField, new Map(optionsOf(context)).set(name, value));
  return none(place);
}

function parse(context: MethodContext): Value {
  const { m, args, site } = context;
  const namespace = makeObject(m, 'argparse.Namespace', args, site);
  for (const [name, value] of optionsOf(context)) m.store.write(namespace.id, name, value);
  return namespace;
}

export const argparseMethods: MethodTable = table({
  add_argument: addArgument,
  parse_args: parse,
  parse_known_args: (context) => ({
    kind: 'tuple',
    items: [parse(context), makeList(context.m, [], context.place)],
    place: context.place,
  }),
  add_argument_group: ({ object }) => object,
  add_mutually_exclusive_group: ({ object }) => object,
  set_defaults: ({ place }) => none(place),
});
