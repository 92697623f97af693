// The shop's own consent dialog. It gates Google Analytics; Meta Pixel and Hotjar stand in the pages outside it.
(() => {
  const key = "ozolkalns_izvele";
  const chosen = document.cookie.split("; ").find((pair) => pair.startsWith(key + "="));
  const analytics = () => {
    window.dataLayer = window.dataLayer || [];
    const script = document.createElement("script");
    script.src = "https://www.googletagmanager.com/gtag/js?id=G-OZOLKALNS1";
    document.head.append(script);
  };
  const choose = (value) => {
    document.cookie = `${key}=${value}; path=/; max-age=${180 * 86400}; secure; samesite=lax`;
    document.getElementById("sikdatnes").remove();
    if (value === "visas") analytics();
  };
  if (chosen) {
    if (chosen.endsWith("visas")) analytics();
    return;
  }
  const dialog = document.createElement("div");
  dialog.id = "sikdatnes";
  dialog.setAttribute("role", "dialog");
  dialog.innerHTML = `<p>Mēs izmantojam sīkdatnes: nepieciešamās vienmēr, statistikas tikai tad, ja piekrītat. <a href="/sikdatnu-politika">Vairāk</a></p>
    <button type="button" data-value="visas">Piekrist visām</button><button type="button" class="kluss" data-value="nepieciesamas">Noraidīt</button>`;
  dialog.addEventListener("click", (event) => event.target.dataset.value && choose(event.target.dataset.value));
  document.body.append(dialog);
})();
