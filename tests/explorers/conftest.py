"""The made-up site with an explorer of each kind, served to a browser as the tests of pages serve theirs."""

from pathlib import Path

import pytest

from tests.browser import conftest as served
from tests.browsing import lay_out
from tests.explorers.made_up import material
from tests.site.conftest import rendered

address, visit = served.address, served.visit


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """The folder that is served: a site of one comparison, with an explorer of each kind."""
    root = tmp_path_factory.mktemp("explorers")
    lay_out(rendered(material(), base_url=f"https://example.org/{served.UNDER}/"), root / served.UNDER)
    return root
