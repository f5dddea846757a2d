/** Numbers in charts and tables. */
import type { Judging } from '../protocol/panel';

/** Three significant digits; exponents only where a plain number would be long: `0.693`, `1.2e-9`, `12,400`. */
export function number(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'NaN';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size < 0.001 || size >= 1e6
      ? value.toExponential(1).replace('e+', 'e').replace('.0e', 'e')
      : size >= 1000
        ? Math.round(value).toLocaleString('en-US')
        : String(Number(value.toPrecision(3)));
  return text.replace('-', '−').replace('e-', 'e−');
}

/** A value of the metric that decides: percent, or r2 as it is. */
export const metricNumber = (metric: Judging['metric'], value: number | null): string =>
  value === null || Number.isNaN(value)
    ? 'NaN'
    : metric === 'r2'
      ? value.toFixed(2).replace(/^-/, '−')
      : value === 0 || value === 1
        ? `${value * 100}%`
        : `${(value * 100).toFixed(1)}%`;

/** The same on an axis: `80%`. */
export const metricTick = (metric: Judging['metric'], value: number): string =>
  metric === 'r2' ? number(value) : `${Number((value * 100).toFixed(1))}%`;

export const share = (value: number | null): string => (value === null ? 'not asked' : `${Math.round(value * 100)}%`);

export const metricTitle: Readonly<Record<Judging['metric'], string>> = {
  accuracy: 'Accuracy',
  'balanced-accuracy': 'Balanced accuracy',
  recall: 'Recall of class 1',
  r2: 'R²',
};
