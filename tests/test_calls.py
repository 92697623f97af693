"""Calls of interfaces that tell devices apart or watch visitors: counted by script, and not to be noticed by pages."""

import json
from collections import Counter
from pathlib import Path

import pytest

from scanner import pipeline
from scanner.demo import server
from scanner.model.result import Result
from scanner.model.target import Target

pytestmark = pytest.mark.browser

_SCRIPT = """
const canvas = document.createElement("canvas");
const picture = canvas.getContext("2d");
for (const font of ["Arial", "Georgia", "Courier"]) { picture.font = `16px ${font}`; picture.measureText("mmm"); }
canvas.toDataURL();
const gl = document.createElement("canvas").getContext("webgl");
if (gl) gl.getParameter(gl.VERSION);
new OfflineAudioContext(1, 44100, 44100).startRendering();
for (let n = 0; n < 100; n += 1) navigator.hardwareConcurrency;
const small = document.createElement("canvas");
small.width = small.height = 8;
small.toDataURL();
navigator.mediaDevices?.enumerateDevices();
navigator.permissions.query({ name: "geolocation" });
document.addEventListener("keydown", () => {});
document.addEventListener("mousemove", () => {});
document.onkeyup = () => {};
window.onscroll = () => {};
navigator.sendBeacon("/beacon", "x");
"""
_PAGE = """<!doctype html><html lang=lv><meta charset=utf-8><title>Zvani</title><h1>Zvani</h1><p>Laipni lūdzam!</p>
<script src=https://prints.example/print.js></script><script>
const getter = Object.getOwnPropertyDescriptor(Navigator.prototype, "plugins").get;
const found = {
  method: HTMLCanvasElement.prototype.toDataURL.toString(), name: HTMLCanvasElement.prototype.toDataURL.name,
  getter: getter.toString(), getterName: getter.name, printer: Function.prototype.toString.toString(),
  listens: EventTarget.prototype.addEventListener.toString(), arity: EventTarget.prototype.addEventListener.length, own: Object.keys(window).filter((name) => /^b[0-9a-f]{16}$/.test(name)).length,
  foreign: document.body.appendChild(document.createElement("iframe")).contentWindow.Function.prototype.toString.call(HTMLCanvasElement.prototype.toDataURL),
  blob: Blob.toString(), blobName: Blob.name, made: new Blob(["a"]) instanceof Blob && new Blob([]).constructor === Blob,
  open: open.toString(), openName: open.name, child: new (class extends Blob {})(["ab"]).size, fetch: fetch.toString(), onkeydown: document.onkeydown === null,
  length: navigator.plugins.length >= 0, throws: (() => { try { getter.call({}); return "no"; } catch (error) { return error.name; } })(),
};
const begun = performance.now();
for (let n = 0; n < 100000; n += 1) navigator.deviceMemory;
const after = document.createElement("canvas").getContext("2d");
for (let n = 0; n < 100000; n += 1) after.measureText("m");
localStorage.cost = performance.now() - begun;
new Worker("/worker.js").onmessage = ({ data }) => { localStorage.worker = data; };
localStorage.found = JSON.stringify(found);
</script>"""


_WORKER = """const cores = navigator.hardwareConcurrency;
const canvas = new OffscreenCanvas(64, 64);
canvas.getContext("2d").fillRect(0, 0, 9, 9);
canvas.convertToBlob().then(() => postMessage(Object.getOwnPropertyDescriptor(WorkerNavigator.prototype, "hardwareConcurrency").get.toString()));"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A page with a script of another site that calls everything."""
    folder = tmp_path_factory.mktemp("sites")
    for host in ("calls.test", "prints.example"):
        (folder / host).mkdir()
    (folder / "calls.test" / "index.html").write_text(_PAGE, encoding="utf-8")
    (folder / "prints.example" / "print.js").write_text(_SCRIPT, encoding="utf-8")
    (folder / "calls.test" / "worker.js").write_text(_WORKER, encoding="utf-8")
    with server.running([folder]) as farm:
        target = Target(
            url="https://calls.test/",
            proxy=farm.proxy,
            ignore_certificate_errors=True,
            states=("baseline",),
            keep_values=True,
        )
        return pipeline.scan(target, tmp_path_factory.mktemp("out"), formats=[])


def test_calls_are_counted_by_interface_and_script(result: Result) -> None:
    by: Counter[str] = Counter()
    for call in result.api_calls:
        if call.script == "https://prints.example/print.js" and call.visit == 0:
            by[call.api] += call.count
    expected = {
        "canvas": 1,
        "canvas-small": 1,
        "fonts": 3,
        "audio": 1,
        "permissions": 1,
        "beacon": 1,
        "listener-keys": 2,
        "listener-mouse": 1,
        "listener-scroll": 1,
    }
    assert {api: by[api] for api in expected} == expected


def test_a_loop_is_counted_to_at_least_half(result: Result) -> None:
    counts = {one.script: one.count for one in result.api_calls if (one.api, one.visit) == ("navigator", 0)}
    assert 50 <= counts["https://prints.example/print.js"] <= 110
    assert 50_000 <= counts["https://calls.test/"] <= 100_010


def test_two_hundred_thousand_calls_cost_little(result: Result) -> None:
    (cost,) = [item.value for item in result.storage if item.key == "cost"]
    assert float(cost or "inf") < 1500  # milliseconds; unwrapped these calls take about 60


def test_calls_in_workers_are_counted_and_give_what_they_give(result: Result) -> None:
    worker = [one for one in result.api_calls if one.script == "https://calls.test/worker.js"]
    assert {one.api for one in worker} == {"navigator", "canvas"}
    (kept,) = [item.value for item in result.storage if item.key == "worker"]
    assert kept == "function get hardwareConcurrency() { [native code] }"


def test_pages_do_not_see_the_hooks(result: Result) -> None:
    (kept,) = [item.value for item in result.storage if item.key == "found"]
    found = json.loads(kept or "{}")
    assert found == {
        "method": "function toDataURL() { [native code] }",
        "name": "toDataURL",
        "foreign": "function () { [native code] }",
        "getter": "function get plugins() { [native code] }",
        "getterName": "get plugins",
        "printer": "function toString() { [native code] }",
        "listens": "function addEventListener() { [native code] }",
        "arity": 2,
        "blob": "function Blob() { [native code] }",
        "open": "function open() { [native code] }",
        "openName": "open",
        "blobName": "Blob",
        "made": True,
        "child": 2,
        "fetch": "function fetch() { [native code] }",
        "onkeydown": True,
        "own": 0,
        "length": True,
        "throws": "TypeError",
    }


def test_the_calls_are_in_the_evidence_and_can_be_assessed(result: Result) -> None:
    assert "api_calls" in result.gathered
    assert Path(result.api_calls[0].script).name == "print.js"
