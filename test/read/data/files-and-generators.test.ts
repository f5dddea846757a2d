/**
 * Data of files and generators, which only exist at run time: what the loaders and the program's own code say of it.
 * shape | dtype | range | label kind | order | what was done to the values.
 */
import { expect, test } from 'vitest';
import { factsOfRun } from './facts';

const cases = {
  'folder of images through a generator': {
    code: `g = ImageDataGenerator(rescale=1./255, rotation_range=20).flow_from_directory('train', target_size=(150, 150), batch_size=20, class_mode='binary')
model.fit_generator(g, steps_per_epoch=100)`,
    x: '(?, 150, 150, 3) | float32 | 0..1 | ? | shuffled | scale augment',
    y: '(?,) | float32 | 0..1 | binary float | shuffled | untouched',
  },
  'folder of images with its classes': {
    code: `g = ImageDataGenerator().flow_from_directory('train', target_size=(64, 64), classes=['a', 'b', 'c'], color_mode='grayscale', shuffle=False)
model.fit(g)`,
    x: '(?, 64, 64, 1) | float32 | 0..255 | ? | class-ordered | untouched',
    y: '(?, 3) | float32 | 0..1 | one-hot 3 | class-ordered | untouched',
  },
  'table of images': {
    code: `g = ImageDataGenerator(rescale=1/255.).flow_from_dataframe(df, x_col='file', y_col='age', class_mode='raw', target_size=(32, 32))
model.fit(g)`,
    x: '(?, 32, 32, 3) | float32 | 0..1 | ? | shuffled | scale',
    y: '? | ? | ? | ? | shuffled | ?',
  },
  'image dataset, rescaled in a map': {
    code: `ds = keras.utils.image_dataset_from_directory('train', image_size=(180, 180), batch_size=16, label_mode='binary')
rescale = keras.layers.Rescaling(1./255)
ds = ds.map(lambda a, b: (rescale(a), b)).cache().prefetch(tf.data.AUTOTUNE)
model.fit(ds)`,
    x: '(?, 180, 180, 3) | float32 | 0..1 | ? | shuffled | scale',
    y: '(?, 1) | float32 | 0..1 | binary float | shuffled | untouched',
  },
  'table with names': {
    code: `df = pd.read_csv('iris.csv', names=['a', 'b', 'c', 'd', 'y'])
x = df.iloc[:, 0:4].values
y = df['y'].map({'setosa': 0, 'versicolor': 1, 'virginica': 2}).values
model.fit(x, y)`,
    x: '(?, 4) | ? | ? | ? | as-loaded | untouched',
    y: '(?,) | int64 | 0..2 | ids 0..2 | as-loaded | encode',
  },
  'table, label encoded and split, scaler fitted once': {
    code: `from sklearn.preprocessing import LabelEncoder
df = pd.read_csv('data.csv')
y = LabelEncoder().fit_transform(df['label'])
x = df.drop(columns=['label'])
x, x2, y, y2 = train_test_split(x, y, test_size=0.2)
s = StandardScaler().fit(x)
x = s.transform(x)
model.fit(x, y)`,
    x: '(?, ?) | float64 | -4..4 | ? | shuffled | split standardize',
    y: '(?,) | int64 | ? | ? | shuffled | encode split',
  },
  folds: {
    code: `from sklearn.model_selection import KFold
u, v = load_iris(return_X_y=True)
for a, b in KFold(n_splits=5, shuffle=True).split(u):
    model.fit(u[a], v[a])`,
    x: '(120, 4) | float64 | 0.1..7.9 | ? | class-ordered | untouched',
    y: '(120,) | int64 | 0..2 | ids 0..2 | class-ordered | untouched',
  },
  texts: {
    code: `from keras.preprocessing.text import Tokenizer
t = Tokenizer(num_words=2000)
t.fit_on_texts(texts)
x = keras.utils.pad_sequences(t.texts_to_sequences(texts), maxlen=50)
y = np.array([0, 1, 1, 0])
model.fit(x, y)`,
    x: '(?, 50) | int32 | 0..1999 | ? | ? | ?',
    y: '(4,) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'sequence of the program': {
    code: `class Batches(keras.utils.Sequence):
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __len__(self):
        return 10
    def __getitem__(self, i):
        return self.x[i * 32:(i + 1) * 32] / 255., self.y[i * 32:(i + 1) * 32]
(u, v), _ = mnist.load_data()
model.fit(Batches(u, keras.utils.to_categorical(v, 10)))`,
    x: '(?, 28, 28) | float64 | 0..1 | ? | ? | scale',
    y: '(?, 10) | float64 | 0..1 | one-hot 10 | ? | one-hot',
  },
  'generator of the program': {
    code: `def batches():
    while True:
        yield np.random.rand(16, 4), np.random.randint(0, 2, 16)
model.fit(batches(), steps_per_epoch=5)`,
    x: '(?, 4) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(?,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  'tensorflow datasets': {
    code: `import tensorflow_datasets as tfds
train, info = tfds.load('mnist', split='train', as_supervised=True, with_info=True)
train = train.map(lambda a, b: (tf.cast(a, tf.float32) / 255., b)).shuffle(1000).batch(128)
model.fit(train, epochs=2)`,
    x: '(60000, 28, 28, 1) | float32 | 0..1 | ? | shuffled | scale',
    y: '(60000,) | int64 | 0..9 | ids 0..9 | shuffled | untouched',
  },
  'tutorial loader': {
    code: `from tensorflow.examples.tutorials.mnist import input_data
d = input_data.read_data_sets('MNIST_data', one_hot=True)
a, b = d.train.next_batch(100)
model.fit(a, b)`,
    x: '(100, 784) | float32 | 0..1 | ? | shuffled | scale',
    y: '(100, 10) | float64 | 0..1 | one-hot 10 | shuffled | untouched',
  },
  'images read in a loop': {
    code: `import cv2, os
xs, ys = [], []
for f in os.listdir('train'):
    xs.append(cv2.resize(cv2.imread('train/' + f), (64, 64)) / 255.0)
    ys.append(0 if 'cat' in f else 1)
x, y = np.array(xs), np.array(ys)
model.fit(x, y)`,
    x: '(?, 64, 64, 3) | float64 | 0..1 | ? | ? | scale',
    y: '(?,) | int64 | 0..1 | binary integer | ? | ?',
  },
  'images loaded by Keras': {
    code: `from keras.preprocessing import image
from keras.applications.vgg16 import preprocess_input
xs = []
for f in files:
    img = image.load_img(f, target_size=(224, 224))
    xs.append(preprocess_input(image.img_to_array(img)))
x = np.array(xs)
y = np.zeros(len(xs))
model.fit(x, y)`,
    x: '(?, 224, 224, 3) | float32 | -123.68..151.061 | ? | ? | preprocess',
    y: '(?,) | float64 | 0..0 | ? | as-loaded | untouched',
  },
  'files decoded in a map': {
    code: `def load(path, label):
    img = tf.image.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.resize(img, [128, 128]) / 255.0, label
ds = tf.data.Dataset.from_tensor_slices((paths, [0, 1, 1, 0])).map(load).batch(4)
model.fit(ds)`,
    x: '(4, 128, 128, 3) | float32 | 0..1 | ? | as-loaded | other other scale',
    y: '(4,) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'flow fitted twice': {
    code: `s = MinMaxScaler()
x = s.fit_transform(np.loadtxt('a.txt', usecols=(0, 1, 2)))
y = np.load('y.npy')
model.fit(x, y)`,
    x: '(?, 3) | float64 | 0..1 | ? | as-loaded | minmax',
    y: '? | ? | ? | ? | as-loaded | ?',
  },
  'a column put in order and filled': {
    code: `df = pd.read_csv('d.csv')
df['s'] = df['s'].fillna(0) / 10
x = df[['s', 't']].values
y = df['u'].values.astype('float32')
model.fit(x, y)`,
    x: '(?, 2) | ? | ? | ? | as-loaded | ?',
    y: '(?,) | float32 | ? | ? | as-loaded | untouched',
  },
  'rows dropped with a mask': {
    code: `df = pd.read_csv('d.csv', header=None)
df = df[df[0] > 0].sample(frac=1).reset_index(drop=True)
model.fit(df.iloc[:, :-1].values, df.iloc[:, -1].values)`,
    x: '(?, ?) | ? | ? | ? | shuffled | shuffle',
    y: '(?,) | ? | ? | ? | shuffled | shuffle',
  },
  'shuffled lists': {
    code: `import random
pairs = [1, 2, 3, 4]
random.shuffle(pairs)
model.fit(np.array(pairs), np.array(pairs))`,
    x: '(4,) | int64 | 1..4 | ? | ? | ?',
    y: '(4,) | int64 | 1..4 | ? | ? | ?',
  },
  'dictionary of inputs': {
    code: `model.fit({'a': np.random.rand(10, 3)}, {'out': np.random.randint(0, 2, 10)})`,
    x: '(10, 3) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(10,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  pickle: {
    code: `import pickle
x, y = pickle.load(open('d.pkl', 'rb'))
model.fit(x / 255.0, y)`,
    x: '? | ? | ? | ? | as-loaded | ?',
    y: '? | ? | ? | ? | as-loaded | ?',
  },
  h5: {
    code: `import h5py
f = h5py.File('d.h5', 'r')
model.fit(f['x'][:] / 255., np.array(f['y']))`,
    x: '? | ? | ? | ? | as-loaded | ?',
    y: '? | ? | ? | ? | as-loaded | ?',
  },
  pipeline: {
    code: `from sklearn.pipeline import make_pipeline
u, y = load_wine(return_X_y=True)
x = make_pipeline(StandardScaler()).fit_transform(u)
model.fit(x, y)`,
    x: '(178, 13) | float64 | -4..4 | ? | class-ordered | standardize',
    y: '(178,) | int64 | 0..2 | ids 0..2 | class-ordered | untouched',
  },
};

test.each(Object.entries(cases))('%s', async (_name, { code, ...expected }) => {
  expect(await factsOfRun(code)).toEqual(expected);
});
