"""Makes `src/inglenook/coach/languages/en/heads.bin` from the data in a folder: `bin/train FOLDER`.

A head is a logistic regression on hashed words and letters, each weighed beforehand by how much more often
it stands in texts with the label than in others (Wang and Manning, 2012). Where there is little data, it is
the mean of that and of a plain one. Thresholds and probabilities come from cross-validation on the training
parts alone.
"""

import hashlib
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from inglenook.coach.heads import BITS, features, pack
from training.examples import Corpus, Example, corpora

MODEL = Path(__file__).resolve().parent.parent / "src/inglenook/coach/languages/en/heads.bin"
SEED = 1
FOLDS = 5
# The finest step of a weight, of so many on each side of nothing; few steps make a small file.
STEPS = 31

Floats: TypeAlias = npt.NDArray[np.float64]
Truths: TypeAlias = npt.NDArray[np.bool_]
Folds: TypeAlias = npt.NDArray[np.int64]


class Fit(NamedTuple):
    """One regression: how much is added to each count before it is weighed (none: not weighed), and its C."""

    smoothing: float | None
    c: float


WEIGHED, PLAIN = Fit(0.03, 1), Fit(None, 5)
RECIPES = {"GoEmotions": (WEIGHED,)}
OTHERWISE = (WEIGHED, PLAIN)


class Line(NamedTuple):
    """What a head adds up: a weight for each bucket, and what it begins with."""

    weights: Floats
    bias: float

    def sums(self, matrix: sparse.csr_matrix) -> Floats:
        """Return what it says of each row."""
        return np.asarray(matrix @ self.weights + self.bias)


def matrix_of(examples: Sequence[Example]) -> sparse.csr_matrix:
    """Return a row of length 1 for each example, with the same value in each of its buckets."""
    rows = [sorted(features(example.words)) for example in examples]
    ends = np.cumsum([0, *map(len, rows)])
    buckets = np.concatenate([np.asarray(row, dtype=np.int32) for row in rows])
    values = np.concatenate([np.full(len(row), len(row) ** -0.5) for row in rows])
    return sparse.csr_matrix((values, buckets, ends), shape=(len(rows), 1 << BITS))


def odds(matrix: sparse.csr_matrix, truth: Truths, smoothing: float | None) -> Floats:
    """Return for each bucket the logarithm of how much more it stands in texts with the label."""
    if smoothing is None:
        return np.ones(matrix.shape[1])
    with_it = np.asarray(matrix[truth].sum(axis=0)).ravel() + smoothing
    without = np.asarray(matrix[~truth].sum(axis=0)).ravel() + smoothing
    return np.asarray(np.log(with_it / with_it.sum()) - np.log(without / without.sum()))


def learn(matrix: sparse.csr_matrix, truth: Truths, recipe: Sequence[Fit]) -> Line:
    """Return the mean of the regressions of a recipe."""
    weights, bias = np.zeros(matrix.shape[1]), 0.0
    for fit in recipe:
        ratio = odds(matrix, truth, fit.smoothing)
        weighed = (matrix @ sparse.diags(ratio)).tocsr()
        model = LogisticRegression(C=fit.c, solver="liblinear", tol=1e-3, random_state=SEED)
        model.fit(weighed, truth)
        weights += model.coef_[0] * ratio / len(recipe)
        bias += float(model.intercept_[0]) / len(recipe)
    return Line(weights, bias)


def coarse(line: Line) -> tuple[bytes, float]:
    """Return the weights in whole steps, a signed byte each, and how large a step is."""
    step = float(np.abs(line.weights).max()) / STEPS
    return np.round(line.weights / step).astype(np.int8).tobytes(), step


def cross_validated(matrix: sparse.csr_matrix, truth: Truths, folds: Folds, recipe: Sequence[Fit]) -> Floats:
    """Return what heads say of each row that have not learned from its fold."""
    said = np.zeros(len(truth))
    for fold in range(FOLDS):
        rest = folds != fold
        line = learn(matrix[rest], truth[rest], recipe)
        whole, step = coarse(line)
        rough = Line(np.frombuffer(whole, dtype=np.int8) * step, line.bias)
        said[~rest] = rough.sums(matrix[~rest])
    return said


def cut(said: Floats, truth: Truths) -> float:
    """Return the value from which on giving the label makes F1 the largest."""
    order = np.argsort(-said, kind="stable")
    right = np.cumsum(truth[order])
    f1 = 2 * right / (np.arange(1, len(truth) + 1) + truth.sum())
    best = int(f1.argmax())
    following = said[order[min(best + 1, len(truth) - 1)]]
    return float((said[order[best]] + following) / 2)


def f1_across(said: Floats, truth: Truths, folds: Folds) -> float:
    """Return F1 with the threshold of each fold taken from the others."""
    given = np.zeros(len(truth), dtype=bool)
    for fold in range(FOLDS):
        here = folds == fold
        given[here] = said[here] >= cut(said[~here], truth[~here])
    return float(2 * (given & truth).sum() / max(1, given.sum() + truth.sum()))


def probability(said: Floats, truth: Truths) -> tuple[float, float]:
    """Return slope and start of the line from what a head says to the logit of a probability (Platt)."""
    model = LogisticRegression(C=1e6, solver="lbfgs", tol=1e-8, max_iter=1000)
    model.fit(said.reshape(-1, 1), truth)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def heads_of(corpus: Corpus) -> Iterator[tuple[str, float, float, float, bytes]]:
    """Yield the heads of a corpus, and print what cross-validation says of each."""
    matrix = matrix_of(corpus.train)
    recipe = RECIPES.get(corpus.name, OTHERWISE)
    folds = np.array([zlib.crc32(example.group.encode()) % FOLDS for example in corpus.train])
    print(f"{corpus.name}: {len(corpus.train)} examples")
    for label in corpus.labels:
        truth = np.array([label in example.labels for example in corpus.train])
        said = cross_validated(matrix, truth, folds, recipe)
        slope, start = probability(said, truth)
        line = learn(matrix, truth, recipe)
        weights, step = coarse(line)
        threshold = 1 / (1 + float(np.exp(-(slope * cut(said, truth) + start))))
        figures = f"{truth.sum():6} with it   F1 {f1_across(said, truth, folds):.3f}"
        print(f"  {label:16} {figures}   threshold {threshold:.2f}", flush=True)
        # Few digits, so that the last of them, which may differ between machines, are not kept.
        scale, bias, threshold = (
            float(f"{value:.5g}") for value in (slope * step, slope * line.bias + start, threshold)
        )
        yield label, scale, bias, threshold, weights


def main() -> None:
    """Make the model and print its SHA-256."""
    folder = Path(sys.argv[1])
    data = pack(head for corpus in corpora(folder) for head in heads_of(corpus))
    MODEL.write_bytes(data)
    print(f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
