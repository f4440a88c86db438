"""How an open page in a real browser follows its author."""

import threading
from collections.abc import Iterator

import pytest

from proofpress import server
from tests.serving import BROKEN, Serving, build


@pytest.fixture
def tab(browser) -> Iterator[object]:
    """An empty tab that collects what its console says about the page's policy."""
    opened = browser.new_page()
    opened.complaints = []
    opened.on("console", lambda message: "Policy" in message.text and opened.complaints.append(message.text))
    yield opened
    opened.close()


@pytest.mark.browser
def test_an_edit_reaches_the_open_page(serving, tab):
    """The author saves a file, and the page in the browser shows the new words without being touched."""
    tab.goto(serving.address)
    assert tab.inner_text("h1") == "First words"
    serving.write("Second words")
    tab.get_by_role("heading", name="Second words").wait_for()
    serving.write("Third words")
    tab.get_by_role("heading", name="Third words").wait_for()
    assert tab.complaints == [], "the page's policy stands in the way of the script"


@pytest.mark.browser
def test_a_broken_file_is_shown_over_the_last_good_page(serving, tab):
    """A problem appears with file, line, excerpt and mend over the last good build, and goes when it is mended."""
    tab.goto(serving.address)
    serving.write(f"These words are {BROKEN}")
    tab.wait_for_selector("dialog[open]")
    overlay = tab.inner_text("dialog")
    assert f"{serving.text}:2:17 broken-word" in overlay
    assert "'BROKEN' is not a word" in overlay
    assert "write 'whole'" in overlay
    assert tab.inner_text("dialog mark") == "2 | These words are BROKEN"
    assert tab.inner_text("dialog mark + span").rstrip().index("^") == len("2 | These words are ")
    assert tab.inner_text("h1") == "First words"
    assert tab.get_by_role("dialog", name="The build failed: 1 problem").is_visible()

    serving.write("Mended words")
    tab.wait_for_selector("dialog", state="detached")
    tab.get_by_role("heading", name="Mended words").wait_for()
    assert tab.complaints == []


@pytest.mark.browser
def test_a_first_build_that_fails_is_shown_and_then_replaced(tmp_path, tab):
    """With nothing built yet, the browser shows the problems, and the site as soon as they are mended."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "text.yaml").write_text(f"text:\n{BROKEN}\n", encoding="utf-8")
    with Serving(tmp_path) as serving:
        assert tab.goto(serving.address).status == 503
        tab.wait_for_selector("dialog[open]")
        assert "broken-word" in tab.inner_text("dialog")
        serving.write("At last")
        tab.get_by_role("heading", name="At last").wait_for()


@pytest.mark.browser
def test_a_page_that_was_opened_before_a_restart_follows_the_new_server(tmp_path, tab):
    """The browser finds the server again after a restart and loads the page anew."""
    with Serving(tmp_path) as first:
        tab.goto(first.address)
        port = int(first.address.split(":")[2].split("/")[0])
    second = Serving(tmp_path)
    second.write("After the restart")
    second._serve = lambda: server.serve(
        second.options, second.console, "127.0.0.1", port, build=build, stop=second.stop
    )
    second.thread = threading.Thread(target=second._serve, daemon=True)
    with second:
        tab.get_by_role("heading", name="After the restart").wait_for()
