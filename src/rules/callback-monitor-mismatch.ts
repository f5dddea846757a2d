import type { Fix } from '../finding/finding';
import { argumentOf } from '../edits/edits';
import { valueOf, type Known } from '../facts/fact';
import type { ObjectValue, Plain } from '../facts/plain';
import type { Metric, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { quoted } from './support/heads';
import { replaceLiteral } from '../edits/edits';

const watching = /\.(?:EarlyStopping|ReduceLROnPlateau|ModelCheckpoint)$/;

export default defineRule({
  id: 'callback-monitor-mismatch',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'the callback certainly never acts, though the model may learn without it' },
  messages: {
    unreported:
      '{callback} watches {monitor}, but the model reports only {names}. Keras 2 only warns, and the callback never acts; Keras 3.15 raises where the mode is left to it.',
    worst:
      '{callback} watches {monitor}, where more is better, with mode="min". It keeps the worst epoch and takes every improvement for a setback.',
    validation:
      '{callback} watches {monitor}, but fit gets no validation data, so that number never exists. Keras only warns, and the callback never acts.',
    renamed:
      '{callback} watches {monitor}, but the metric is reported as {reported}. Keras only warns, and the callback never acts.',
    direction: '{callback} watches {monitor}, where less is better, with mode="max". It takes every improvement for a setback.',
  },
  docs: {
    summary: 'A callback watches a number that is never reported, or in the wrong direction.',
    why: `EarlyStopping, ReduceLROnPlateau and ModelCheckpoint look a number up by its name after every epoch. If fit reports no such number (no validation data,
another spelling of the metric) they print a warning and do nothing: training never stops early, the rate never falls, no checkpoint is written.`,
    bad: classification({
      compile: `model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
#                                            ^^^^^^^^^^ callback-monitor-mismatch`,
      fit: 'model.fit(x, y, epochs=20, callbacks=[stop])',
    }),
    good: classification({
      compile: `model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)`,
      fit: 'model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[stop])',
    }),
    limits:
      'Judges val_ names without validation data, names of accuracies and errors that the one output of a model does not report, and the mode of losses and accuracies. Names of metrics of other kinds, which layers and classes may add, are left alone.',
    fixSafety: 'Safe: renames what is watched to what is reported. Validation data has to come from the author.',
    probe: 'Not trained: the callback does not change what the model can learn.',
    references: ['https://keras.io/api/callbacks/early_stopping/'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      if (run.loop.kind !== 'fit') continue;
      for (const callback of run.callbacks.items) {
        const monitor = callback.arguments.monitor;
        if (!watching.test(callback.type) || monitor?.kind !== 'known' || typeof monitor.value !== 'string') continue;
        // ModelCheckpoint has a monitor by default and uses it only to keep the best.
        const idle = callback.type.endsWith('ModelCheckpoint') && valueOf(callback.arguments.save_best_only) !== true;
        if (idle) continue;
        const name = monitor.value;
        const at = (callback.call && argumentOf(callback.call, 'monitor')?.value) ?? monitor.places[0];
        const shared = {
          at,
          experiment: { kind: 'none', reason: 'the callback does not change what the model can learn' },
        } as const;
        const data = { callback: callback.type.split('.').at(-1) ?? callback.type, monitor: name };
        const reported = renamed(run, name);
        const names = unreported(run, name);
        if (name.startsWith('val_') && !validates(run)) report({ message: 'validation', data, ...shared });
        else if (reported !== undefined)
          report({ message: 'renamed', data: { ...data, reported }, ...shared, fixes: [rename(context, monitor, reported)] });
        else if (names !== undefined) report({ message: 'unreported', data: { ...data, names }, ...shared });
        else if (rising.test(name) && valueOf(callback.arguments.mode) === 'min') report({ message: 'worst', data, ...shared });
        else if (/(?:^|_)loss$/.test(name) && isMaximising(callback)) report({ message: 'direction', data, ...shared });
      }
    }
  },
});

/** Validation data is given, or may be given by something that is not understood. */
function validates({ loop, validation }: TrainingRun): boolean {
  if (loop.kind !== 'fit' || validation !== undefined || loop.call.arguments.some(({ star }) => star > 0)) return true;
  return ['validation_data', 'validation_split', 'validation_freq'].some((name) => argumentOf(loop.call, name) !== undefined);
}

/** The strings "acc" and "accuracy" are reported under the name as written (Keras 2.3 and later, tf.keras). */
function renamed({ metrics, keras }: TrainingRun, monitor: string): string | undefined {
  // Keras beside TensorFlow 1 reports "accuracy" as "acc".
  if (keras.tensorflow === 1) return undefined;
  const [prefix, name] = monitor.startsWith('val_') ? ['val_', monitor.slice(4)] : ['', monitor];
  const other = name === 'acc' ? 'accuracy' : name === 'accuracy' ? 'acc' : undefined;
  const names = metrics.items.map((metric) => metric.name);
  return other !== undefined && metrics.open === undefined && names.includes(other) && !names.includes(name)
    ? prefix + other
    : undefined;
}

/**
 * What one output reports in place of a metric that Keras itself has. Of several outputs each name has a prefix, and a class may report
 * what it likes, so those are left alone.
 */
function unreported({ metrics, heads, model, compile, keras }: TrainingRun, monitor: string): string | undefined {
  const name = monitor.replace(/^val_/, '');
  const listed = compile?.arguments.every(({ keyword, star }) => star === 0 && keyword !== 'weighted_metrics') === true;
  if (!listed || keras.tensorflow === 1 || model.gaps.length > 0) return undefined;
  if (model.style !== 'sequential' && model.style !== 'functional') return undefined;
  const counted = curves.test(name) && !metrics.items.some((one) => curves.test(one.name.toLowerCase()));
  if ((!own.test(name) && !counted) || metrics.open !== undefined || heads.length !== 1 || model.outputs.length !== 1)
    return undefined;
  const names = metrics.items.map(reportedName);
  if (names.some((one) => one === undefined || one === name || one === twins[name])) return undefined;
  const prefix = monitor === name ? '' : 'val_';
  return ['loss', ...names].map((one) => `${prefix}${one}`).join(' and ');
}

/** As written, as called, or the class's name in Python's spelling. */
function reportedName({ form, name, arguments: given }: Metric): string | undefined {
  if (form !== 'instance') return name;
  const called = given.name;
  if (called && called.kind !== 'known') return undefined;
  if (typeof called?.value === 'string') return called.value;
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

/** Metrics with one name in every version; what counts its instances (auc_1) is not among them. */
const own = /^(?:(?:(?:sparse_)?categorical_|binary_)?accuracy|mean_(?:squared|absolute)_error|mae|mse)$/;

/** Metrics whose instances are counted (`auc_1`): missing only where none is compiled. */
const curves = /^(?:auc|precision|recall)/;

/** Said for either spelling, by version. */
const twins: Readonly<Record<string, string>> = {
  accuracy: 'acc',
  mae: 'mean_absolute_error',
  mse: 'mean_squared_error',
  mean_absolute_error: 'mae',
  mean_squared_error: 'mse',
};

const rising = /(?:^|_)(?:acc|accuracy|auc|precision|recall)(?:_\d+)?$/;

const isMaximising = ({ arguments: facts }: ObjectValue): boolean => valueOf(facts.mode) === 'max';

function rename(context: RuleContext, monitor: Known<Plain>, reported: string): Fix | undefined {
  const at = monitor.places[0];
  return fixOf(`Watch ${reported}`, 'safe', replaceLiteral(monitor, quoted(context, at, reported)));
}
