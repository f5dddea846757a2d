import { argumentOf, replaceLiteral } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { fitOf } from './guards';

export default defineRule({
  id: 'no-epochs-run',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'certain' },
  messages: {
    none: 'fit is asked for {epochs} epochs, so nothing is trained and the weights stay random.',
    resumed:
      'initial_epoch={initial} is not below epochs={epochs}: epochs is the number of the last epoch, not of further ones, so nothing is trained.',
  },
  docs: {
    summary: 'fit runs for no epoch at all.',
    why: `epochs names the last epoch to run, not how many more. With initial_epoch at or above it the loop is over before it begins: fit returns at once, and the
weights are what they were.`,
    bad: classification({
      fit: `model.fit(x, y, epochs=10, initial_epoch=10)
#                      ^^ no-epochs-run`,
    }),
    good: classification({ fit: 'model.fit(x, y, epochs=20, initial_epoch=10)' }),
    limits: 'Speaks only where the numbers are known.',
    fixSafety: 'Safe where the number is used for this call only.',
    probe: 'Not trained: nothing runs.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check({ program }, report) {
    for (const run of program.runs) {
      const loop = fitOf(run);
      if (loop?.method !== 'fit') continue;
      const epochs = valueOf(loop.epochs);
      const initial = valueOf(loop.arguments.initial_epoch);
      const start = typeof initial === 'number' ? initial : 0;
      if (epochs === undefined || epochs > start) continue;
      const shared = {
        at: argumentOf(loop.call, 'epochs')?.value ?? loop.call.place,
        fixes: [fixOf(`Set epochs to ${start + 10}`, 'safe', replaceLiteral(loop.epochs, String(start + 10)))],
        experiment: { kind: 'none', reason: 'nothing runs' },
      } as const;
      if (start > 0) report({ message: 'resumed', data: { initial: start, epochs }, ...shared });
      else report({ message: 'none', data: { epochs }, ...shared });
    }
  },
});
