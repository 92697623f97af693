// Fields a visitor could type into; with `focus`, puts the cursor into that one; with `clear`, empties those named.
// While the program types, no form is sent: submit events end in the capture phase, before the page's own listeners.
({ focus, clear }) => {
  const TYPES = ["text", "email", "tel", "search", "password", "textarea", "number"];
  const visible = (field) => field.getClientRects().length > 0 && field.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const fields = [...document.querySelectorAll("input, textarea")].filter(
    (field) => TYPES.includes(field.type) && !field.disabled && !field.readOnly && !field.value && visible(field) && !field.closest("[role=dialog], dialog"),
  );
  const slots = (globalThis.baitFields ??= fields.slice(0, 6));
  if (!globalThis.baitGuard) {
    globalThis.baitGuard = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("submit", globalThis.baitGuard, { capture: true });
  }
  if (clear) {
    for (const field of slots) field.value = "";
    document.activeElement?.blur?.();
    removeEventListener("submit", globalThis.baitGuard, { capture: true });
    globalThis.baitGuard = globalThis.baitFields = undefined;
    return [];
  }
  if (focus !== null && focus !== undefined) slots[focus]?.focus({ preventScroll: true });
  const fold = (text) => (text || "").replace(/\s+/g, " ").trim().slice(0, 120);
  return slots.map((field) => ({ type: field.type, name: fold(field.name || field.id), label: fold(field.labels?.[0]?.textContent || field.placeholder || field.getAttribute("aria-label")), active: document.activeElement === field }));
};
