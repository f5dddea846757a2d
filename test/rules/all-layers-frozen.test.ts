import rule from '../../src/rules/all-layers-frozen';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'every layer in a loop': `
import numpy as np
from tensorflow import keras
def train(x, y):
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(16, activation='relu')(inputs)
    model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
    for layer in model.layers:
        layer.trainable = False
    model.compile('adam', 'sparse_categorical_crossentropy')
    model.fit(x, y)
#   ^^^^^^^^^^^^^^^ all-layers-frozen

train(x, y)
`,
  },
  ignores: {
    'a new head on a frozen backbone': `
import numpy as np
from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'all layers but the last': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'layers that are frozen and thawed again': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers:
    layer.trainable = False
for layer in model.layers:
    layer.trainable = True
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a model that is only evaluated': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers:
    layer.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.evaluate(x, y)
`,
    'a switch that is not known': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
model.trainable = args.train
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
});
