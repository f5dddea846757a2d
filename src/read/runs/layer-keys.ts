import type { ModelGraph } from '../../facts/graph';

/** Layers of a graph and of the models in it, by key. */
export const layerKeys = ({ nodes }: ModelGraph): readonly number[] =>
  nodes.flatMap((node) =>
    node.kind === 'layer' ? [node.layer.key, ...(node.layer.model ? layerKeys(node.layer.model) : [])] : [],
  );
