import { diagnose, type LogInput } from '../evidence/answer/answer';
import { readLog } from '../evidence/log/read-log';
import { file } from './check';
import { optional, text, yesNo } from './input';
import { defineTool, ToolError } from './tool';
import { block, placeText, readFile } from './words';
import type { ToolWorld } from './world';

export const why = defineTool({
  name: 'loss_probe_why',
  title: "Why isn't my loss changing?",
  description:
    'Answers why the loss of a TensorFlow or Keras training does not change (or is NaN, or stays at chance): weighs what the training printed with the code and, if allowed, its data files. Gives the likeliest causes first, each with its evidence and fix, and says what was not checked. Nothing is run.',
  fields: {
    file,
    log: optional(
      text('What the training printed: epochs with losses and metrics. A notebook has its stored outputs without it.'),
    ),
    logFile: optional(text('Path of a file that holds it instead: a text log, a CSV of CSVLogger, or a notebook.')),
    data: optional(
      yesNo('Also count what stands in the data files that the program names. Ask the person first. Default: false.'),
    ),
  },
  async answer({ file: path, log, logFile, data }, world) {
    const read = await readFile(world, path, data === true);
    const { program, sources, findings, looked, files, note } = read;
    const given = log === undefined ? await logOf(logFile, world) : { log: readLog(log), name: 'the log' };
    const answer = diagnose({ program, sources, findings, rules: world.rules, looked, log: given ?? read.log });
    const refused = typeof files === 'string' ? [files] : [];
    return [
      `${read.source.id}: ${note === undefined ? '' : `${note} `}${answer.headline}`,
      ...answer.causes.map(({ rule, sentence, finding, fix, from }, i) => {
        const where = finding ? placeText(read, finding.place) : 'concluded from the log';
        return `${i + 1}. ${rule} (from the ${from}, ${where}): ${sentence}${fix === undefined ? '' : ` Fix: ${fix}.`}`;
      }),
      ...block(
        'Look yourself',
        answer.lookYourself.map(({ code, means }) => `${code}  # ${means}`),
      ),
      ...block('Checked', answer.checked),
      ...block('Not checked', [...refused, ...answer.notChecked]),
    ].join('\n');
  },
});

async function logOf(path: string | undefined, world: ToolWorld): Promise<LogInput | undefined> {
  if (path === undefined) return undefined;
  const found = await world.readLog(path);
  if ('error' in found) throw new ToolError(found.error);
  return found.log;
}
