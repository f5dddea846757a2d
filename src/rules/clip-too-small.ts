import { argumentOf, replaceLiteral } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { startingRate } from './support/rates';

const parameters = ['clipnorm', 'clipvalue', 'global_clipnorm'] as const;
/** A weight starts at about 0.1; steps below this take thousands of updates to move it. */
const smallestStep = 1e-4;

export default defineRule({
  id: 'clip-too-small',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'the largest step is certainly as small as it says, whatever the data' },
  symptoms: ['flat', 'constant', 'uniform'],
  messages: {
    tiny: '{parameter}={clip} cuts every gradient to at most {clip}, and with a learning rate of {rate} an update moves the weights by at most {step}. The loss hardly changes however long it trains.',
  },
  docs: {
    summary: 'Gradients are clipped to so small a size that plain SGD hardly moves.',
    why: `Clipping is meant for the rare gradient that explodes. A limit far below the usual size of a gradient cuts every single one, and with SGD the step is the
learning rate times what is left.`,
    bad: classification({
      compile: `model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01, clipnorm=0.001), loss="sparse_categorical_crossentropy")
#                                                                         ^^^^^ clip-too-small`,
    }),
    good: classification({
      compile:
        'model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1, momentum=0.9, clipnorm=1.0), loss="sparse_categorical_crossentropy")',
    }),
    limits:
      'Speaks for SGD with a known learning rate, where the limit is 0.001 or less and learning rate times limit (with momentum, ten times that for 0.9) is below 0.0001. Adam and its relatives divide by the size of the gradient, so clipping to any size changes little there.',
    fixSafety: 'Safe where the number is used for this optimizer only.',
    probe: 'Trains with both limits and compares the metric with chance.',
    references: ['https://keras.io/api/optimizers/', 'https://doi.org/10.48550/arXiv.1211.5063'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const optimizer = valueOf(run.optimizer);
      if (optimizer?.type !== 'SGD' || !trains(run) || isAny(run, 'adversarial', 'reinforcement')) continue;
      const rate = startingRate(optimizer)?.value;
      const momentum = valueOf(optimizer.arguments.momentum) ?? 0;
      if (rate === undefined || typeof momentum !== 'number' || momentum >= 1) continue;
      for (const parameter of parameters) {
        const fact = optimizer.arguments[parameter];
        const clip = valueOf(fact);
        if (!fact || typeof clip !== 'number' || clip <= 0 || clip > 1e-3) continue;
        const step = (rate * clip) / (1 - momentum);
        const at = optimizer.call && argumentOf(optimizer.call, parameter)?.value;
        if (step >= smallestStep || !at || seen.has(at.start)) continue;
        seen.add(at.start);
        report({
          message: 'tiny',
          at,
          data: { parameter, clip, rate: plainNumber(rate), step: plainNumber(step) },
          fixes: [fixOf(`Set ${parameter} to 1.0`, 'safe', replaceLiteral(fact, '1.0'))],
          experiment: { kind: 'train', run: run.id },
        });
      }
    }
  },
});

const plainNumber = (value: number): string => String(Number(value.toPrecision(3)));
