/** One row a layer, from input to output, and in it a mark for each version: where the gradient dies, where units are dead or saturated. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { ArmMark } from './arm-style';
import { DataTable } from './data-table';
import { useWidth } from './width';

/** `null`: no number (NaN, or no gradient at all); `undefined`: this version has no such layer, or the question does not apply. */
export type LayerValue = number | null | undefined;

export interface LayerRow {
  readonly key: string;
  readonly label: string;
  /** One per version. */
  readonly values: readonly LayerValue[];
}

export interface LayerChartProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly rows: readonly LayerRow[];
  readonly versions: readonly string[];
  readonly scale: 'log' | 'share';
  readonly format: (value: number) => string;
  /** What null is called: `none`. */
  readonly nothing: string;
  readonly axis: string;
  /** Between title and chart: what chooses what is shown. */
  readonly control?: ComponentChildren;
}

const ROW = 26;
const TOP = 6;
const BOTTOM = 36;

export function LayerChart({ title, note, rows, versions, scale, format, nothing, axis, control }: LayerChartProps): JSX.Element {
  const [box, width] = useWidth<HTMLDivElement>(460);
  const heading = useId();
  const height = TOP + rows.length * ROW + BOTTOM;
  const bottom = height - BOTTOM;
  const longest = Math.max(...rows.map(({ label }) => label.length), 4);
  const left = Math.min(Math.max(70, longest * 7 + 14), Math.floor(width * 0.42));
  // Zero has no place on a logarithmic axis: it and "none" get a column of their own at its left.
  const gutter = scale === 'log' && rows.some(({ values }) => values.some((value) => value === null || value === 0)) ? 44 : 0;
  const known = rows.flatMap(({ values }) => values.filter((value): value is number => typeof value === 'number' && value > 0));
  const x =
    scale === 'share'
      ? scaleLinear([0, 1], [left + gutter, width - 22])
      : scaleLog(decades(known), [left + gutter + 8, width - 22]);
  const placeOf = (value: number | null): number =>
    scale === 'log' && (value === null || value <= 0) ? left + 22 : x(value ?? 0);
  const ticks = scale === 'share' ? [0, 0.25, 0.5, 0.75, 1] : logTicks(x.domain() as [number, number], width);
  return (
    <figure class="chart" aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        {note !== undefined && <p class="note">{note}</p>}
        {control}
      </figcaption>
      <div ref={box} class="plot">
        <svg width={width} height={height} role="img" aria-label={`${title}. ${inWords(rows, versions, format, nothing)}`}>
          <g class="axis" aria-hidden="true">
            {ticks.map((tick) => (
              <g key={tick}>
                <line class="grid" x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} />
                <text x={x(tick)} y={bottom + 15} text-anchor="middle">
                  {format(tick)}
                </text>
              </g>
            ))}
            {gutter > 0 && (
              <>
                <rect class="gutter" x={left + 4} y={TOP} width={gutter - 8} height={bottom - TOP} />
                <text x={left + 22} y={bottom + 15} text-anchor="middle">
                  {rows.some(({ values }) => values.includes(0)) ? '0' : nothing}
                </text>
              </>
            )}
            <line class="base" x1={left} x2={width - 14} y1={bottom} y2={bottom} />
            <text class="axis-title" x={(left + gutter + width - 22) / 2} y={height - 4} text-anchor="middle">
              {axis}
            </text>
          </g>
          {rows.map(({ key, label, values }, row) => {
            const y = TOP + (row + 0.5) * ROW;
            const places = values.flatMap((value) => (value === undefined ? [] : [placeOf(value)]));
            return (
              <g key={key} aria-hidden="true">
                <text class="row-label" x={left - 6} y={y} dy="0.32em" text-anchor="end">
                  {shorten(label, Math.floor((left - 12) / 6.6))}
                </text>
                {places.length > 1 && <line class="span" x1={Math.min(...places)} x2={Math.max(...places)} y1={y} y2={y} />}
                {values.map((value, arm) =>
                  value === undefined ? null : (
                    <ArmMark
                      key={versions[arm]}
                      arm={arm}
                      x={placeOf(value)}
                      y={y + offset(places, arm, placeOf(value))}
                      r={4.5}
                    />
                  ),
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <DataTable
        caption={title}
        columns={['Layer', ...versions]}
        rows={rows.map(({ label, values }) => [
          label,
          ...versions.map((_, arm) => {
            const value = values[arm];
            return value === undefined ? '' : value === null ? nothing : format(value);
          }),
        ])}
      />
    </figure>
  );
}

/** Marks that fall on one another are moved apart a little. */
const offset = (places: readonly number[], arm: number, here: number): number =>
  places.filter((place) => Math.abs(place - here) < 7).length > 1 ? (arm - (places.length - 1) / 2) * 7 : 0;

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text);

function decades(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0.1, 10];
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values)));
  return low === high ? [low / 10, high * 10] : [low, high];
}

function logTicks([low, high]: [number, number], width: number): readonly number[] {
  const first = Math.round(Math.log10(low));
  const last = Math.round(Math.log10(high));
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, Math.floor(width / 90))));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  return ticks;
}

function inWords(
  rows: readonly LayerRow[],
  versions: readonly string[],
  format: (value: number) => string,
  nothing: string,
): string {
  return rows
    .map(({ label, values }) => {
      const told = versions.flatMap((version, arm) => {
        const value = values[arm];
        return value === undefined ? [] : [`${version} ${value === null ? nothing : format(value)}`];
      });
      return `${label}: ${told.join(', ')}.`;
    })
    .join(' ');
}
