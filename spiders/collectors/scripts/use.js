// Uses what dialogs.js has found: clicks boxes, radio buttons and controls for one purpose by their numbers, then one control.
// No link is followed and no form is sent: what the browser would do of its own after such a click is prevented, what the
// page's scripts do is not. A page is given a moment to take notice of the boxes before the control is clicked. With `hand`
// the control is not clicked but only made ready for it: the answer is whether it can be reached by a pointer.
async ({ box, toggles, radios, each, control, hand }) => {
  const found = globalThis.consentBoxes?.[box];
  if (!found) return false;
  found.told = true; // whatever it goes on to say, it was the dialog
  const hold = (element, how_long) => {
    const link = element.closest("a[href]");
    const leads = link && !/^(?:#|javascript:|$)/i.test(link.getAttribute("href"));
    const button = element.closest("button, input");
    const form = (button?.getAttribute("formmethod") ?? button?.form?.getAttribute("method"))?.toLowerCase() === "dialog" ? null : button?.form; // "dialog" sends nothing
    const held = [leads && link, form].filter(Boolean);
    const stop = (event) => event.preventDefault();
    for (const one of held) one.addEventListener(one.matches("form") ? "submit" : "click", stop);
    setTimeout(() => {
      for (const one of held) one.removeEventListener(one.matches("form") ? "submit" : "click", stop);
    }, how_long);
  };
  const reached = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    let hit = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    while (hit && hit !== element) hit = hit.parentElement || hit.getRootNode().host;
    return Boolean(hit);
  };
  const press = (element) => {
    hold(element, 0);
    const place = element.getBoundingClientRect();
    const more = { bubbles: true, cancelable: true, composed: true, view: window, button: 0, clientX: place.left + place.width / 2, clientY: place.top + place.height / 2 };
    element.dispatchEvent(new PointerEvent("pointerdown", { ...more, isPrimary: true, pointerType: "mouse" }));
    element.dispatchEvent(new MouseEvent("mousedown", more));
    element.dispatchEvent(new PointerEvent("pointerup", { ...more, isPrimary: true, pointerType: "mouse" }));
    element.dispatchEvent(new MouseEvent("mouseup", more));
    if (element.click) element.click();
    else element.dispatchEvent(new MouseEvent("click", more));
  };
  const told = (field) => (field.matches("input") ? field.checked : (field.getAttribute("aria-checked") ?? field.getAttribute("aria-pressed")));
  const is = (field, checked) => field.isConnected && told(field) !== null && String(told(field)) === String(checked);
  for (const number of toggles) {
    const { field, checked } = found.toggles[number];
    const now = field.matches("input") ? field.checked : checked;
    if (now !== checked) continue; // it followed another one
    if (field.matches("input")) field.click();
    else press(field);
    await new Promise((done) => setTimeout(done, 0));
  }
  const pause = () => new Promise((done) => setTimeout(done, 60));
  if (toggles.length) await pause();
  // A box that took no notice may listen at its label; one that stays as it was would be saved so.
  const stuck = () => toggles.map((number) => found.toggles[number]).filter(({ field, checked }) => is(field, checked));
  for (const { field } of stuck()) press(field.labels?.[0] || field.closest("label") || field.parentElement);
  if (stuck().length) await pause();
  if (stuck().length) return "stuck";
  for (const number of radios) {
    const { field } = found.radios[number];
    if (field.matches("option")) {
      const list = field.closest("select");
      list.value = field.value;
      for (const kind of ["input", "change"]) list.dispatchEvent(new Event(kind, { bubbles: true }));
    } else field.click();
  }
  for (const number of each) press(found.controls[number].element);
  if (radios.length || each.length) await pause();
  if (control === null) return true;
  const { element } = found.controls[control];
  if (!element.isConnected) return false;
  element.scrollIntoView?.({ block: "nearest", inline: "nearest", behavior: "instant" });
  if (hand) {
    hold(element, 2000);
    return reached(element);
  }
  press(element);
  return true;
};
