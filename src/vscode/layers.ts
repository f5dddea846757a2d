/** The steps of all models of a program with the ranges they stand at. */
import type * as vscode from 'vscode';
import type { GraphNode, ModelGraph } from '../facts/graph';
import type { TrainingProgram } from '../facts/training';
import type { Place } from '../text/place';
import { locationOf, type InPlay } from './places';

export interface Step {
  readonly graph: ModelGraph;
  readonly node: GraphNode;
  readonly location: vscode.Location;
}

/** Every step once for each place, whichever trainings it is part of; models within models as well. */
export function stepsOf(inPlay: InPlay, { runs }: Pick<TrainingProgram, 'runs'>): readonly Step[] {
  const found = new Map<string, Step>();
  const seen = new Set<ModelGraph>();
  const visit = (graph: ModelGraph): void => {
    if (seen.has(graph)) return;
    seen.add(graph);
    for (const node of graph.nodes) {
      const place = placeOf(node);
      const location = locationOf(inPlay, place);
      const key = JSON.stringify(place);
      // A call in a loop or a function makes several steps: what differs among them is not said at that place.
      if (location !== undefined && node.kind !== 'unknown' && !found.has(key)) found.set(key, { graph, node, location });
      if (node.kind === 'layer' && node.layer.model) visit(node.layer.model);
    }
  };
  for (const { model } of runs) visit(model);
  return [...found.values()];
}

/** A layer is spoken of where it is made; where that is elsewhere than its application, both are the same to a reader. */
const placeOf = (node: GraphNode): Place => (node.kind === 'layer' ? node.layer.call.place : node.place);
