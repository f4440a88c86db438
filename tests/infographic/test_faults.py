"""Words that do not fit an infographic that lays itself out are told where they are written."""

import pytest
from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError, Location
from proofpress.infographic.draw import draw_infographic
from proofpress.models import Text
from tests.infographic.poster_examples import FINDINGS, comparison, records

NAMES = Location("page.yaml", 9, 12)


def test_names_that_are_too_long_are_told_at_their_line(tmp_path) -> None:
    """Two column names of a hundred letters are refused at the names, not at the title or the charts."""
    made = comparison(None)
    names = tuple(Text(letter * 100, NAMES, verbatim=True) for letter in "ab")
    made = replace(made, table=replace(made.table, columns=names))
    with pytest.raises(BuildError) as caught:
        draw_infographic(made, records(), FINDINGS, Store(tmp_path), lambda *_: None)
    rules = {(found.rule, found.location) for found in caught.value.diagnostics}
    assert ("no-room", NAMES) in rules
