/**
 * Sizes that a program leaves to its data or to whoever runs it (`len(vocabulary)`, a hyperparameter, an input that is never declared), as the
 * experiment takes them. Each is told to people.
 */
import { layerRecord } from '../knowledge/layers';
import { table } from '../facts/table';
import type { Assumption } from '../experiment/data-spec';
import type { Json } from '../experiment/json';
import type { Fact, OneOf, Unknown } from '../facts/fact';
import { valueOf } from '../facts/fact';
import type { GraphNode, ModelGraph, NodeId } from '../facts/graph';
import type { Plain } from '../facts/plain';
import type { Head } from '../facts/training';
import { jsonOf } from './plain-config';

/** Notes what was assumed, each once. */
export interface Assumptions {
  readonly list: readonly Assumption[];
  readonly note: (assumption: Assumption) => void;
}

export function assumptions(): Assumptions {
  const list: Assumption[] = [];
  return {
    list,
    note: (assumption) => {
      if (!list.some(({ what }) => what === assumption.what)) list.push(assumption);
    },
  };
}

/** Widths of hidden layers and tables, where neither the program nor its data says them. */
const widths: Readonly<Record<string, number>> = table({ units: 64, filters: 32, output_dim: 64, input_dim: 1000 });
const widthNames: Readonly<Record<string, string>> = table({
  units: 'units',
  filters: 'filters',
  output_dim: 'values per token',
  input_dim: 'words in the vocabulary',
});

/** What a layer's open parameter is taken to be. `outputUnits`: of the layer that makes an output, where its labels tell. */
export function assumedParameter(
  type: string,
  parameter: string,
  fact: Unknown | OneOf<Plain>,
  outputUnits: number | undefined,
  { note }: Assumptions,
): Json | undefined {
  if (fact.kind === 'oneOf') {
    const [first] = fact.values;
    const json = first && jsonOf(first.value);
    if (json === undefined || json === null || typeof json === 'object') return undefined;
    note({ what: `as ${parameter} of ${type}, one of several values in your code`, value: String(json) });
    return json;
  }
  // Something not understood may be anything, also no number.
  if (fact.reason === 'undefined' || fact.reason === 'syntax') return undefined;
  const width = (parameter === 'units' || parameter === 'filters' ? outputUnits : undefined) ?? widths[parameter];
  if (width === undefined) return undefined;
  note({
    what: `${widthNames[parameter] ?? parameter} of ${outputUnits === undefined ? type : `the last ${type}`}`,
    value: width,
  });
  return width;
}

/** Units of an output whose width is not known: as many as there are classes, one for a yes or no and for a number, else ten. */
export function outputWidth({ loss, labels, activation }: Head): number {
  const kind = 'labelKind' in labels ? valueOf(labels.labelKind) : undefined;
  if (kind?.kind === 'class-ids' || kind?.kind === 'one-hot') return kind.classes;
  const name = valueOf(loss)?.name ?? '';
  const several = name.includes('categorical') || name.includes('softmax') || valueOf(activation) === 'softmax';
  return several ? 10 : 1;
}

/** The declared shape, its open sizes filled from the data where it has them, else assumed; undefined where not even the rank is known. */
export function inputShape(
  graph: ModelGraph,
  input: NodeId,
  declared: Fact<readonly (number | null)[]> | undefined,
  data: readonly number[] | undefined,
  noted: Assumptions,
): readonly number[] | undefined {
  const known = valueOf(declared);
  if (!known && data) return data;
  const rank = known?.length ?? assumedRank(graph, input);
  if (rank === undefined) return undefined;
  const sizes = known ?? Array.from({ length: rank }, () => null);
  return sizes.map((size, axis) => size ?? (data?.length === rank ? data[axis] : undefined) ?? assumedSize(rank, axis, noted));
}

/** Dimensions of one sample, from the first layer that cares about them. */
function assumedRank(graph: ModelGraph, input: NodeId): number | undefined {
  const seen = new Set<NodeId>();
  const queue: NodeId[] = [input];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const node of graph.nodes) {
      if (!node.inputs.includes(id) || seen.has(node.id)) continue;
      seen.add(node.id);
      const rank = rankFor(node);
      if (rank !== undefined) return rank;
      queue.push(node.id);
    }
  }
  return undefined;
}

function rankFor(node: GraphNode): number | undefined {
  if (node.kind !== 'layer') return undefined;
  const record = layerRecord(node.layer.type);
  const [least, most] = record?.rank ?? [0, 0];
  // A vector for Dense, ids for an embedding: they take anything, and this is the least of it.
  if (record?.family === 'embedding' || node.layer.type === 'Dense') return 1;
  if (record?.recurrent === true) return least;
  return least === most && least > 1 && least < 4 ? least : undefined;
}

/** A size nobody declared: of a picture, a sequence, a vector or the tokens of a text. */
function assumedSize(rank: number, axis: number, { note }: Assumptions): number {
  const choice =
    rank === 3
      ? axis === 2
        ? { what: 'image channels', value: 3 }
        : { what: 'pixels of image height and width', value: 32 }
      : rank === 2 && axis === 1
        ? { what: 'features', value: 8 }
        : { what: rank === 1 ? 'values per sample' : 'time steps', value: 20 };
  note(choice);
  return choice.value;
}
