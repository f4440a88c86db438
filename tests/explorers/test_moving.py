"""Explorers in a browser: keys, pointer, links and addresses move them; without scripts the figure stands alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import UNDER
from tests.explorers.made_up import KINDS, LAST

pytestmark = pytest.mark.browser
PICTURE = {
    "sweep": "document.querySelector('#explore-sweep svg').outerHTML",
    "grid": "document.querySelector('#explore-grid svg').outerHTML",
    "scrub": "document.querySelector('#explore-scrub canvas').toDataURL()",
    "map": "document.querySelector('#explore-map canvas').toDataURL()",
    "condition_map": "document.querySelector('#explore-condition_map svg').outerHTML",
    "parameter_map": "[...document.querySelectorAll('#explore-parameter_map canvas')].map((c) => c.toDataURL()).join()",
}


def ready(page, kind: str):
    """Bring an explorer near, wait for its runs, and return its first range."""
    page.locator(f"#explore-{kind}").scroll_into_view_if_needed()
    expect(page.locator(f"#explore-{kind}")).to_have_attribute("data-ready", "loaded")
    return page.locator(f"#explore-{kind} input").first


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_moves_range_words_picture_and_address(visit, kind):
    """An arrow key changes the sentence, what screen readers are told, the picture, and the address."""
    page = visit("index.html#part-1")
    slider = ready(page, kind)
    before = [page.locator(f"#explore-{kind} output").inner_text(), page.evaluate(PICTURE[kind])]
    slider.press("ArrowRight")
    said = page.locator(f"#explore-{kind} output").inner_text()
    after = [said, page.evaluate(PICTURE[kind])]
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert slider.get_attribute("aria-valuetext").split(": ")[1] in said
    assert f"explore-{kind}=" in page.url
    assert page.url.endswith("#part-1")
    slider.press("ArrowLeft")
    assert f"explore-{kind}" not in page.url
    assert page.told == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_brings_its_state_back(visit, kind):
    """What one reader's address says, another reader sees; nonsense in it is passed over."""
    page = visit(f"index.html?explore-{kind}={LAST[kind]}")
    slider = ready(page, kind)
    assert slider.input_value() == slider.get_attribute("max")
    other = visit(f"index.html?explore-{kind}=nonsense")
    slider = ready(other, kind)
    assert slider.input_value() == slider.get_attribute("value")


def test_a_link_in_the_words_moves_the_figure_without_loading(visit):
    """A link to a state moves the explorer on the page; going back undoes it."""
    page = visit("index.html")
    slider = ready(page, "sweep")
    page.evaluate("window.same = true")
    page.locator("figure:has(#explore-sweep) .explore-note a").click()
    expect(slider).to_have_value("2")
    assert page.evaluate("window.same")
    page.go_back()
    expect(slider).to_have_value("1")


def test_pointing_at_a_map_chooses_a_run(visit):
    """A click on the map moves both ranges there, and is in the address."""
    page = visit("index.html")
    ready(page, "map")
    canvas = page.locator("#explore-map canvas")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.97, "y": box["height"] * 0.97})
    assert [slider.input_value() for slider in page.locator("#explore-map input").all()] == ["15", "0"]
    assert "explore-map=15_0" in page.url


def test_pointing_at_any_map_of_a_condition_map_moves_all_of_them(visit):
    """A click on the second map moves the ranges, and with them the frame in the first one."""
    page = visit("index.html")
    ready(page, "condition_map")
    before = page.evaluate(PICTURE["condition_map"])
    second = page.locator("#explore-condition_map svg").nth(1)
    box = second.bounding_box()
    second.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.9})
    assert [slider.input_value() for slider in page.locator("#explore-condition_map input").all()] == ["1", "0"]
    assert page.evaluate(PICTURE["condition_map"]) != before


@pytest.mark.parametrize("kind", ["condition_map", "parameter_map"])
def test_the_start_is_told_before_any_script_runs(visit, kind):
    """The sentence that the server wrote is the one that the script finds, but for the settings before it."""
    still = visit("index.html", script=False).locator(f"#explore-{kind} output").text_content()
    page = visit("index.html")
    ready(page, kind)
    assert page.locator(f"#explore-{kind} output").text_content().endswith(still)


def test_nothing_is_loaded_before_the_reader_comes_near(visit):
    """A page that is opened at its top asks for no runs."""
    page = visit("index.html")
    page.wait_for_load_state("networkidle")
    assert not [asked for asked in page.asked if "/explore/" in asked]


def test_without_scripts_the_figure_stands_alone(visit):
    """Where scripts are off, the figure is there and no control that could not move."""
    page = visit("index.html", script=False)
    assert page.locator("#figure-figure-1 img").is_visible()
    assert not page.locator(".explorer").first.is_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_opened_from_disk_it_moves_too(browser, folder, kind):
    """A page opened as a file loads the runs and follows the reader."""
    page = browser.new_page()
    page.goto((folder / UNDER / "index.html").as_uri())
    slider = ready(page, kind)
    before = page.evaluate(PICTURE[kind])
    slider.press("ArrowRight")
    assert page.evaluate(PICTURE[kind]) != before
    page.close()


def test_in_print_the_figure_stands_in_its_place(visit):
    """Once the runs are there the figure gives way to them; a printed page shows the figure."""
    page = visit("index.html")
    ready(page, "sweep")
    figure = page.locator("figure:has(#explore-sweep)")
    assert not figure.locator("img").is_visible()
    page.emulate_media(media="print")
    assert figure.locator("img").is_visible()
    assert not figure.locator("input").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_are_large_and_fit_a_phone(visit, scheme):
    """At 320 pixels nothing is cut off, and every range is at least 44 pixels high."""
    page = visit("index.html", 320, scheme)
    for kind in KINDS:
        ready(page, kind)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = [slider.bounding_box()["height"] for slider in page.locator(".explorer input").all()]
    assert min(heights) >= 44
    assert page.told == []


def test_play_has_an_edge_where_colours_are_forced(visit):
    """Where a reader's system takes the button's ground away, a line says that it is one."""
    page = visit("index.html")
    page.emulate_media(forced_colors="active")
    edge = "(all) => all.map((e) => parseFloat(getComputedStyle(e).borderTopWidth))"
    widths = page.locator(".play").evaluate_all(edge)
    assert widths
    assert min(widths) >= 1
