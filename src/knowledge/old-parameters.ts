/**
 * What parameters were called before: in Keras 1 (`output_dim`, `nb_epoch`), in Keras 2 (`lr`) and in TensorFlow 1 (`dim`).
 * Some old words stand for different ones in different functions, so each has candidates; the one that the function takes is meant.
 */
import { table } from '../facts/table';
export const oldParameters: Readonly<Record<string, readonly string[]>> = table({
  // Keras 1 layers
  output_dim: ['units'],
  init: ['kernel_initializer', 'embeddings_initializer'],
  inner_init: ['recurrent_initializer'],
  forget_bias_init: ['unit_forget_bias'],
  inner_activation: ['recurrent_activation'],
  bias: ['use_bias'],
  W_regularizer: ['kernel_regularizer', 'embeddings_regularizer'],
  U_regularizer: ['recurrent_regularizer'],
  b_regularizer: ['bias_regularizer'],
  W_constraint: ['kernel_constraint', 'embeddings_constraint'],
  U_constraint: ['recurrent_constraint'],
  b_constraint: ['bias_constraint'],
  dropout_W: ['dropout'],
  dropout_U: ['recurrent_dropout'],
  nb_filter: ['filters'],
  filter_length: ['kernel_size'],
  subsample: ['strides'],
  subsample_length: ['strides'],
  stride: ['strides'],
  pool_length: ['pool_size'],
  border_mode: ['padding'],
  dim_ordering: ['data_format'],
  atrous_rate: ['dilation_rate'],
  length: ['size'],
  p: ['rate'],
  sigma: ['stddev'],
  gamma_init: ['gamma_initializer'],
  beta_init: ['beta_initializer'],
  batch_input_shape: ['batch_shape'],
  bn_axis: ['axis'],
  theta: ['threshold'],
  // Keras 2 layers
  alpha: ['negative_slope'],
  // Model methods
  input: ['inputs'],
  output: ['outputs'],
  nb_epoch: ['epochs'],
  nb_epochs: ['epochs'],
  samples_per_epoch: ['steps_per_epoch'],
  nb_val_samples: ['validation_steps'],
  val_samples: ['validation_steps'],
  generator: ['x'],
  max_q_size: ['max_queue_size'],
  nb_worker: ['workers'],
  pickle_safe: ['use_multiprocessing'],
  // Optimizers
  lr: ['learning_rate'],
  // Utilities
  nb_classes: ['num_classes'],
  nb_words: ['num_words'],
  // TensorFlow 1
  dim: ['axis'],
  dimension: ['axis'],
  filter: ['filters'],
  value: ['input', 'input_tensor'],
  reduction_indices: ['axis'],
  keep_dims: ['keepdims'],
  squeeze_dims: ['axis'],
  concat_dim: ['axis'],
});
