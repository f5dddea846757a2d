import { describeProgram } from '../describe/model';
import { file } from './check';
import { defineTool } from './tool';
import { placeText, readFile } from './words';

export const describe = defineTool({
  name: 'loss_probe_describe',
  title: 'Describe a training program',
  description:
    'Says what a TensorFlow or Keras program trains, read from its code without running it: layers with output shapes, loss, optimizer and learning rate, training loop, inputs and labels with shapes and ranges, and everything that is not known with its place and reason.',
  fields: { file },
  async answer({ file: path }, world) {
    const read = await readFile(world, path, false);
    const { source, program, note } = read;
    const said = describeProgram(program, { where: (place) => placeText(read, place).replace(/-[\d:]+$/, '') });
    return [source.id, ...(note === undefined ? [] : [note]), said].join('\n');
  },
});
