import { replaceText } from '../edits/edits';
import type { BiasSlip } from '../facts/session';
import { defineRule, type RuleContext } from './define';
import { fixOf } from './support/fixes';
import { classifierProgram } from './support/session-examples';

const example = (weight: string, carets: string): string =>
  classifierProgram(`W3 = tf.Variable(tf.random_normal([16, 16], stddev=0.3))
W4 = tf.Variable(tf.random_normal([16, 16], stddev=0.3))
${carets}second = tf.nn.relu(tf.matmul(hidden, W3))
third = tf.nn.relu(tf.matmul(second, ${weight}))
logits = tf.matmul(third, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`);

export default defineRule({
  id: 'tf1-bias-or-matmul-slip',
  group: 'graph',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'By construction the bias or the second weight takes no part; how much that costs depends on the data.',
  },
  messages: {
    tuple:
      'The product and the bias are a pair here, because there is a comma and no plus between them. TensorFlow packs a pair into one tensor, or raises; the bias is not added.',
    argument:
      'The bias is the second argument of the activation, which takes a name there. It is not added, and TensorFlow raises.',
    copied:
      'Nothing in the graph uses this variable, and one of the same shape is used more than once. The layer that was meant to use it probably takes the other one, so both layers share a weight.',
    unread: 'Nothing in the graph uses this variable. It gets no gradient and keeps its first value.',
  },
  docs: {
    summary: 'A bias is passed beside the product and not added, or a weight of the graph is never used.',
    why: `Layers written by hand repeat the same line with other names. A comma in the place of a plus makes a pair of product and bias; a weight copied
from the line before leaves the right one without use. TensorFlow says nothing about variables that take no part.`,
    bad: example('W3', '#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bias-or-matmul-slip\n'),
    good: example('W4', ''),
    limits:
      'Unused variables are reported where the whole graph of the loss is understood, where the variable is trainable and no scalar, and where it is not fetched or handed on.',
    fixSafety: 'Unsafe: adds the bias to the product. There is no fix for a weight that is not used.',
    probe: 'Not trained: which variable belongs where is for the author to say.',
    references: ['https://doi.org/10.1145/3293882.3330557'],
  },
  check(context, report) {
    const { graphs } = context.program;
    for (const slip of graphs.slips)
      report({
        message: slip.kind,
        at: slip.place,
        severity: 'error',
        related: [{ place: slip.product, message: 'the product' }],
        fixes: [addIt(context, slip)],
        experiment: { kind: 'none', reason: 'TensorFlow raises, or computes something else' },
      });
    for (const { call, twin } of graphs.unread)
      report({
        message: twin ? 'copied' : 'unread',
        at: call.place,
        severity: twin ? 'warning' : 'information',
        related: twin ? [{ place: twin.place, message: 'this one is used more than once' }] : [],
        experiment: { kind: 'none', reason: 'which variable belongs where is not known' },
      });
  },
});

/** `product, bias` becomes `product + bias`; behind an activation the bias moves into the first argument likewise. */
function addIt(context: RuleContext, { place, product }: BiasSlip) {
  if (product.source !== place.source || product.start < place.start || product.end > place.end) return undefined;
  const written = context.program.written.at(place);
  const parts = written?.kind === 'sequence' ? written.items : written?.kind === 'call' ? written.arguments : [];
  const bias = parts[parts.findIndex(({ start, end }) => start === product.start && end === product.end) + 1];
  if (!bias || bias === parts[0]) return undefined;
  const between = { ...place, start: product.end, end: bias.start };
  return fixOf('Add the bias', 'unsafe', replaceText(between, ' + '));
}
