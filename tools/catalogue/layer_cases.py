"""How each Keras layer is built to be looked at: arguments and input shapes, the batch left out.

A layer is one line: its name, and one case or several. A case is (arguments, shape of the input), or (arguments, [shapes]) for layers that
take several tensors. Arguments must be plain, so that what is recorded can be asked of the formulae. Layers without a line are built
with the arguments that they demand, by the names in DEMANDED, on the shapes of ANY.
"""

DEMANDED = dict(
    units=3, filters=3, kernel_size=2, rate=0.5, output_dim=3, input_dim=50, factor=0.2, scale=0.5, n=2,
    height=4, width=5, stddev=0.1, num_bins=3, num_tokens=50, height_factor=0.2, width_factor=0.2, value_range=(0, 255),
    activation="relu", output_size=2, pool_size=2, size=(5, 4), target_size=(5, 4), rank=1, max_number=3,
)
# Axes of different length, so that a layer that moves or merges them shows it.
ANY = [(8, 7, 3), (6, 5), (4,), (8, 7, 4), (6, 7, 5, 4), (6, 7, 5, 8, 4)]

# Their arguments, or the layer inside, say how many dimensions they take; crossed features are single;
# Keras 2's random layers look at nothing.
RANK_BY_ARGUMENT = {"EinsumDense", "Permute", "HashedCrossing", "TimeDistributed", "Bidirectional", "SpectralNormalization",
                    "RandomWidth", "RandomHeight"}

SERIES, PICTURE, SPACE = (9, 4), (9, 8, 4), (9, 8, 7, 4)
DENSE_INSIDE = {"class": "Dense", "config": {"units": 3}}
LSTM_INSIDE = {"class": "LSTM", "config": {"units": 3}}


def windows(shape, more=()):
    """The ways in which a window may slide."""
    ways = [{}, {"padding": "same"}, {"strides": 2}, {"strides": 3, "padding": "same"}, *more]
    return [(way, shape) for way in ways]


def convolutions(shape):
    return windows(shape, [{"kernel_size": 3, "dilation_rate": 2}, {"use_bias": False}, {"data_format": "channels_last", "activation": "relu"}])


def borders(name, axes, shape):
    sides = [2, ((1, 2), (0, 1), (2, 0))[:axes], (2, 1, 0)[:axes]] if axes > 1 else [2, (1, 2)]
    return [({name: side}, shape) for side in sides] + [({}, shape)]


RECURRENT = [({}, (6, 5)), ({"return_sequences": True}, (6, 5)), ({"use_bias": False}, (6, 5)), ({"activation": "relu"}, (6, 5))]
NORMAL = [({}, (6, 5)), ({"scale": False}, (8, 7, 4)), ({"center": False}, (4,)), ({"axis": 1}, (6, 5))]
MERGE = [({}, [(6, 5), (6, 5)]), ({}, [(6, 1), (6, 5)]), ({}, [(6, 5), (6, 5), (1, 5)])]
IDS = ["int", "multi_hot", "one_hot", "count"]

CASES = {
    "Dense": [({}, (4,)), ({"use_bias": False}, (6, 5)), ({"activation": "tanh"}, (8, 7, 4)), ({"activation": "softmax"}, (4,))],
    "EinsumDense": [
        ({"equation": "ab,bc->ac", "output_shape": 3}, (4,)),
        ({"equation": "abc,cd->abd", "output_shape": (None, 3), "bias_axes": "d"}, (6, 5)),
        ({"equation": "...x,xy->...y", "output_shape": 3, "bias_axes": "y"}, (6, 5)),
    ],
    **{f"Conv{n}D": convolutions(shape) for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"Conv{n}DTranspose": windows(shape, [{"use_bias": False}]) for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"{kind}Conv{n}D": convolutions(shape) + [({"depth_multiplier": 2}, shape)] for kind in ("Separable", "Depthwise") for n, shape in ((1, SERIES), (2, PICTURE))},
    "LocallyConnected1D": [({}, SERIES), ({"strides": 2}, SERIES), ({"use_bias": False}, SERIES)],
    "LocallyConnected2D": [({}, PICTURE), ({"strides": 2}, PICTURE), ({"use_bias": False}, PICTURE)],
    "LSTM": RECURRENT,
    "GRU": RECURRENT + [({"reset_after": False}, (6, 5))],
    "SimpleRNN": RECURRENT,
    "CuDNNLSTM": [({}, (6, 5)), ({"return_sequences": True}, (6, 5))],
    "CuDNNGRU": [({}, (6, 5)), ({"return_sequences": True}, (6, 5))],
    **{f"ConvLSTM{n}D": [({}, (3, *shape)), ({"return_sequences": True, "padding": "same"}, (3, *shape)), ({"use_bias": False}, (3, *shape))] for n, shape in ((1, SERIES), (2, PICTURE), (3, (5, 4, 6, 2)))},
    "LSTMCell": [({}, (5,))],
    "GRUCell": [({}, (5,)), ({"reset_after": False}, (5,))],
    "SimpleRNNCell": [({}, (5,)), ({"use_bias": False}, (5,))],
    "MultiHeadAttention": [
        ({"num_heads": 2, "key_dim": 3}, [(6, 5), (4, 5)]),
        ({"num_heads": 2, "key_dim": 3, "value_dim": 4, "use_bias": False}, [(6, 5), (4, 7)]),
        ({"num_heads": 2, "key_dim": 3, "output_shape": 8}, [(6, 5), (4, 5)]),
    ],
    "GroupQueryAttention": [
        ({"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, [(6, 5), (4, 5)]),
        ({"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_bias": False}, [(6, 5), (4, 5)]),
    ],
    "Attention": [({}, [(6, 5), (4, 5)]), ({"use_scale": True}, [(6, 5), (4, 5)]), ({"score_mode": "concat"}, [(6, 5), (4, 5)]), ({}, [(6, 5), (4, 7), (4, 5)])],
    "AdditiveAttention": [({}, [(6, 5), (4, 5)]), ({"use_scale": False}, [(6, 5), (4, 5)]), ({}, [(6, 5), (4, 7), (4, 5)])],
    "Embedding": [({}, ()), ({}, (6,)), ({}, (6, 5))],
    "ReversibleEmbedding": [({}, (6,)), ({"tie_weights": False}, (6,))],
    "Activation": [({"activation": name}, (6, 5)) for name in ("relu", "tanh", "softmax", "sigmoid", "softplus", "elu", "selu", "gelu", "silu", "softsign", "exponential", "hard_sigmoid", "mish", "linear")],
    "ReLU": [({}, (6, 5)), ({"max_value": 4.0}, (6, 5)), ({"negative_slope": 0.1}, (6, 5)), ({"threshold": 3.0}, (6, 5))],
    "LeakyReLU": [({}, (6, 5))],
    "ELU": [({}, (6, 5)), ({"alpha": 0.5}, (6, 5))],
    "ThresholdedReLU": [({}, (6, 5)), ({"theta": 2.0}, (6, 5))],
    "PReLU": [({}, (6, 5)), ({"shared_axes": [1]}, (6, 5)), ({}, (8, 7, 4))],
    "BatchNormalization": NORMAL,
    "LayerNormalization": NORMAL,
    "GroupNormalization": [({"groups": 2}, (6, 4)), ({"groups": 2, "scale": False}, (8, 7, 4))],
    "RMSNormalization": [({}, (6, 5)), ({}, (8, 7, 4))],
    "Rescaling": [({"scale": 0.5}, (6, 5)), ({"scale": 0.1, "offset": -1.0}, (8, 7, 4))],
    "Normalization": [({}, (6, 5)), ({"axis": None}, (6, 5)), ({"axis": None, "mean": 3.0, "variance": 2.0}, (4,))],
    "RandomCrop": [({"height": 4, "width": 5}, PICTURE)],
    "CenterCrop": [({"height": 4, "width": 5}, PICTURE)],
    "Resizing": [({"height": 4, "width": 5}, PICTURE), ({"height": 12, "width": 15}, PICTURE)],
    "RandomPosterization": [({"factor": 4, "value_range": (0, 255)}, (8, 7, 3))],
    **{f"Random{side}": [({"factor": 0.2}, (8, 7, 3))] for side in ("Width", "Height")},
    "RandomShear": [({"x_factor": 0.5, "y_factor": 0.5}, (8, 7, 3))],
    "RandomColorJitter": [({"brightness_factor": 0.5, "contrast_factor": 0.5}, (8, 7, 3))],
    **{f"{kind}Pooling{n}D": windows(shape, [{"pool_size": 3}]) for kind in ("Max", "Average") for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"Global{kind}Pooling{n}D": [({}, shape), ({"keepdims": True}, shape)] for kind in ("Max", "Average") for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"Adaptive{kind}Pooling{n}D": [({"output_size": 3}, shape)] for kind in ("Max", "Average") for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"Cropping{n}D": borders("cropping", n, shape) for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"ZeroPadding{n}D": borders("padding", n, shape) for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    **{f"UpSampling{n}D": [({}, shape), ({"size": 3}, shape)] for n, shape in ((1, SERIES), (2, PICTURE), (3, SPACE))},
    "Flatten": [({}, (4,)), ({}, (6, 5)), ({}, SPACE)],
    "Reshape": [({"target_shape": (-1,)}, (6, 5)), ({"target_shape": (5, -1)}, (6, 5)), ({"target_shape": (3, 10)}, (6, 5))],
    "Permute": [({"dims": (2, 1)}, (6, 5)), ({"dims": (3, 1, 2)}, PICTURE)],
    "RepeatVector": [({"n": 3}, (4,))],
    "Masking": [({}, (6, 5)), ({"mask_value": 4.0}, (6, 5))],
    **{name: MERGE for name in ("Add", "Multiply", "Average", "Maximum", "Minimum")},
    "Subtract": MERGE[:2],
    "Concatenate": [({}, [(6, 5), (6, 2)]), ({"axis": 1}, [(6, 5), (3, 5), (1, 5)])],
    "Dot": [({"axes": 1}, [(4,), (4,)]), ({"axes": (2, 2)}, [(6, 5), (3, 5)]), ({"axes": 1, "normalize": True}, [(6, 5), (6, 3)])],
    "CategoryEncoding": [({"num_tokens": 50, "output_mode": mode}, (6,)) for mode in ("multi_hot", "count")] + [({"num_tokens": 50, "output_mode": "one_hot"}, (1,))],
    "Hashing": [({"num_bins": 5, "output_mode": mode}, (6,) if mode != "one_hot" else (1,)) for mode in IDS],
    "HashedCrossing": [({"num_bins": 5}, [(1,), (1,)]), ({"num_bins": 5, "output_mode": "one_hot"}, [(1,), (1,)])],
    "Discretization": [({"bin_boundaries": [0.0, 2.0]}, (6, 5)), ({"bin_boundaries": [0.0, 2.0], "output_mode": "multi_hot"}, (5,)), ({"bin_boundaries": [0.0, 2.0], "output_mode": "one_hot"}, (1,))],
    "IntegerLookup": [({"vocabulary": [1, 2, 3, 4]}, (6,))],
    "StringLookup": [({"vocabulary": ["a", "b", "c"]}, (6,))],
    "TimeDistributed": [({"layer": DENSE_INSIDE}, (6, 5)), ({"layer": DENSE_INSIDE}, (8, 7, 4)), ({"layer": {"class": "Flatten", "config": {}}}, (8, 7, 4)), ({"layer": {"class": "BatchNormalization", "config": {}}}, (6, 5))],
    "Bidirectional": [({"layer": LSTM_INSIDE}, (6, 5)), ({"layer": LSTM_INSIDE, "merge_mode": "sum"}, (6, 5)), ({"layer": {"class": "GRU", "config": {"units": 3, "return_sequences": True}}}, (6, 5))],
    "SpectralNormalization": [({"layer": DENSE_INSIDE}, (6, 5))],
    "SpatialDropout1D": [({"rate": 0.5}, SERIES)],
    "SpatialDropout2D": [({"rate": 0.5}, PICTURE)],
    "SpatialDropout3D": [({"rate": 0.5}, SPACE)],
    "MelSpectrogram": [({"fft_length": 16, "sequence_stride": 8, "num_mel_bins": 6}, (64,))],
    "STFTSpectrogram": [({"frame_length": 16, "frame_step": 8, "fft_length": 16}, (64, 1))],
}
