"""Pages whose tracker sends late, one reason and one delay each: what a rule for when a page has settled may miss."""

from pathlib import Path

SITE, TRACKER = "late.test", "tracker.test"
DELAYS = (0.5, 1.0, 2.0, 4.0, 6.0, 8.0)

_SEND = """
const send = () => {
  new Image().src = "https://tracker.test/sent?page=" + document.body.dataset.page;
  document.cookie = "late=1; path=" + location.pathname;
};
const loaded = (task) => addEventListener("load", task);
"""
KINDS = {
    "a timer after load": "loaded(() => setTimeout(send, DELAY));",
    "timers that set the next": """
let left = DELAY;
const step = () => { left -= 500; left > 0 ? setTimeout(step, 500) : send(); };
loaded(() => setTimeout(step, 500));""",
    "a timer after an idle callback": "loaded(() => requestIdleCallback(() => setTimeout(send, DELAY)));",
    "a timer after scrolling": 'addEventListener("scroll", () => setTimeout(send, DELAY), { once: true });',
    "an embed loaded lazily": "",
    "what comes into view": """
loaded(() => new IntersectionObserver(([one]) => one.isIntersecting && setTimeout(send, DELAY))
  .observe(document.getElementById("end")));""",
    "an answer that takes long": 'loaded(() => fetch("https://tracker.test/slow/DELAY").then(send));',
    "a clock that looks at intervals": """
loaded(() => { const began = Date.now(); const clock = setInterval(() => {
  if (Date.now() - began >= DELAY) { clearInterval(clock); send(); }
}, 250); });""",
    "a worker's timer": """
loaded(() => {
  const code = new Blob(["setTimeout(() => postMessage(1), DELAY)"]);
  new Worker(URL.createObjectURL(code)).onmessage = send;
});""",
}
"""By what makes it late: the script of the page."""


def paths() -> dict[str, tuple[str, float]]:
    """All pages: kind and delay in seconds, by path."""
    return {
        f"/{number}-{round(delay * 1000)}": (kind, delay) for number, kind in enumerate(KINDS) for delay in DELAYS
    } | {"/idle": ("nothing", 0.0)}


def write(folder: Path) -> None:
    """Write the site and the tracker, as folders of hosts."""
    site, tracker = folder / SITE, folder / TRACKER
    site.mkdir()
    tracker.mkdir()
    answers = ['[answers."/sent"]\nbody = "ok"']
    answers += [f'[answers."/slow/{round(delay * 1000)}"]\nbody = "ok"\ndelay_s = {delay}' for delay in DELAYS]
    (tracker / "site.toml").write_text("\n".join(answers), encoding="utf-8")
    for path, (kind, delay) in paths().items():
        script = KINDS.get(kind, "").replace("DELAY", str(round(delay * 1000)))
        embed = f'<iframe loading="lazy" src="{path}-embed.html"></iframe>' if "embed" in kind else ""
        _page(site / f"{path[1:]}.html", path, script, embed)
        if embed:
            _page(
                site / f"{path[1:]}-embed.html",
                path,
                KINDS["a timer after load"].replace("DELAY", f"{delay * 1000:.0f}"),
            )


def _page(file: Path, path: str, script: str, embed: str = "") -> None:
    file.write_text(
        f'<!doctype html><title>Late</title><body data-page="{path}"><script>{_SEND}{script}</script>'
        f'<p>Text</p><div style="height: 6000px"></div>{embed}<p id="end">End</p>',
        encoding="utf-8",
    )
