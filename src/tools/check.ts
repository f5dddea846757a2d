import { matters, notKnownOf } from '../describe/not-known';
import { optional, text, yesNo } from './input';
import { defineTool } from './tool';
import { block, count, findingLines, placeText, readFile } from './words';
import type { FileRead } from './world';

export const file = text('Path of a Python file (.py) or notebook (.ipynb).');

export const check = defineTool({
  name: 'loss_probe_check',
  title: 'Check training code',
  description:
    'Finds what keeps a TensorFlow or Keras training program from learning (loss that does not change, NaN, constant accuracy): wrong loss for the head or the labels, learning rates, unscaled inputs, frozen layers, broken training loops. Reads the code without running it. Answers with ranges, fixes as edits, and what could not be checked.',
  fields: {
    file,
    data: optional(
      yesNo('Also count what stands in the data files that the program names. Ask the person first. Default: false.'),
    ),
  },
  async answer({ file: path, data }, world) {
    const read = await readFile(world, path, data === true);
    return [
      headline(read),
      ...read.findings.flatMap((finding) => findingLines(read, finding)),
      ...block('Not checked', notChecked(read)),
    ].join('\n');
  },
});

/** What was looked at comes with the number of findings: none in nothing is no praise. */
function headline({ source: { id }, program: { runs }, findings, note }: FileRead): string {
  const loops = runs.filter(({ loop }) => loop.kind !== 'none').length;
  const looked = `read ${count(new Set(runs.map(({ model: { place } }) => `${place.source}:${place.start}`)).size, 'model')} and ${count(loops, 'training loop')}`;
  const told = note === undefined ? '' : ` ${note}`;
  if (runs.length === 0 && findings.length === 0)
    return `${id}: ${note ?? 'Nothing to check: no Keras or TensorFlow model that is compiled or trained was found.'}`;
  return `${id}: ${count(findings.length, 'finding')}; ${looked}.${told}`;
}

/** What stayed open, so that silence about it is not taken for "nothing is wrong". */
export function notChecked(read: FileRead): readonly string[] {
  const { program, files, looked, problems } = read;
  return [
    ...problems,
    ...(typeof files === 'string' ? [files] : []),
    ...(looked?.not ?? []),
    ...new Set(
      program.runs
        .flatMap(notKnownOf)
        .map(({ what, why }) => `${what} (${why.detail === '' ? why.reason : why.detail}, ${placeText(read, why.place)})`),
    ),
    ...program.unknowns.filter(matters).map(({ detail, place }) => `${detail} at ${placeText(read, place)}`),
  ];
}
