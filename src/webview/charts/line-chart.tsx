/** Curves of all versions over training steps: the middle run as a line, all runs as a band behind it, labelled where the line ends. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { ArmMark, armClass, armDash } from './arm-style';
import { DataTable } from './data-table';
import { spread } from './label-places';
import { extent, wantsLog, type Point, type Series } from './series';
import { useWidth } from './width';

export interface LineChartProps {
  readonly title: string;
  /** Under the title: what the axis means. */
  readonly note?: string | undefined;
  readonly series: readonly Series[];
  /** Which arm's colour and mark each series has; its position when left out. */
  readonly arms?: readonly number[] | undefined;
  readonly format: (value: number) => string;
  /** Of the axis, where it is shorter: `80%`. */
  readonly formatTick?: ((value: number) => string) | undefined;
  /** What is always shown: 0 .. 1 of accuracies. */
  readonly domain?: readonly [number, number] | undefined;
  /** A value to compare with, `chance`. */
  readonly reference?: { readonly value: number; readonly label: string } | undefined;
  /** Logarithmic when the values need it. */
  readonly mayBeLog?: boolean | undefined;
  /** Steps of a whole run, so that a live chart does not rescale. */
  readonly steps?: number | undefined;
}

const HEIGHT = 220;
const margin = { top: 10, bottom: 36, left: 54 };

export function LineChart(props: LineChartProps): JSX.Element {
  const { title, note, series, format, domain, reference, mayBeLog = false, steps } = props;
  const [box, width] = useWidth<HTMLDivElement>(460);
  const heading = useId();
  const armOf = (i: number): number => props.arms?.[i] ?? i;
  const right = width < 380 ? 96 : 134;
  const formatTick = props.formatTick ?? format;
  const log = mayBeLog && wantsLog(series);
  const range = valueRange(series, domain, reference?.value, log);
  const lastStep = Math.max(steps ?? 1, ...series.map(({ points, nanFrom }) => Math.max(points.at(-1)?.x ?? 0, nanFrom ?? 0)));
  const firstStep = Math.min(lastStep - 1, ...series.map(({ points, nanFrom }) => points[0]?.x ?? nanFrom ?? lastStep));
  const x = scaleLinear([firstStep, lastStep], [margin.left, Math.max(margin.left + 40, width - right)]);
  const y = (
    log ? scaleLog(range, [HEIGHT - margin.bottom, margin.top]) : scaleLinear(range, [HEIGHT - margin.bottom, margin.top])
  ).clamp(true);
  const [plotLeft = 0, plotRight = 0] = x.range();
  const bottom = HEIGHT - margin.bottom;
  const curve = line<Point>(
    (p) => x(p.x),
    (p) => y(p.median),
  );
  const band = area<Point>(
    (p) => x(p.x),
    (p) => y(p.low),
    (p) => y(p.high),
  );
  const ends = series.map(({ points, nanFrom }) => endOf(points, nanFrom, x, y, bottom));
  const labelPlaces = spread(
    ends.map((end) => end.y),
    15,
    margin.top + 5,
    bottom - 2,
  );
  return (
    <figure class="chart" aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {note !== undefined && <p class="note">{note}</p>}
      </figcaption>
      <div ref={box} class="plot">
        <svg width={width} height={HEIGHT} role="img" aria-label={`${title}. ${inWords(series, format, reference)}`}>
          <g class="axis" aria-hidden="true">
            {yTicks(y, log).map((tick) => (
              <g key={tick}>
                <line class="grid" x1={plotLeft} x2={plotRight} y1={y(tick)} y2={y(tick)} />
                <text x={plotLeft - 7} y={y(tick)} dy="0.32em" text-anchor="end">
                  {formatTick(tick)}
                </text>
              </g>
            ))}
            {x.ticks(Math.max(2, Math.floor((plotRight - plotLeft) / 70))).map((tick) => (
              <g key={tick}>
                <line class="tick" x1={x(tick)} x2={x(tick)} y1={bottom} y2={bottom + 4} />
                <text x={x(tick)} y={bottom + 16} text-anchor="middle">
                  {tick.toLocaleString('en-US')}
                </text>
              </g>
            ))}
            <line class="base" x1={plotLeft} x2={plotRight} y1={bottom} y2={bottom} />
            <text class="axis-title" x={(plotLeft + plotRight) / 2} y={HEIGHT - 4} text-anchor="middle">
              training step
            </text>
          </g>
          {reference !== undefined && (
            <g aria-hidden="true">
              <line class="reference" x1={plotLeft} x2={plotRight} y1={y(reference.value)} y2={y(reference.value)} />
              <text class="reference-label" x={plotLeft + 4} y={y(reference.value)} dy="-0.4em">
                {reference.label}
              </text>
            </g>
          )}
          {series.map(({ key, points, runs }, i) => (
            <g key={key} aria-hidden="true">
              {runs > 1 && points.length > 1 && <path class={`band ${armClass(armOf(i))}`} d={band([...points]) ?? ''} />}
              {points.length > 1 && (
                <path class={`curve ${armClass(armOf(i))}`} d={curve([...points]) ?? ''} stroke-dasharray={armDash(armOf(i))} />
              )}
            </g>
          ))}
          {series.map(({ key, label, nanFrom }, i) => {
            const end = ends[i];
            const place = labelPlaces[i] ?? 0;
            if (end === undefined) return null;
            return (
              <g key={key} aria-hidden="true">
                {nanFrom === undefined ? (
                  end.value !== undefined && <ArmMark arm={armOf(i)} x={end.x} y={end.y} />
                ) : (
                  <path
                    class={`nan ${armClass(armOf(i))}`}
                    d={`M${end.x - 5} ${end.y - 5}l10 10M${end.x + 5} ${end.y - 5}l-10 10`}
                  />
                )}
                {(end.value !== undefined || nanFrom !== undefined) && (
                  <>
                    {!beside(end.x, nanFrom, plotRight) && (
                      <path class="leader" d={`M${end.x + 6} ${end.y}L${plotRight + 6} ${place}`} />
                    )}
                    <text
                      class={`line-label ${armClass(armOf(i))}`}
                      x={beside(end.x, nanFrom, plotRight) ? end.x + 11 : plotRight + 9}
                      y={place}
                      dy="0.32em"
                    >
                      {short(label)} {nanFrom === undefined ? format(end.value ?? NaN) : 'NaN'}
                    </text>
                  </>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <DataTable caption={title} columns={['Step', ...series.flatMap(columnsOf)]} rows={tableRows(series, format)} />
    </figure>
  );
}

/** A curve that breaks off early is labelled where it does, if there is room. */
const beside = (x: number, nanFrom: number | undefined, plotRight: number): boolean =>
  nanFrom !== undefined && x < plotRight - 90;

/** Keeps a label beside the curve readable. */
const short = (label: string): string => (label.length > 11 ? `${label.slice(0, 10)}…` : label);

const columnsOf = ({ label, runs }: Series): readonly string[] =>
  runs > 1 ? [`${label} (median)`, `${label} (all runs)`] : [label];

function endOf(
  points: readonly Point[],
  nanFrom: number | undefined,
  x: (value: number) => number,
  y: (value: number) => number,
  bottom: number,
): { readonly x: number; readonly y: number; readonly value: number | undefined } {
  const last = points.at(-1);
  if (last === undefined) return { x: x(nanFrom ?? 0), y: bottom - 8, value: undefined };
  return { x: x(nanFrom ?? last.x), y: y(last.median), value: last.median };
}

/** What the vertical axis spans: never empty, and not ruled by a curve that explodes while another one is well. */
function valueRange(
  series: readonly Series[],
  domain: readonly [number, number] | undefined,
  reference: number | undefined,
  log: boolean,
): [number, number] {
  const whole = extent(series);
  const well = extent(series.filter(({ nanFrom }) => nanFrom === undefined));
  let [low, high] = whole ?? domain ?? [0, 1];
  if (well !== undefined && well[1] > 0) {
    high = Math.min(high, well[1] * (log ? 100 : 10));
    low = Math.max(low, Math.min(well[0], -well[1] * 10));
    if (log) low = well[0];
  }
  if (log) return [Math.max(low, high * 1e-12), high];
  if (domain !== undefined) [low, high] = [Math.min(low, domain[0]), Math.max(high, domain[1])];
  if (reference !== undefined) [low, high] = [Math.min(low, reference), Math.max(high, reference)];
  if (domain === undefined && low > 0 && low < high / 2) low = 0;
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 0.1;
    [low, high] = [low - room, high + room];
  }
  return [low, high];
}

function yTicks(scale: { ticks: (count: number) => number[] }, log: boolean): readonly number[] {
  const ticks = scale.ticks(log ? 4 : 5);
  if (!log || ticks.length <= 6) return ticks;
  const decades = ticks.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  const every = Math.ceil(decades.length / 6);
  return decades.filter((_, i) => i % every === 0);
}

/** The chart in a sentence per version. */
function inWords(series: readonly Series[], format: (value: number) => string, reference: LineChartProps['reference']): string {
  const told = series.map(({ label, points, nanFrom, runs }) => {
    const first = points[0];
    const last = points.at(-1);
    const of = runs > 1 ? `, median of ${runs} runs` : '';
    if (first === undefined || last === undefined)
      return nanFrom === undefined ? `${label}: nothing measured.` : `${label}: NaN from step ${nanFrom}${of}.`;
    const course = `${label}: from ${format(first.median)} at step ${first.x} to ${format(last.median)} at step ${last.x}${of}`;
    return nanFrom === undefined ? `${course}.` : `${course}, then NaN from step ${nanFrom}.`;
  });
  return [...told, ...(reference === undefined ? [] : [`${reference.label} is ${format(reference.value)}.`])].join(' ');
}

/** About 20 rows, the first and the last among them. */
function tableRows(series: readonly Series[], format: (value: number) => string): readonly (readonly string[])[] {
  const steps = [
    ...new Set(series.flatMap(({ points, nanFrom }) => [...points.map((p) => p.x), ...(nanFrom === undefined ? [] : [nanFrom])])),
  ];
  steps.sort((a, b) => a - b);
  const every = Math.max(1, Math.ceil(steps.length / 20));
  const byStep = series.map(({ points }) => new Map(points.map((p) => [p.x, p])));
  return steps
    .filter((_, i) => i % every === 0 || i === steps.length - 1)
    .map((step) => [
      step.toLocaleString('en-US'),
      ...series.flatMap(({ runs, nanFrom }, i) => {
        const point = byStep[i]?.get(step);
        const missing = nanFrom !== undefined && step >= nanFrom ? 'NaN' : '';
        const middle = point === undefined ? missing : format(point.median);
        return runs > 1 ? [middle, point === undefined ? missing : `${format(point.low)} … ${format(point.high)}`] : [middle];
      }),
    ]);
}
