"""Links that authors write into texts: the same on every page and in every build, and told at their line if dead."""

import pytest
from msgspec.structs import replace

from proofpress.diagnostics import BuildError
from tests.site import made_up
from tests.site.conftest import rendered
from tests.site.reading import Page, text


def with_runs(source: str, slug: str = "steps"):
    """Return material whose first section says this in our words, on line 7."""
    material = made_up.material(slug)
    first = replace(material.comparison.sections[0], runs=made_up.ours(source, 7, "blocks", coloured=True))
    comparison = replace(material.comparison, sections=(first, *material.comparison.sections[1:]))
    return replace(material, comparison=comparison)


@pytest.mark.parametrize("home", ["steps", "other"])
def test_a_relative_link_leads_from_the_folder_of_its_comparison(home):
    """Whichever comparison is at home, `claims/` in a text leads to the ledger of the text's own comparison."""
    linking, other = with_runs("See the [ledger](claims/)."), made_up.material("other", sections=1)
    files = rendered(*((linking, other) if home == "steps" else (other, linking)))
    page = "index.html" if home == "steps" else "steps/index.html"
    (link,) = [a for a in Page(page, files[page]).all("a") if text(a) == "ledger"]
    assert Page(page, files[page]).target(link.get("href", "")) == "steps/claims"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[x](claim/)", "error[dead-link]: 'claim/' leads nowhere: the site has no file 'steps/claim/index.html'"
         " — did you mean 'steps/claims/index.html'?"),
        ("[x](#nowhere)", "error[dead-anchor]: '#nowhere' leads to no element: 'index.html' has no id 'nowhere'"),
        ("[x](../../up/)", "error[dead-link]: '../../up/' leads nowhere: the site has no file '../up/index.html'"),
    ],
)  # fmt: skip
def test_a_dead_link_is_told_once_at_its_line(source, message):
    """The file and the line are those of the content, not of a page."""
    with pytest.raises(BuildError) as caught:
        rendered(with_runs(f"First line.\n\nThen {source}."))
    (diagnostic,) = caught.value.diagnostics
    assert str(diagnostic).startswith(f"content/steps/page.yaml:9:{diagnostic.location.column}: {message}")
