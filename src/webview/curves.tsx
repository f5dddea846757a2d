/** The judged metric and the training loss over steps, all versions. */
import type { JSX } from 'preact';
import type { Arm, Experiment, Verdict } from '../protocol/panel';
import { Legend } from './charts/arm-style';
import { LineChart } from './charts/line-chart';
import { seriesOf, type Series } from './charts/series';
import { metricNumber, metricTick, metricTitle, number } from './format';
import { armNames } from './names';

export function Curves({
  verdict,
  experiment,
}: {
  readonly verdict: Verdict;
  readonly experiment: Experiment | null;
}): JSX.Element {
  const { metric, on } = verdict.judging;
  const names = armNames(verdict.arms);
  const of = (measure: 'loss' | 'metric'): readonly Series[] =>
    verdict.arms.map(({ runs }, i) =>
      seriesOf(
        String(i),
        names[i] ?? '',
        runs.map(({ curve }) => curve),
        measure,
      ),
    );
  const metrics = of('metric');
  const losses = of('loss');
  const chance = verdict.arms[0]?.chance ?? 0;
  const most = Math.max(...verdict.arms.map(({ runs }) => runs.length));
  return (
    <section class="curves">
      <h2>Over training steps</h2>
      {verdict.arms.length > 1 && <Legend labels={names} />}
      {most > 1 && <p class="note">Lines are the middle of {most} runs, bands span all of them.</p>}
      <div class="charts">
        {metrics.some(({ points, nanFrom }) => points.length > 0 || nanFrom !== undefined) && (
          <LineChart
            title={metricTitle[metric]}
            note={
              on === 'held-out'
                ? 'On samples it was not trained on; higher is better'
                : 'On the training samples; higher is better'
            }
            series={metrics}
            format={(value) => metricNumber(metric, value)}
            formatTick={(value) => metricTick(metric, value)}
            domain={metric === 'r2' ? undefined : [0, 1]}
            reference={{ value: chance, label: 'chance' }}
          />
        )}
        {sameLoss(experiment?.arms ?? []) ? (
          <LineChart title="Training loss" note="As Keras prints it; lower is better" series={losses} format={number} mayBeLog />
        ) : (
          losses.map((series, i) => (
            <LineChart
              key={series.key}
              title={`Training loss: ${series.label}`}
              note="Different loss functions: their values cannot be compared"
              series={[series]}
              arms={[i]}
              format={number}
              mayBeLog
            />
          ))
        )}
      </div>
    </section>
  );
}

/** Values of two different loss functions must not share an axis. */
function sameLoss(arms: readonly Arm[]): boolean {
  const of = ({ heads, targets }: Arm): string =>
    JSON.stringify(heads.map(({ loss, weight, target }) => [loss, weight ?? 1, targets[target]?.steps ?? []]));
  const [first, ...others] = arms;
  return first === undefined || others.every((arm) => of(arm) === of(first));
}
