import type { Fix } from '../../finding/finding';
import { insertLinesBefore, nameAt, operandText, replaceText } from '../../edits/edits';
import type { DataFlow } from '../../facts/data';
import type { TrainingRun } from '../../facts/training';
import type { Edit, Place } from '../../text/place';
import type { RuleContext } from '../define';
import { fitOf } from '../guards';
import { usualRate } from './rates';

/**
 * Changes the training array, and the arrays that the model is validated, evaluated and asked with likewise, on lines of their own before `fit`.
 * Undefined where one of them is no plain variable or is made only later, and where fit runs in a loop and would do it again and again.
 * @param change the new value of `array`; `training` is the name of the training array before it is changed
 */
export function changeInputBeforeFit(
  context: RuleContext,
  run: TrainingRun,
  flow: DataFlow,
  change: (array: string, training: string) => string,
  title: (training: string) => string,
): Fix | undefined {
  const loop = fitOf(run);
  if (!loop || loop.repeated || flow.container !== 'array') return undefined;
  const training = nameAt(context, flow.place);
  const validation = validationNames(context, run);
  const tried = evaluatedNames(context, run, flow, loop.call.place);
  if (training === undefined || !validation || !tried) return undefined;
  const names = [...new Set([...validation, ...tried].filter((other) => other !== training)), training];
  const edit = insertLinesBefore(
    context,
    loop.call.place,
    names.map((name) => `${name} = ${change(name, training)}`),
  );
  const rate = usualRate(run);
  return edit && rate && { title: title(training) + rate.title, edits: [edit, ...rate.edits], safety: 'unsafe' };
}

/** Variables that the model is evaluated or asked with, which are there before `fit`; undefined where one is not. */
function evaluatedNames(context: RuleContext, run: TrainingRun, flow: DataFlow, fit: Place): readonly string[] | undefined {
  const position = run.inputs.indexOf(flow);
  const names: string[] = [];
  for (const { model, evaluations } of context.program.runs) {
    if (model.name !== run.model.name) continue;
    for (const { inputs } of evaluations) {
      const input = inputs[position];
      if (!input || input.id === flow.id) continue;
      const name = nameAt(context, input.place);
      const made = [...input.origins, ...input.steps].every(({ place }) => place.source === fit.source && place.end <= fit.start);
      if (name === undefined || !made) return undefined;
      names.push(name);
    }
  }
  return names;
}

/** The variable with the features in `validation_data=(x, y)`, none without validation; undefined where something else is given. */
export function validationNames(context: RuleContext, run: TrainingRun): readonly string[] | undefined {
  const { validation } = run;
  if (!validation) return [];
  const written = context.program.written.at(validation.place);
  const [features, labels, ...more] = written?.kind === 'sequence' ? written.items : [];
  const name = features && labels && more.length === 0 ? nameAt(context, features) : undefined;
  return name === undefined ? undefined : [name];
}

/** A fix of all these edits; undefined where one of them cannot be made. */
export const fixOf = (title: string, safety: Fix['safety'], ...edits: readonly (Edit | undefined)[]): Fix | undefined =>
  edits.every((edit) => edit !== undefined) ? { title, edits, safety } : undefined;

/** `x / 255` -> `x`, `((x - low) / spread) / spread` -> `((x - low) / spread)`; undefined where the place holds anything else. */
export function undoDivision(context: RuleContext, place: Place): Edit | undefined {
  const division = context.program.written.at(place);
  return division?.kind === 'operation' && division.operator === '/' && !division.inPlace
    ? replaceText(place, operandText(context, place, division.left))
    : undefined;
}
