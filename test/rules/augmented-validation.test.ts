import rule from '../../src/rules/augmented-validation';
import { ruleTest } from './support/rule-test';

const start = `
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(2, 'softmax')])
model.compile('adam', 'categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'the two halves of one generator': `${start}
images = ImageDataGenerator(rescale=1/255, rotation_range=30, validation_split=0.2)
train = images.flow_from_directory('data', target_size=(64, 64), subset='training')
valid = images.flow_from_directory('data', target_size=(64, 64), subset='validation')
model.fit(train, validation_data=valid)
#                                ^^^^^ augmented-validation
`,
  },
  ignores: {
    'a generator of its own': `${start}
train = ImageDataGenerator(rescale=1/255, rotation_range=30).flow_from_directory('a', target_size=(64, 64))
valid = ImageDataGenerator(rescale=1/255).flow_from_directory('b', target_size=(64, 64))
model.fit(train, validation_data=valid)
`,
    'one generator that only rescales': `${start}
images = ImageDataGenerator(rescale=1/255)
train = images.flow_from_directory('a', target_size=(64, 64))
valid = images.flow_from_directory('b', target_size=(64, 64))
model.fit(train, validation_data=valid)
`,
    'augmentation at test time': `${start}
images = ImageDataGenerator(rescale=1/255, horizontal_flip=True)
model.fit(images.flow_from_directory('a', target_size=(64, 64)))
model.predict(images.flow_from_directory('b', target_size=(64, 64)))
`,
  },
});
