import type { Fix } from '../finding/finding';
import { argumentOf } from '../edits/edits';
import { valueOf, type Known } from '../facts/fact';
import type { ObjectValue, Plain } from '../facts/plain';
import type { TrainingRun } from '../facts/training';
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
      'Judges val_ names without validation data, acc and accuracy mixed up, and the mode of losses. Other metric names are left alone.',
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
        if (name.startsWith('val_') && !validates(run)) report({ message: 'validation', data, ...shared });
        else if (reported !== undefined)
          report({ message: 'renamed', data: { ...data, reported }, ...shared, fixes: [rename(context, monitor, reported)] });
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

const isMaximising = ({ arguments: facts }: ObjectValue): boolean => valueOf(facts.mode) === 'max';

function rename(context: RuleContext, monitor: Known<Plain>, reported: string): Fix | undefined {
  const at = monitor.places[0];
  return fixOf(`Watch ${reported}`, 'safe', replaceLiteral(monitor, quoted(context, at, reported)));
}
