"""`make bench-widget`: the script time of a hundred widgets on a page, and what a page loads."""

from statistics import median

import httpx
from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.needs import QUIET, chromium

ELEMENTS = 100
LOADS = 9
LIMIT_MS = 50
LANGUAGES = ("ar", "de", "en", "es", "fr", "zh")
MOST_BYTES = 8 * 1024

# The milliseconds from putting them into the page until all that follows at once is done: a timer
# waits for every callback and every promise before it.
ADD = """async (number) => {
    const all = Array.from({ length: number }, (_, n) => {
        const element = document.createElement("errata-feedback");
        element.setAttribute("answer", `answer-${n}`);
        return element;
    });
    const began = performance.now();
    document.querySelector("main").append(...all);
    await new Promise((done) => setTimeout(done));
    return performance.now() - began;
}"""


def _busy_ms(session: CDPSession) -> float:
    """How long the page's main thread has worked until now, layout and paint included."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration")) * 1000


def _load(page: Page, session: CDPSession, address: str) -> tuple[float, float]:
    """The script's time to add the elements, and the thread's until all heard of earlier words."""
    page.goto(address)
    page.evaluate("customElements.whenDefined('errata-feedback').then(() => undefined)")
    page.evaluate(ADD, 1)  # the words are fetched by the first
    page.wait_for_load_state("networkidle")
    before = _busy_ms(session)
    script = float(page.evaluate(ADD, ELEMENTS))
    page.wait_for_load_state("networkidle")
    return script, _busy_ms(session) - before


def _loaded(server: str, language: str) -> int:
    """What a page in this language loads, compressed, in bytes."""
    asked = [httpx.get(f"{server}/widget/{name}.js") for name in ("errata", language)]
    return sum(int(response.headers["Content-Length"]) for response in asked)


def main() -> None:
    with bench_stack() as stack, sync_playwright() as playwright:
        key = stack.bootstrap("bench")["keys"]["public"]
        page = playwright.chromium.launch(executable_path=chromium(), args=QUIET).new_page()
        host = f"""<!doctype html><html lang="en"><title>Host</title>
            <meta name="errata-key" content="{key}">
            <script type="module" src="/widget/errata.js"></script><main></main></html>"""
        page.route("**/host-page", lambda route: route.fulfill(body=host, content_type="text/html"))
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        loads = [_load(page, session, f"{stack.url}/host-page") for _ in range(LOADS)]
        heard = page.get_by_role("button", name="Helpful", exact=True).count()
        assert heard == ELEMENTS + 1, heard
        sizes = [_loaded(stack.url, language) for language in LANGUAGES]
    scripts, threads = zip(*loads, strict=True)
    figures = [
        Figure(f"{ELEMENTS} widgets, script time", median(scripts), "ms", LIMIT_MS, "at most"),
        Figure("the slowest load", max(scripts), "ms"),
        Figure("the main thread, with layout and earlier words", median(threads), "ms"),
        Figure("loaded in all, largest language", max(sizes), "bytes", MOST_BYTES, "at most"),
    ]
    report("widget", figures)


if __name__ == "__main__":
    main()
