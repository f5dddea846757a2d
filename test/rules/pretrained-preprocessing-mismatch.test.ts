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

const start = `
import numpy as np
from tensorflow import keras
x = np.random.randint(0, 256, (32, 160, 160, 3)).astype('float32')
base = keras.applications.MobileNetV2(include_top=False, input_shape=(160, 160, 3), pooling='avg')
base.trainable = False
`;

const inside = (layer: string, mark = ''): string => `${start}
model = keras.Sequential([
    ${layer},
    base,
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
${mark}`;

const functional = (scaled: string, mark = ''): string => `${start}
inputs = keras.Input((160, 160, 3))
scaled = ${scaled}${mark}
model = keras.Model(inputs, keras.layers.Dense(2, activation='softmax')(base(scaled)))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`;

const mark = '#         ^ pretrained-preprocessing-mismatch\n';
const efficient = "EfficientNetB0(include_top=False, weights='imagenet', input_shape=(224, 224, 3))";

ruleTest(rule, {
  flags: {
    'divided for a model that scales itself': program('x /= 255', efficient, mark),
    'raw pixels for a model that wants -1 to 1': program('', 'MobileNetV2(include_top=False, input_shape=(224, 224, 3))', mark),
    'raw pixels behind augmentation in a model of its own': inside(
      "keras.Sequential([keras.layers.RandomFlip('horizontal'), keras.layers.RandomRotation(0.1)])",
      mark,
    ),
    'raw pixels behind a change of size': inside('keras.layers.Resizing(160, 160)', mark),
    'from 0 to 1': program('x = x / 255', 'VGG16(include_top=False, input_shape=(224, 224, 3))', mark),
    'scaled inside the model, but to 0 to 1': inside(
      `keras.layers.Rescaling(1.0 / 255),
#   ${'^'.repeat('keras.layers.Rescaling(1.0 / 255)'.length)} pretrained-preprocessing-mismatch
    keras.layers.RandomFlip('horizontal')`,
    ),
    'the function of another model inside the model': functional(
      'keras.applications.vgg16.preprocess_input(inputs)',
      '\n#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pretrained-preprocessing-mismatch',
    ),
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
    'scaled by the model itself, as it should be': inside('keras.layers.Rescaling(1 / 127.5, offset=-1)'),
    'its own function inside the model': functional('keras.applications.mobilenet_v2.preprocess_input(inputs)'),
    'arithmetic on tensors': functional('inputs / 127.5 - 1.0'),
    'a layer of the program in front': inside('keras.layers.Lambda(unknown)'),
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
