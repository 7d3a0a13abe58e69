"""What every test shares: how the property tests are run.

`ci` is the default and derives its examples from the test alone, so that the
same code always gives the same result. `explore` draws new ones at random and
more of them: `make test TESTS="--hypothesis-profile=explore"`.
"""

import pytest
from hypothesis import settings

from oncoptions.knowledge.base import KnowledgeBase, open_knowledge

# No deadline: on a busy machine the first call, not the slow one, would fail.
settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """Open the real knowledge base, once."""
    return open_knowledge()
