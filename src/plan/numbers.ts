/** Numbers as people read them. NaN and infinities reach a verdict as null. */
import type { Judging } from '../experiment/experiment';

/** One decimal, as measured: `94.5%`, `95.0%`; `100%` and `0%` only where it is exactly that. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  const text = (share * 100).toFixed(1);
  if (text === '100.0') return 'over 99.9%';
  return text === '0.0' ? 'under 0.1%' : `${text}%`;
}

/** Three significant digits, without exponents between 0.001 and a million: `0.00123`, `12.3`, `4.1e-9`. */
export function plainNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : 'minus infinite';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.001 || size >= 1e6) return value.toExponential(1).replace('e+', 'e').replace('.0e', 'e');
  return size >= 1000 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** Thousands apart by commas: `60,000`. */
export const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 20 });

/** `1 run`, `5 runs`. */
export const plural = (count: number, noun: string): string => `${grouped(count)} ${count === 1 ? noun : `${noun}s`}`;

/** `5 of 5 runs`, `1 of 1 run`. */
export const ofRuns = (count: number, all: number): string => `${count} of ${plural(all, 'run')}`;

/** Names of the metrics in a sentence. */
export const metricName: Readonly<Record<Judging['metric'], string>> = {
  accuracy: 'accuracy',
  'balanced-accuracy': 'balanced accuracy',
  recall: 'recall of class 1',
  r2: 'R²',
};

/** A value of the judged metric: `94.5%`, of r2 `0.98`. */
export function metricValue(metric: Judging['metric'], value: number | null): string {
  if (value === null) return 'NaN';
  if (metric !== 'r2') return percent(value);
  // r2 is cut off at -9: nothing is to be learned from how much worse than the mean it is.
  if (value <= -9) return '−9 or less';
  const text = value.toFixed(2);
  if (text === '1.00' && value < 1) return 'over 0.99';
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

/** The value of an answer that does not look at the input: `50%`, of r2 `0`. */
export const chanceValue = (metric: Judging['metric'], value: number): string =>
  metric === 'r2' ? plainNumber(value) : percent(value).replace('.0%', '%');

/** A value with the metric's name: `94.5% accuracy`, `R² 0.98`. */
export const metricPhrase = (metric: Judging['metric'], value: number | null): string =>
  metric === 'r2' ? `R² ${metricValue(metric, value)}` : `${metricValue(metric, value)} ${metricName[metric]}`;
