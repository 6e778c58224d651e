"""A measure of meaning for `compare`, for those who installed a sentence embedding themselves.

Nothing here is needed, imported by default or shipped: `alike()` wants the package `model2vec` or
`sentence-transformers`, and the folder of a model in INGLENOOK_COACH_EMBEDDING. Nothing is ever downloaded.
What such a model takes for alike was learned from other people's texts and cannot be explained, so it only
adds to what is covered. It is not measured by `bin/bench paraphrase`.
"""

import math
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "INGLENOOK_COACH_EMBEDDING"
Encode = Callable[[list[str]], Iterable[Iterable[float]]]


class EmbeddingError(RuntimeError):
    """There is no embedding to be had: the package or the model's folder is missing."""


def alike() -> Callable[[str, str], float]:
    """Return a measure of how alike two texts are, from 0 to 1, or raise `EmbeddingError`."""
    encode = _encoder(_folder())

    def measure(one: str, other: str) -> float:
        left, right = ([float(number) for number in vector] for vector in encode([one, other]))
        lengths = math.hypot(*left) * math.hypot(*right)
        product = sum(a * b for a, b in zip(left, right, strict=True))
        return max(0.0, min(1.0, product / lengths)) if lengths else 0.0

    return measure


def _folder() -> str:
    named = os.environ.get(VARIABLE, "")
    if not named or not Path(named).is_dir():
        raise EmbeddingError(f"{VARIABLE} must name the folder of a model on this machine; it is {named!r}.")
    return str(Path(named).resolve())


def _encoder(folder: str) -> Encode:
    os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"})
    if find_spec("model2vec"):
        model = import_module("model2vec").StaticModel.from_pretrained(folder)
    elif find_spec("sentence_transformers"):
        model = import_module("sentence_transformers").SentenceTransformer(folder, local_files_only=True)
    else:
        raise EmbeddingError("Neither model2vec nor sentence-transformers is installed.")
    encode: Encode = model.encode
    return encode
