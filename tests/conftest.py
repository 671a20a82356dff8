"""What several test modules share: the documents, published once a session."""

from collections.abc import Mapping

import hypothesis
import pytest

# A machine that other work keeps busy is no finding.
hypothesis.settings.register_profile(
    "busy", hypothesis.settings(), deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy")
pytest.register_assert_rewrite("tests.library", "tests.pages", "tests.transcripts")

from tests.library import Edition, make_library  # noqa: E402  # behind the line that lets its assertions explain


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Edition]:
    """Every document of the library in its four editions, by name."""
    return make_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def declaration(library: Mapping[str, Edition]) -> Edition:
    """The declaration on A4."""
    return library["declaration"]
