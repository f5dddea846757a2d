/** A test that is under way: how far, the curves so far, and a way to end it. */
import type { JSX } from 'preact';
import type { ArmProgress, PanelStatus } from '../protocol/panel';
import { Legend } from './charts/arm-style';
import { LineChart } from './charts/line-chart';
import { seriesOf } from './charts/series';
import { metricNumber, metricTick, metricTitle, number } from './format';
import { armName } from './names';
import type { TestProps } from './test-view';

type Running = Extract<PanelStatus, { kind: 'running' }>;

export function RunningView({ test, status, actions }: TestProps & { readonly status: Running }): JSX.Element {
  const { progress, metric } = status;
  const percent = Math.round(progress.done * 100);
  const begun = progress.arms.some(({ runs }) => runs.some(({ step }) => step > 0));
  const steps = Math.max(1, ...progress.arms.flatMap(({ runs }) => runs.map((run) => run.steps)));
  const names = progress.arms.map(armName);
  const measured = progress.arms.some(({ runs }) => runs.some(({ curve }) => curve.metric.length > 0));
  return (
    <section class="running">
      <h1>{progress.arms.length > 1 ? 'Training both versions' : 'Training your model'}</h1>
      <div class="progress">
        <progress aria-label="Progress of the test" max={100} value={percent} />
        <span class="percent">{percent}%</span>
        <button type="button" onClick={() => actions.cancel(test.id)}>
          Cancel
        </button>
      </div>
      <p class="note">{begun ? progress.arms.map(armProgress).join(' · ') : 'Building the model …'}</p>
      {begun && (
        <>
          <Legend labels={names} />
          <div class="charts">
            {metric !== undefined && measured && (
              <LineChart
                title={metricTitle[metric]}
                series={progress.arms.map(({ runs }, i) =>
                  seriesOf(
                    String(i),
                    names[i] ?? '',
                    runs.map((run) => run.curve),
                    'metric',
                  ),
                )}
                format={(value) => metricNumber(metric, value)}
                formatTick={(value) => metricTick(metric, value)}
                domain={metric === 'r2' ? undefined : [0, 1]}
                steps={steps}
              />
            )}
            <LineChart
              title="Training loss"
              series={progress.arms.map(({ runs }, i) =>
                seriesOf(
                  String(i),
                  names[i] ?? '',
                  runs.map((run) => run.curve),
                  'loss',
                ),
              )}
              format={number}
              mayBeLog
              steps={steps}
            />
          </div>
        </>
      )}
    </section>
  );
}

function armProgress(arm: ArmProgress): string {
  const done = arm.runs.filter(({ step, steps }) => step >= steps).length;
  return `${armName(arm)}: ${done} of ${arm.runs.length} ${arm.runs.length === 1 ? 'run' : 'runs'} done`;
}
