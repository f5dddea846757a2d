/** What was tried after the judgement: changes that make a model learn, ranked; and other learning rates, with the program's own marked. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Sweep, SweepPoint, Tried, Verdict } from '../protocol/panel';
import { ArmMark, armClass } from './charts/arm-style';
import { DataTable } from './charts/data-table';
import { useWidth } from './charts/width';
import { metricNumber, metricTick, metricTitle, number } from './format';

export function Further({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  return (
    <>
      {verdict.remedies !== undefined && <Remedies verdict={verdict} remedies={verdict.remedies} />}
      {verdict.sweep !== undefined && <SweepChart verdict={verdict} sweep={verdict.sweep} />}
    </>
  );
}

function Remedies({ verdict, remedies }: { readonly verdict: Verdict; readonly remedies: readonly Tried[] }): JSX.Element {
  const heading = useId();
  const { metric } = verdict.judging;
  return (
    <section class="remedies" aria-labelledby={heading}>
      <h2 id={heading}>What would make it learn</h2>
      <p class="note">Your program with one thing changed at a time, best first</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">{metricTitle[metric]}</th>
            <th scope="col">Learned</th>
          </tr>
        </thead>
        <tbody>
          {remedies.map(({ title, metric: value, learnedRuns, runs }) => (
            <tr key={title} class={learnedRuns > runs / 2 ? 'learns' : undefined}>
              <th scope="row">{title}</th>
              <td>{metricNumber(metric, value)}</td>
              <td>
                {learnedRuns} of {runs} runs
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const HEIGHT = 200;
const margin = { top: 26, bottom: 36, left: 54, right: 20 };

function SweepChart({ verdict, sweep }: { readonly verdict: Verdict; readonly sweep: Sweep }): JSX.Element {
  const heading = useId();
  const [box, width] = useWidth<HTMLDivElement>(460);
  const { metric } = verdict.judging;
  const { points } = sweep;
  const chance = verdict.arms[0]?.chance ?? 0;
  const low = metric === 'r2' ? Math.max(-1, Math.min(0, ...points.map((point) => point.metric ?? 0))) : 0;
  const bottom = HEIGHT - margin.bottom;
  const values = points.map(({ value }) => value);
  const x = scaleLog(
    [Math.min(...values), Math.max(...values)],
    [margin.left + 14, Math.max(margin.left + 80, width - margin.right)],
  );
  const y = scaleLinear([low, 1], [bottom, margin.top]).clamp(true);
  const height = (point: SweepPoint): number => y(point.metric ?? low);
  const curve = line<SweepPoint>(({ value }) => x(value), height);
  const title = `${metricTitle[metric]} at other learning rates`;
  const told = points.map(
    (point) =>
      `${number(point.value)}${nameOf(point)}: ${metricNumber(metric, point.metric)}, learned in ${point.learnedRuns} of ${point.runs} runs.`,
  );
  return (
    <figure class="chart sweep" aria-labelledby={heading}>
      <figcaption>
        <h2 id={heading}>{title}</h2>
        <p class="note">Everything else as written; the middle of a few runs at each rate</p>
      </figcaption>
      <div ref={box} class="plot">
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${title}. ${told.join(' ')} Chance is ${metricNumber(metric, chance)}.`}
        >
          <g class="axis" aria-hidden="true">
            {y.ticks(4).map((tick) => (
              <g key={tick}>
                <line class="grid" x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} />
                <text x={margin.left - 7} y={y(tick)} dy="0.32em" text-anchor="end">
                  {metricTick(metric, tick)}
                </text>
              </g>
            ))}
            {values.filter(isDecade).map((tick) => (
              <text key={tick} x={x(tick)} y={bottom + 16} text-anchor="middle">
                {number(tick)}
              </text>
            ))}
            <line class="base" x1={margin.left} x2={width - margin.right} y1={bottom} y2={bottom} />
            <text class="axis-title" x={(margin.left + width - margin.right) / 2} y={HEIGHT - 4} text-anchor="middle">
              learning rate
            </text>
            <line class="reference" x1={margin.left} x2={width - margin.right} y1={y(chance)} y2={y(chance)} />
          </g>
          <path class={`curve ${armClass(2)}`} d={curve([...points]) ?? ''} aria-hidden="true" />
          {points.map((point) => (
            <g key={point.value} aria-hidden="true">
              <ArmMark arm={armOf(point)} x={x(point.value)} y={height(point)} r={point.mark === 'other' ? 3 : 5} />
              {point.mark !== 'other' && (
                <text
                  class={`value-label ${armClass(armOf(point))}`}
                  x={x(point.value)}
                  y={height(point)}
                  dy="-0.8em"
                  text-anchor="middle"
                >
                  {point.mark === 'yours' ? 'yours' : 'fix'}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <DataTable
        caption={title}
        columns={['Learning rate', metricTitle[metric], 'Learned']}
        rows={points.map((point) => [
          `${number(point.value)}${nameOf(point)}`,
          metricNumber(metric, point.metric),
          `${point.learnedRuns} of ${point.runs} runs`,
        ])}
      />
    </figure>
  );
}

const armOf = ({ mark }: SweepPoint): number => (mark === 'yours' ? 0 : mark === 'fix' ? 1 : 2);
const nameOf = ({ mark }: SweepPoint): string => (mark === 'yours' ? ' (yours)' : mark === 'fix' ? ' (fix)' : '');
const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
