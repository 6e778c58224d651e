"""Everything that somebody can do by sending a form, done once and seen to be done.

Each act begins in the same furnished house and goes through pages and forms alone.
"""

from tests.acts import account, together, writing
from tests.acts.stage import ACTS, Act, Stage, stage

__all__ = ["ACTS", "Act", "Stage", "account", "stage", "together", "writing"]
