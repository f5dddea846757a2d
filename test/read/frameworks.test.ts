import { describe, expect, test } from 'vitest';
import { otherFrameworks, outsideReach } from '../../src/read/frameworks';

describe('other frameworks', () => {
  test.each([
    ['import torch\n', ['PyTorch']],
    ['import os, torch.nn as nn\n', ['PyTorch']],
    ['from torch.utils.data import DataLoader\n', ['PyTorch']],
    ['def f():\n    import pytorch_lightning as pl\n', ['PyTorch']],
    ['import flax.linen as nn\nimport jax.numpy as jnp\n', ['JAX']],
    ['from sklearn.linear_model import SGDClassifier\nimport torch\n', ['PyTorch', 'scikit-learn']],
    ['import torchmetrics_of_mine\nfrom jaxtyping_like import x\n', []],
    ['# import torch\nprint("import torch")\n', []],
    ['important = torch = 1\nfromage = 2\n', []],
    ['from .torch import layers\n', []],
  ])('%j', (text, names) => expect(otherFrameworks(text)).toEqual(names));
});

test('a program of another framework is never answered with silence', () => {
  expect(outsideReach('import torch\n', false)).toBe(
    'This uses PyTorch; Loss Probe reads TensorFlow and Keras so far, so nothing was checked.',
  );
  expect(outsideReach('import torch, jax\nimport sklearn\n', false)).toContain('PyTorch, JAX and scikit-learn;');
});

test('Keras beside another framework, or plain Python, says nothing', () => {
  expect(outsideReach('import sklearn\nimport keras\n', true)).toBeUndefined();
  expect(outsideReach('import os\n', false)).toBeUndefined();
});
