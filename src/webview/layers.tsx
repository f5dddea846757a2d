/** What was seen inside the models: gradient norms, dead units, saturation. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ArmResult, LayerObservation, Verdict } from '../protocol/panel';
import { Legend } from './charts/arm-style';
import { LayerChart, type LayerRow, type LayerValue } from './charts/layer-chart';
import { medianOfKnown } from './charts/series';
import { number, share } from './format';
import { armNames } from './names';

export function Layers({ verdict }: { readonly verdict: Verdict }): JSX.Element | null {
  const [when, setWhen] = useState<'first' | 'last'>('first');
  const group = useId();
  const names = armNames(verdict.arms);
  const layers = layersOf(verdict.arms);
  if (layers.length === 0) return null;
  const rows = (of: (layer: LayerObservation) => number | null): readonly LayerRow[] =>
    layers.map(({ node, label }) => ({
      key: node,
      label,
      values: verdict.arms.map((arm) => valueOf(arm, node, of)),
    }));
  const gradients = rows(when === 'first' ? (layer) => layer.gradientFirst : (layer) => layer.gradientLast);
  const allDead = asked(rows((layer) => layer.dead));
  const allSaturated = asked(rows((layer) => layer.saturated));
  const dead = some(allDead);
  const saturated = some(allSaturated);
  const absent = [
    ...(allDead.length > 0 && dead.length === 0 ? ['no unit is dead'] : []),
    ...(allSaturated.length > 0 && saturated.length === 0 ? ['no activation is saturated'] : []),
  ].join(', ');
  return (
    <section class="layers">
      <h2>Inside the model</h2>
      {verdict.arms.length > 1 && <Legend labels={names} lines={false} />}
      <div class="charts">
        <LayerChart
          title="Gradient that reaches each layer"
          note={whereItDies(gradients, names) ?? 'Input at the top, output at the bottom'}
          rows={gradients}
          versions={names}
          scale="log"
          format={number}
          nothing="none"
          axis="norm of the gradient"
          control={
            <fieldset class="when">
              <legend class="unseen">Step</legend>
              {(['first', 'last'] as const).map((step) => (
                <label key={step}>
                  <input type="radio" name={group} checked={when === step} onChange={() => setWhen(step)} /> {step} step
                </label>
              ))}
            </fieldset>
          }
        />
        {dead.length > 0 && (
          <LayerChart
            title="Dead units"
            note="Units that are 0 for every sample, at the end of training"
            rows={dead}
            versions={names}
            scale="share"
            format={share}
            nothing="none"
            axis="share of the layer's units"
          />
        )}
        {saturated.length > 0 && (
          <LayerChart
            title="Saturated activations"
            note="Inputs of sigmoid, tanh or softmax beyond ±5, where they are flat"
            rows={saturated}
            versions={names}
            scale="share"
            format={share}
            nothing="none"
            axis="share of the layer's activations"
          />
        )}
      </div>
      {absent !== '' && <p class="note">At the end of training {absent}.</p>}
    </section>
  );
}

/** Layers of all versions from input to output; one that only a later version has stands after the layer it follows there. */
function layersOf(arms: readonly ArmResult[]): readonly { readonly node: string; readonly label: string }[] {
  const layers: { node: string; label: string }[] = [];
  for (const arm of arms) {
    let after = -1;
    for (const layer of arm.runs[0]?.layers ?? []) {
      const known = layers.findIndex(({ node }) => node === layer.node);
      if (known === -1) layers.splice(++after, 0, { node: layer.node, label: labelOf(layer) });
      else after = known;
    }
  }
  return layers;
}

const labelOf = ({ node, class: name, trainable }: LayerObservation): string => {
  const base = node.toLowerCase().startsWith(name.toLowerCase()) ? node : `${node} (${name})`;
  return trainable ? base : `${base}, frozen`;
};

/** Median over runs; null where every run has none; undefined where the version has no such layer. */
function valueOf(arm: ArmResult, node: string, of: (layer: LayerObservation) => number | null): LayerValue {
  const found = arm.runs.flatMap(({ layers }) => layers.filter((layer) => layer.node === node));
  return found.length === 0 ? undefined : medianOfKnown(found.map(of));
}

/** Rows where the question applies to some version; where it does not apply to one of them, that one has no mark. */
const asked = (rows: readonly LayerRow[]): readonly LayerRow[] =>
  rows
    .filter(({ values }) => values.some((value) => typeof value === 'number'))
    .map((row) => ({ ...row, values: row.values.map((value) => value ?? undefined) }));

/** A chart of nothing but zeros is a sentence. */
const some = (rows: readonly LayerRow[]): readonly LayerRow[] =>
  rows.some(({ values }) => values.some((value) => typeof value === 'number' && value > 0)) ? rows : [];

/** Says so where the gradient of the code as written gets lost on its way to the input. */
function whereItDies(rows: readonly LayerRow[], names: readonly string[]): string | undefined {
  const own = rows.flatMap(({ label, values: [value] }) => (value === undefined ? [] : [{ label, value: value ?? 0 }]));
  const first = own[0];
  const strongest = own.reduce((most, layer) => Math.max(most, layer.value), 0);
  const name = names[0] ?? 'Your code';
  if (own.length === 0 || first === undefined) return undefined;
  if (strongest === 0) return `${name}: no layer gets any gradient`;
  if (first.value === 0) {
    const lost = own.findLast(({ value }) => value === 0);
    return `${name}: no gradient gets past ${lost?.label ?? first.label}`;
  }
  const ratio = strongest / first.value;
  return ratio > 1000 ? `${name}: ${number(ratio)} times smaller in ${first.label} than at its strongest` : undefined;
}
