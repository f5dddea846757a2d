import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workbench } from './helpers/driver';
import { closeEverything, describeRange, findingsIn, openExample, rangeOf, ruleOf, waitForRule } from './helpers/editor';

describe('Findings in the examples', () => {
  afterEach(closeEverything);

  const faults = [
    {
      file: 'improper_loss.py',
      rule: 'mse-for-classification',
      at: '"mse"',
      second: 'classifier = ',
      severity: vscode.DiagnosticSeverity.Warning,
    },
    {
      file: 'data_scaling.py',
      rule: 'unscaled-tabular-input',
      at: 'features',
      after: 'model.fit(',
      second: 'standardized = ',
      severity: vscode.DiagnosticSeverity.Warning,
    },
    {
      file: 'insufficient_capacity.py',
      rule: 'no-hidden-layer',
      at: 'tf.keras.layers.Dense(1, input_shape=(100,))',
      second: 'deep_model = ',
      severity: vscode.DiagnosticSeverity.Information,
    },
  ];

  for (const { file, rule, at, after, second, severity } of faults)
    it(`${file}: ${rule} exactly under ${at}, on the first model only`, async () => {
      const { document } = await openExample(file);
      const finding = await waitForRule(document.uri, rule);
      assert.equal(describeRange(finding.range), describeRange(rangeOf(document, at, after)));
      assert.equal(finding.severity, severity);
      const first = document.positionAt(document.getText().indexOf(second));
      const later = findingsIn(document.uri).filter(({ range }) => range.start.isAfter(first));
      assert.deepEqual(later.map(ruleOf), []);
    });

  it('says once for each label array that the labels do not depend on the features', async () => {
    for (const file of faults.map((fault) => fault.file)) {
      const { document } = await openExample(file);
      const finding = await waitForRule(document.uri, 'labels-independent-of-features');
      assert.equal(finding.severity, vscode.DiagnosticSeverity.Information);
      assert.equal(findingsIn(document.uri).filter((one) => ruleOf(one) === 'labels-independent-of-features').length, 1);
    }
  });

  it('links the rule to its page and points at the other end', async () => {
    const { document } = await openExample('improper_loss.py');
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    assert.ok(typeof finding.code === 'object' && finding.code.value === 'mse-for-classification');
    assert.match(finding.code.target.toString(), /mse-for-classification/);
    const related = finding.relatedInformation?.[0];
    assert.ok(related);
    assert.equal(describeRange(related.location.range), describeRange(rangeOf(document, '"sigmoid"')));
  });

  it('draws the squiggle where the finding is', async () => {
    const { document } = await openExample('improper_loss.py');
    await waitForRule(document.uri, 'mse-for-classification');
    // The editor draws after the diagnostic is there: wait for a squiggle of some width.
    const width = await workbench.waitFor(
      `[...document.querySelectorAll('.squiggly-warning, .squiggly-info')].map((each) => each.getBoundingClientRect().width).find((width) => width > 10)`,
    );
    assert.ok(typeof width === 'number' && width > 10);
  });
});
