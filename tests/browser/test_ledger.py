"""The ledger as readers meet it: short, chosen from by verdict, opened by links, whole on paper; all without script."""

import pytest
from playwright.sync_api import expect

from tests.browsing import laid_out, lay_out
from tests.site import made_up
from tests.site.conftest import rendered

pytestmark = pytest.mark.browser

LEDGER = "steps/claims/index.html"
SHOWN = "(all) => all.filter((e) => e.checkVisibility()).map((e) => e.dataset.is)"
HIDDEN_PARTS = "(all) => all.filter((e) => !e.checkVisibility({contentVisibilityAuto: true})).length"


def test_fifty_claims_stay_within_twelve_screens(visit, tmp_path):
    """Closed, a ledger of about fifty claims is at most 12 screens high, on a desk and on a phone."""
    lay_out(rendered(made_up.material("steps", sections=16)), tmp_path)
    page = laid_out(visit((tmp_path / LEDGER).as_uri()))
    assert page.locator(".claim-entry[data-is]").count() >= 49
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollHeight") <= 12 * height, width


@pytest.mark.parametrize("script", [True, False])
def test_claims_are_chosen_by_verdict(visit, script):
    """A choice leaves the claims that it names, in sections that have any; keys choose too, and all come back."""
    page = visit(LEDGER, script=script)
    rows, sections = page.locator(".claim-entry[data-is]"), page.locator("section[data-is]")
    everything = rows.evaluate_all(SHOWN)
    page.get_by_label("hold on a condition").check()
    some = rows.evaluate_all(SHOWN)
    assert some == [tags for tags in everything if "holds-if" in tags.split()]
    assert 0 < len(some) < len(everything)
    assert all("holds-if" in tags.split() for tags in sections.evaluate_all(SHOWN))
    page.get_by_label("from a source").focus()
    page.keyboard.press("ArrowRight")
    assert rows.evaluate_all(SHOWN) == [tags for tags in everything if "untested" in tags.split()]
    page.get_by_label("claims", exact=False).first.check()
    assert rows.evaluate_all(SHOWN) == everything


def test_a_link_opens_its_claim(visit):
    """A link to a claim or an experiment unfolds it, without script too, and whatever is chosen to be shown."""
    for script in (True, False):
        page = visit(f"{LEDGER}#claim-part-1-waste", script=script)
        inside = page.locator("#claim-part-1-waste")
        expect(inside).to_be_in_viewport()
        assert "400 runs, 16 seeds" in inside.inner_text()
        assert page.locator(".claim-entry [open]").count() == 1
        page.get_by_label("not tested").check()
        expect(inside).to_be_visible()
        inside.get_by_role("link", name="learning-rate").click()
        expect(page.locator("#experiment-learning-rate")).to_be_in_viewport()


def test_paper_has_every_claim_unfolded(visit):
    """In print every claim and every experiment stands there with its details, whatever is chosen on the screen."""
    page = visit(LEDGER)
    page.get_by_label("not tested").check()
    parts = page.locator(".claim-entry .unfolded > *")
    assert parts.evaluate_all(HIDDEN_PARTS) > 0
    page.emulate_media(media="print")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert parts.evaluate_all(HIDDEN_PARTS) == 0
