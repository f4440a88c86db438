"""Addresses within the site: from any page to any file, as a browser or a disk reads them."""

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from proofpress.site.addresses import relative

FOLDERS = st.lists(st.sampled_from(["a/", "b/", "a b/"]), max_size=4).map("".join)
FILES = st.tuples(FOLDERS, st.sampled_from(["index.html", "b.svg"])).map("".join)


@given(FILES, FILES)
def test_a_link_leads_where_it_should(page: str, target: str) -> None:
    """Posixpath finds the same way, and whoever goes it arrives; an anchor stays at the end."""
    way = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(page)}")
    assert relative(page, target) == way.replace(" ", "%20")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), way)) == target
    assert relative(page, f"{target}#x") == ("#x" if page == target else f"{way.replace(' ', '%20')}#x")
