/** What a finding is about is tried as it is written: these sizes stay. */
import type { Aspect } from './reduce';

export const keptOf: Readonly<Record<string, readonly Aspect[]>> = {
  'batch-size-extreme': ['batch'],
  'bn-tiny-batch': ['batch'],
  'few-epochs': ['steps'],
  'decay-too-fast': ['steps'],
  'schedule-steps-mismatch': ['steps', 'batch'],
  'spatial-collapse': ['space'],
  'missing-flatten': ['space'],
  'padding-without-mask': ['length'],
  'padding-in-loss': ['length'],
  'rnn-relu-no-clip': ['length', 'widths'],
  'narrow-bottleneck': ['widths', 'inputs'],
  'dropout-too-high': ['widths'],
  'init-scale': ['widths', 'inputs'],
  'symmetric-init': ['widths'],
  'regularizer-too-strong': ['widths'],
  'deep-saturating': ['widths'],
};

export const keptFor = (rule: string | undefined): ReadonlySet<Aspect> => new Set(rule === undefined ? [] : keptOf[rule]);
