/** The judged number of every run, a row a version: whether the runs agree is seen at a glance. */
import { scaleLinear } from 'd3-scale';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Verdict } from '../protocol/panel';
import { ArmMark, armClass } from './charts/arm-style';
import { DataTable } from './charts/data-table';
import { useWidth } from './charts/width';
import { metricNumber, metricTitle } from './format';
import { armChange, armNames } from './names';

const ROW = 34;

export function Runs({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const [box, width] = useWidth<HTMLDivElement>(460);
  const heading = useId();
  const { arms } = verdict;
  const { metric } = verdict.judging;
  const names = armNames(arms);
  const format = (value: number | null): string => metricNumber(metric, value);
  const values = arms.flatMap(({ runs }) => runs.flatMap((run) => (run.metric === null ? [] : [run.metric])));
  const chance = arms[0]?.chance ?? 0;
  const low = metric === 'r2' ? Math.max(-1, Math.min(0, ...values)) : 0;
  const left = 92;
  const right = 66;
  const x = scaleLinear([low, 1], [left, Math.max(left + 60, width - right)]).clamp(true);
  const bottom = arms.length * ROW + 4;
  const title = `${metricTitle[metric]} of every run`;
  return (
    <figure class="chart runs" aria-labelledby={heading}>
      <figcaption>
        <h2 id={heading}>{title}</h2>
        <p class="note">
          {arms
            .flatMap(({ role, title: change }, i) => (role === 'asWritten' ? [] : [`${names[i] ?? ''}: ${armChange(change)}`]))
            .join(' · ')}
        </p>
      </figcaption>
      <div ref={box} class="plot">
        <svg
          width={width}
          height={bottom + 34}
          role="img"
          aria-label={`${title}. ${arms.map((arm, i) => `${names[i] ?? ''}: ${arm.runs.map((run) => format(run.metric)).join(', ')}; median ${format(arm.median.metric)}.`).join(' ')} Chance is ${format(chance)}.`}
        >
          <g class="axis" aria-hidden="true">
            {x.ticks(width < 400 ? 3 : 5).map((tick) => (
              <g key={tick}>
                <line class="grid" x1={x(tick)} x2={x(tick)} y1={4} y2={bottom} />
                <text x={x(tick)} y={bottom + 14} text-anchor="middle">
                  {metric === 'r2' ? tick : `${Math.round(tick * 100)}%`}
                </text>
              </g>
            ))}
            <line class="reference" x1={x(chance)} x2={x(chance)} y1={0} y2={bottom + 18} />
            <text class="reference-label" x={x(chance)} y={bottom + 29} text-anchor="middle">
              chance
            </text>
          </g>
          {arms.map((arm, i) => {
            const y = 4 + (i + 0.5) * ROW;
            const broken = arm.runs.filter((run) => run.metric === null).length;
            return (
              <g key={names[i]} aria-hidden="true">
                <text class="row-label" x={left - 14} y={y} dy="0.32em" text-anchor="end">
                  {(names[i] ?? '').slice(0, 12)}
                </text>
                <line class="base" x1={x.range()[0]} x2={x.range()[1]} y1={y} y2={y} />
                {arm.runs.map((run, n) =>
                  run.metric === null ? null : (
                    <ArmMark
                      key={run.seed}
                      arm={i}
                      x={x(run.metric)}
                      y={y + (arm.runs.length > 1 ? ((n % 5) - 2) * 4 : 0)}
                      r={4}
                    />
                  ),
                )}
                {broken > 0 && (
                  <text class="reference-label" x={left + 4} y={y} dy="-0.5em">
                    {broken} of {arm.runs.length} NaN
                  </text>
                )}
                <text class={`value-label ${armClass(i)}`} x={width - right + 12} y={y} dy="0.32em">
                  {format(arm.median.metric)}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <DataTable
        caption={title}
        columns={['Version', 'Median', ...(arms[0]?.runs ?? []).map((_, n) => `Run ${n + 1}`)]}
        rows={arms.map((arm, i) => [names[i] ?? '', format(arm.median.metric), ...arm.runs.map((run) => format(run.metric))])}
      />
    </figure>
  );
}
