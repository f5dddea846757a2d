/** Which layers the functions and cells of TensorFlow 1 are. */

/** `tf.layers.dense`. */
export const layerFunctions: Readonly<Record<string, string>> = {
  dense: 'Dense',
  conv1d: 'Conv1D',
  conv2d: 'Conv2D',
  conv3d: 'Conv3D',
  conv2d_transpose: 'Conv2DTranspose',
  separable_conv2d: 'SeparableConv2D',
  max_pooling1d: 'MaxPooling1D',
  max_pooling2d: 'MaxPooling2D',
  average_pooling1d: 'AveragePooling1D',
  average_pooling2d: 'AveragePooling2D',
  batch_normalization: 'BatchNormalization',
  dropout: 'Dropout',
  flatten: 'Flatten',
};

/** `tf.contrib.layers.fully_connected`. */
export const contribFunctions: Readonly<Record<string, string>> = {
  fully_connected: 'Dense',
  conv2d: 'Conv2D',
  convolution2d: 'Conv2D',
  max_pool2d: 'MaxPooling2D',
  avg_pool2d: 'AveragePooling2D',
  flatten: 'Flatten',
  dropout: 'Dropout',
  batch_norm: 'BatchNormalization',
};

const cells = 'tf.compat.v1.nn.rnn_cell.';

/** `tf.nn.rnn_cell.BasicLSTMCell`. */
export const layerOfCell: Readonly<Record<string, string>> = {
  [`${cells}BasicRNNCell`]: 'SimpleRNN',
  [`${cells}BasicLSTMCell`]: 'LSTM',
  [`${cells}LSTMCell`]: 'LSTM',
  [`${cells}GRUCell`]: 'GRU',
};
