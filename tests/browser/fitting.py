"""Looking whether anything on a page is cut, sticks out, or takes more lines than it has."""

from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE

SIZES = {"phone": PHONE, "desk": DESK}

# What is wider or higher than its place: the page, a box that hides the rest, a button, a name in a picture.
CUT = """() => {
  const root = document.documentElement, found = [];
  const note = (what, one) => found.push(what + ": " + one.outerHTML.slice(0, 160));
  if (root.scrollWidth > root.clientWidth) note("too wide", root);
  for (const one of document.querySelectorAll("body *")) {
    if (one.closest(".hidden, .skip, option, textarea, input") || !one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    const [wide, high] = [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight];
    if (wide > 1 && style.overflowX !== "visible") note("cut", one);
    if (high > 1 && ["hidden", "clip"].includes(style.overflowY)) note("cut", one);
    if (one.matches("button, .button, .choice, .chips a, .depths a, .nav a, .card, summary, .mood-map span"))
      if (one.clientWidth && wide > 1) note("sticks out", one);
    if (one.matches("svg text")) {
      const [box, all] = [one, one.ownerSVGElement].map((part) => part.getBoundingClientRect());
      if (box.left < all.left - 2 || box.right > all.right + 2) note("outside its picture", one);
    }
  }
  return found;
}"""
# Labels that have one line to be on, or at most two.
LINES = """() => {
  const lines = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    let [bottom, count] = [-Infinity, 0];  // an icon beside its words stands on one line with them
    for (const box of [...range.getClientRects()].sort((a, b) => a.top - b.top)) {
      if (box.height && box.top > bottom - 4) count += 1;
      bottom = Math.max(bottom, box.bottom);
    }
    return count;
  };
  const over = (what, most) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility())
    .filter((one) => lines(one) > most).map((one) => one.textContent.trim());
  return [...over(".bar-button > span, .nav li span, .chips a, .depths a", 1), ...over(".button > span", 2)];
}"""


def open_folds(page: Page) -> None:
    """Open all that can be folded out, menus aside, which lie over the page."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((one) => (one.open = true))")


def what_is_cut(page: Page) -> list[str]:
    """Look at the page on a phone and on a desk, with everything folded out."""
    open_folds(page)
    found = []
    for name, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{name}: {what}" for what in page.evaluate(CUT)]
    return found


def long_labels(page: Page) -> list[str]:
    """Return the labels that take more lines than they have, on a phone and on a desk."""
    found = []
    for name, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{name}: {label}" for label in page.evaluate(LINES)]
    return found
