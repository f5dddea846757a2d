"""Which strings Keras accepts for losses, optimizers, activations and so on, found by asking its own `get` functions."""

import re

MODULES = ["losses", "optimizers", "activations", "initializers", "metrics", "regularizers", "constraints"]

# Spellings people write that no public name suggests; each is only a question to `get`.
QUESTIONS = """
mse MSE mae MAE mape MAPE msle MSLE bce BCE cce CCE kld KLD kl_divergence kullback_leibler_divergence logcosh log_cosh cosine_similarity cosine_proximity cosine binary_crossentropy
BinaryCrossentropy categorical_crossentropy sparse_categorical_crossentropy hinge squared_hinge categorical_hinge poisson huber huber_loss binary_focal_crossentropy crossentropy
binary_accuracy categorical_accuracy sparse_categorical_accuracy accuracy acc top_k_categorical_accuracy sparse_top_k_categorical_accuracy top_k_accuracy precision recall auc Precision Recall AUC
sgd SGD adam Adam rmsprop RMSprop RMSProp Rmsprop adagrad adadelta adamax nadam ftrl adamw lion adafactor lamb muon momentum
linear relu relu6 elu selu gelu sigmoid hard_sigmoid hard_silu hard_swish tanh softmax softplus softsign swish silu mish exponential leaky_relu leakyrelu LeakyReLU log_softmax glu celu crelu prelu PReLU softmax_v2 logsoftmax
zeros zero ones one constant uniform normal random_uniform random_normal truncated_normal glorot_uniform glorot_normal xavier_uniform xavier he_uniform he_normal lecun_uniform lecun_normal orthogonal identity variance_scaling
l1 l2 l1_l2 L1 L2 L1L2 orthogonal_regularizer max_norm non_neg unit_norm min_max_norm maxnorm nonneg unitnorm MaxNorm NonNeg UnitNorm
ce nll cross_entropy binary_cross_entropy categorical_cross_entropy mean_square_error rmse root_mean_squared_error mean_squared_logarithmic_error tversky dice circle ctc categorical_generalized_cross_entropy
""".split()

ELSEWHERE = {"metrics": "keras.losses.", "activations": "keras.layers."}


def snake(name):
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name))
    return name.lower()


def record(keras, path_of):
    """{"losses": {"mse": "keras.losses.mean_squared_error"}}: every accepted string and the canonical name of what it stands for."""
    everything = set(QUESTIONS)
    for module in MODULES:
        for name in dir(getattr(keras, module)):
            if not name.startswith("_"):
                everything |= {name, name.lower(), snake(name)}
    return {module: accepted(keras, getattr(keras, module), module, path_of, everything) for module in MODULES}


def accepted(keras, module, kind, path_of, questions):
    found = {}
    classes = {"losses": "Loss", "optimizers": "Optimizer", "initializers": "Initializer", "metrics": "Metric", "regularizers": "Regularizer", "constraints": "Constraint"}
    base = getattr(module, classes[kind], None) if kind in classes else None
    helpers = {"get", "serialize", "deserialize", "all_classes", "all_objects"}
    for question in sorted(questions - helpers):
        try:
            answer = module.get(question)
        except Exception:  # "Unknown loss function", or a class that needs arguments
            continue
        path = path_of.get(id(answer)) or path_of.get(id(type(answer)))
        if path is None:
            continue
        if kind == "activations" and path.startswith("tf.nn."):  # Keras 2 hands out TensorFlow's own where it has none
            path = {"tf.nn.swish": "keras.activations.silu"}.get(path, path.replace("tf.nn.", "keras.activations."))
        inside = path.startswith(f"keras.{kind}.")
        # Metrics may be loss functions and activations layers; what else a sloppy `get` hands back (a schedule for a loss) is of no use.
        if inside or path.startswith(ELSEWHERE.get(kind, "nowhere")):
            if base is not None and isinstance(answer, type) and not issubclass(answer, base):
                continue
            found[question] = path
    return found
