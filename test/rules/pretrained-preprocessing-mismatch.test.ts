import rule from '../../src/rules/pretrained-preprocessing-mismatch';
import { ruleTest } from './support/rule-test';

const program = (data: string, backbone: string, mark = ''): string => `
import numpy as np
from tensorflow import keras
x = np.random.randint(0, 256, (32, 224, 224, 3)).astype('float32')
${data}
base = keras.applications.${backbone}
base.trainable = False
model = keras.Sequential([base, keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
${mark}`;

const mark = '#         ^ pretrained-preprocessing-mismatch\n';
const efficient = "EfficientNetB0(include_top=False, weights='imagenet', input_shape=(224, 224, 3))";

ruleTest(rule, {
  flags: {
    'divided for a model that scales itself': program('x /= 255', efficient, mark),
    'raw pixels for a model that wants -1 to 1': program('', 'MobileNetV2(include_top=False, input_shape=(224, 224, 3))', mark),
    'the function of another model': program('x = keras.applications.vgg16.preprocess_input(x)', efficient, mark),
  },
  ignores: {
    'without pretrained weights': program('x /= 255', 'EfficientNetB0(include_top=False, weights=None)'),
    'raw pixels for a model that scales itself': program('', efficient),
    'its own function': program(
      'x = keras.applications.mobilenet_v2.preprocess_input(x)',
      'MobileNetV2(include_top=False, input_shape=(224, 224, 3))',
    ),
    'written by hand': program('x = x / 127.5 - 1', 'MobileNetV2(include_top=False, input_shape=(224, 224, 3))'),
    'from 0 to 1': program('x = x / 255', 'VGG16(include_top=False, input_shape=(224, 224, 3))'),
    'told not to scale': program(
      'x = x / 127.5 - 1',
      'MobileNetV3Small(include_top=False, include_preprocessing=False, input_shape=(224, 224, 3))',
    ),
  },
  fixes: {
    'leaves out the division': {
      before: program('x = x / 255.0', efficient),
      after: program('x = x', efficient),
    },
  },
});
