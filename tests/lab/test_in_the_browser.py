"""The lab in a real browser: it trains, agrees with the record, compares, explains, remembers its settings."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.lab.conftest import UNDER, said

pytestmark = pytest.mark.browser


def trained(page) -> str:
    """Press Network and return what is said at the end."""
    page.locator("#lab-train").click()
    return said(page, "update 99 of 99")


def test_the_browser_repeats_the_recorded_run(visit):
    """From the exported start weights and batches the losses match the recorded ones within 1e-3, all the way."""
    page = visit()
    page.locator("#lab-repeat").click()
    page.wait_for_selector("#lab-agreed[data-largest]")
    assert float(page.locator("#lab-agreed").get_attribute("data-largest")) < 1e-3
    assert "are the recorded ones" in page.locator("#lab-agreed").inner_text()
    assert page.told == []


def test_it_trains_and_only_the_one_counter_moves(visit):
    """A run does all its updates; no setting changes meanwhile; the run is noted and explained."""
    page = visit()
    words = trained(page)
    assert "validation loss" in words
    assert page.locator("#lab-learned").inner_text() == "99"
    assert page.locator("#lab-chosen").inner_text() == "0"
    assert page.locator('[data-run="1"] [data-part="outcome"]').inner_text().startswith("It learned")
    assert page.locator("#lab-rows tr").count() == 1
    assert page.locator("#lab-loss path.line").count() == 2
    assert page.told == []


def test_settings_that_readers_cannot_move_are_as_recorded(visit):
    """A lab that offers three settings trains the network of the one that offers all, number for number."""
    few, every = visit(slug="few"), visit()
    assert few.locator("#lab-form [data-setting]:not([data-second] *)").count() == 3
    assert said(few, "Ready") == said(every, "Ready")
    assert trained(few) == trained(every)
    assert few.told == []


def tab_to(page, wanted: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"the keyboard does not come to {wanted}")


def test_the_keyboard_alone_is_enough(visit):
    """Settings, second run, training, updates one by one: all by keyboard, and no button that rests loses the focus."""
    page = visit("?epochs=1")
    tab_to(page, "lab-set-batch_size")
    page.keyboard.press("End")
    tab_to(page, "lab-apart")
    page.keyboard.press("ArrowDown")
    said(page, "Ready: 2,410 and 2,410")
    tab_to(page, "lab-once")
    page.keyboard.press("Enter")
    expect(page.locator("#lab-status")).to_contain_text(re.compile("update 1 of 1\\..*update 1 of 1\\."))
    assert page.evaluate("document.activeElement.id") == "lab-once"
    assert page.locator("#lab-once").get_attribute("aria-disabled") == "true"
    page.keyboard.press("Enter")
    tab_to(page, "lab-repeat")
    page.keyboard.press("Space")
    page.wait_for_selector("#lab-agreed[data-largest]")
    assert page.evaluate("document.activeElement.id") == "lab-repeat"
    assert page.locator("#lab-rows tr").count() == 2


def test_one_update_is_one_update_and_reset_goes_back(visit):
    """The reader can go update by update, and back to the start."""
    page = visit()
    page.locator("#lab-once").click()
    said(page, "update 1 of 99")
    page.locator("#lab-once").click()
    said(page, "update 2 of 99")
    page.locator("#lab-reset").click()
    said(page, "Ready")
    assert page.locator("#lab-learned").inner_text() == "0"


def test_it_can_be_paused_and_goes_on(visit):
    """A long run stops where it is when the reader says so, and goes on from there."""
    page = visit("?epochs=200&units=128&layers=3")
    page.locator("#lab-train").click()
    expect(page.locator("#lab-learned")).not_to_have_text("0")
    expect(page.locator("#lab-train")).to_have_text("Pause")
    page.locator("#lab-train").click()
    said(page, "of 6,600")
    stopped = int(page.locator("#lab-learned").inner_text().replace(",", ""))
    assert 0 < stopped < 6600
    page.locator("#lab-once").click()
    said(page, f"update {stopped + 1:,} of 6,600")


def test_a_guided_step_compares_two_runs_and_explains_the_one_that_fails(visit):
    """A step puts its settings in; two runs begin alike; divergence is explained; back leads back."""
    page = visit()
    page.get_by_role("link", name="Too large").click()
    said(page, "Ready: 2,410 and 2,410")
    assert "learning_rate=1000" in page.url
    assert "begin with the same weights" in page.locator("#lab-shared").inner_text()
    page.locator("#lab-train").click()
    said(page, "Learning Rate 0.1: update 99 of 99")
    assert page.locator("#lab-loss text.run2").text_content() == "Learning Rate 0.1"
    assert page.locator("#lab-run-1").inner_text() == "Learning Rate 100"
    outcome = page.locator('[data-run="1"] [data-part="outcome"]').inner_text()
    assert "diverged" in outcome
    assert "Nothing is broken" in outcome
    assert page.locator("#lab-rows tr").count() == 2
    page.go_back()
    said(page, "Ready: 2,410 weights")
    assert not page.locator('[data-run="2"]').is_visible()


def test_a_setting_that_is_moved_keeps_the_result_and_waits(visit):
    """The result stays and is marked as of the run before; the change is counted; Train begins with the new setting."""
    page = visit()
    trained(page)
    shown = page.locator('[data-run="1"] table').inner_text()
    changed = page.locator("#lab-changed")
    assert not changed.is_visible()
    page.get_by_label("Learning Rate", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(changed).to_contain_text("results are still those of the run before")
    assert page.locator('[data-run="1"] table').inner_text() == shown
    assert page.locator("#lab-chosen").inner_text() == "1"
    page.keyboard.press("ArrowLeft")
    expect(changed).to_be_hidden()
    assert page.locator("#lab-train").inner_text() == "Train again"
    page.keyboard.press("ArrowRight")
    assert page.locator("#lab-chosen").inner_text() == "3"
    page.locator("#lab-train").click()
    expect(page.locator('[data-run="1"] [data-part="settings"]')).to_contain_text("Learning Rate: 0.3")
    expect(page.locator("#lab-rows tr")).to_have_count(2)
    assert not changed.is_visible()


def test_the_words_of_a_step_stay_in_sight_while_it_trains(visit):
    """When Train scrolls to the curves, what to look at stands above the first of them."""
    for width in (390, 1280):
        page = visit("?step=wild", width)
        page.locator("#lab-train").click()
        expect(page.locator("#lab-status")).to_contain_text("update")
        words = page.get_by_text("Compare.").locator("visible=true").last
        expect(words).to_be_in_viewport()
        expect(page.locator("#lab-loss")).to_be_in_viewport()


def test_settings_live_in_the_address(visit):
    """A slider moved changes the address; the address alone brings the same settings back."""
    page = visit()
    page.get_by_label("Learning Rate", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("Learning Rate", exact=True).get_attribute("aria-valuetext") == "0.3"
    assert page.url.endswith("?learning_rate=0.3")
    again = visit("?learning_rate=0.07&optimizer=adam&seed=5")
    assert again.get_by_label("Learning Rate", exact=True).get_attribute("aria-valuetext") == "0.07"
    assert again.get_by_label("Seed", exact=True).input_value() == "5"
    assert again.get_by_label("adam").first.is_checked()


def test_runs_can_be_taken_away_as_csv(visit):
    """The table of runs is downloaded with every setting and number."""
    page = visit("?epochs=1")
    page.locator("#lab-train").click()
    said(page, "update 33 of 33")
    with page.expect_download() as waiting:
        page.locator("#lab-csv").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text())))
    assert len(rows) == 1
    assert (rows[0]["epochs"], rows[0]["updates"], rows[0]["outcome"]) == ("1", "33", "barely learned")
    assert 0 < float(rows[0]["validation_loss"]) < 3


def test_a_drawing_is_read_by_pointer_and_by_keyboard(visit):
    """A stroke of the mouse, or squares painted by keyboard, get an answer from the network."""
    page = visit()
    trained(page)
    field = page.locator("#lab-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    page.mouse.move(box["x"] + 130, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 200, steps=8)
    page.mouse.up()
    expect(page.locator("#lab-read")).to_contain_text("reads 1")
    page.locator("#lab-wipe").click()
    assert page.locator("#lab-read").inner_text() == ""
    field.focus()
    for key in (" ", "ArrowDown", " "):
        page.keyboard.press(key)
    assert page.locator("#lab-cursor").inner_text() == "Painted"
    expect(page.locator("#lab-read")).to_contain_text("The network reads")


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_it_fits_every_width(visit, width):
    """Nothing scrolls sideways; what can be pressed is at least 44 pixels high; the second run has its place."""
    page = visit("?beside.learning_rate=1", width)
    trained_words = page.locator("#lab-train")
    trained_words.click()
    said(page, "Learning Rate 1: update 99 of 99")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    low = page.evaluate(
        "[...document.querySelectorAll('#lab button, #lab input[type=range], #lab input[type=number], #lab select,"
        " .lab-radios label, .lab-steps a, #lab summary')].filter(e => e.offsetParent && e.offsetHeight < 44)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert low == []


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_no_chart_jumps_when_two_runs_end(visit, width):
    """What is said of two runs at their end has its room kept: the charts stand where they stood before."""
    page = visit("?beside.learning_rate=1", width)
    place = "document.getElementById('lab-loss').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place)
    page.locator("#lab-train").click()
    said(page, "Learning Rate 1: update 99 of 99")
    assert page.evaluate(place) == pytest.approx(before, abs=2)


def test_without_script_the_figure_stands_there(visit):
    """A reader without scripts gets the figure, as wide as it is made, and no dead controls."""
    page = visit(script=False)
    assert page.locator("#lab-instead img").bounding_box()["width"] > 600
    assert not page.locator("#lab").is_visible()


def test_from_disk_it_trains_on_the_page_itself(browser, folder):
    """Opened from disk, where a browser starts no worker, the lab trains, and repeats the recorded run."""
    page = browser.new_page()
    page.goto((folder / UNDER / "steps/lab/index.html").as_uri())
    assert "validation loss" in trained(page)
    page.locator("#lab-repeat").click()
    page.wait_for_selector("#lab-agreed[data-largest]")
    assert float(page.locator("#lab-agreed").get_attribute("data-largest")) < 1e-3
    page.close()


def test_it_asks_for_nothing_outside_its_path(visit):
    """Every file comes from below the site's own path, and the recorded run only when it is asked for."""
    page = visit()
    assert all(f"/{UNDER}/" in url for url in page.asked)
    assert any(url.endswith("network.js") for url in page.asked)
    assert not any(url.endswith("recorded.js") for url in page.asked)
