// Uses what dialogs.js has found: clicks boxes and radio buttons by their numbers, then one control.
// No link is followed and no form is sent: what the browser would do of its own after such a click is prevented, what the
// page's scripts do is not. A page is given a moment to take notice of the boxes before the control is clicked.
async ({ box, toggles, radios, control }) => {
  const found = globalThis.consentBoxes?.[box];
  if (!found) return false;
  const press = (element) => {
    const link = element.closest("a[href]");
    const leads = link && !/^(?:#|javascript:|$)/i.test(link.getAttribute("href"));
    const held = [leads && link, element.closest("button, input")?.form].filter(Boolean);
    const stop = (event) => event.preventDefault();
    for (const one of held) one.addEventListener(one.matches("form") ? "submit" : "click", stop);
    const place = element.getBoundingClientRect();
    const more = { bubbles: true, cancelable: true, composed: true, view: window, button: 0, clientX: place.left + place.width / 2, clientY: place.top + place.height / 2 };
    element.dispatchEvent(new PointerEvent("pointerdown", { ...more, isPrimary: true, pointerType: "mouse" }));
    element.dispatchEvent(new MouseEvent("mousedown", more));
    element.dispatchEvent(new PointerEvent("pointerup", { ...more, isPrimary: true, pointerType: "mouse" }));
    element.dispatchEvent(new MouseEvent("mouseup", more));
    if (element.click) element.click();
    else element.dispatchEvent(new MouseEvent("click", more));
    setTimeout(() => {
      for (const one of held) one.removeEventListener(one.matches("form") ? "submit" : "click", stop);
    }, 0);
  };
  for (const number of toggles) {
    const { field, checked } = found.toggles[number];
    const now = field.matches("input") ? field.checked : checked;
    if (now !== checked) continue; // it followed another one
    if (field.matches("input")) field.click();
    else press(field);
    await new Promise((done) => setTimeout(done, 0));
  }
  for (const number of radios) found.radios[number].field.click();
  if (toggles.length || radios.length) await new Promise((done) => setTimeout(done, 60));
  if (control === null) return true;
  const { element } = found.controls[control];
  if (!element.isConnected) return false;
  element.scrollIntoView?.({ block: "nearest", inline: "nearest", behavior: "instant" });
  press(element);
  return true;
};
