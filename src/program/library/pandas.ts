/** pandas: tables read from files or made from literals. */
import { known } from '../fact';
import { entriesOf } from '../interpreter/collections';
import { unknownData } from '../interpreter/data-state';
import type { Value } from '../interpreter/value';
import { dataWithin, derive, makeData, mixed, origin, stateOf } from './data-access';
import { argument, forEachName, type Transfer, type TransferTable } from './transfer';

const readTable: Transfer = ({ m, name, site, place }) =>
  makeData(m, place, {
    ...unknownData(place, 'a file'),
    container: 'dataframe',
    origins: [origin(m, 'file', name, place, site)],
    originsComplete: true,
    stepsComplete: true,
    order: known('as-loaded', place, 'library'),
  });

const frame: Transfer = ({ m, name, args, place }) => {
  const data: Value | undefined = argument(args, 0, 'data');
  if (data?.kind === 'data') return derive(m, stateOf(m, data), place, { container: 'dataframe' });
  const columns = entriesOf(m, data);
  const values = columns ? [...columns.entries.values()].map(({ value }) => value) : data ? [data] : [];
  const made = mixed(
    m,
    values.flatMap((value) => dataWithin(m, value)),
    place,
    name,
  );
  m.store.write(made.id, '#state', { ...stateOf(m, made), container: 'dataframe' });
  return made;
};

const joined: Transfer = ({ m, name, args, place }) => {
  const made = mixed(m, args.positional, place, name);
  m.store.write(made.id, '#state', { ...stateOf(m, made), container: 'dataframe' });
  return made;
};

export const pandasTransfers: TransferTable = {
  ...forEachName(
    [
      'read_csv',
      'read_table',
      'read_excel',
      'read_json',
      'read_parquet',
      'read_pickle',
      'read_sql',
      'read_hdf',
      'read_feather',
    ].map((name) => `pandas.${name}`),
    readTable,
  ),
  'pandas.DataFrame': frame,
  'pandas.Series': frame,
  'pandas.concat': joined,
  'pandas.merge': joined,
  'pandas.get_dummies': ({ m, args, place }) => {
    const [data] = args.positional;
    return data?.kind === 'data'
      ? derive(m, stateOf(m, data), place, {}, { kind: 'one-hot', place, by: 'pandas.get_dummies' })
      : mixed(m, args.positional, place, 'get_dummies');
  },
};
