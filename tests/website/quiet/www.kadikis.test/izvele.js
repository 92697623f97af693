// The consent dialog: nothing is loaded before the answer; the link in the foot of every page opens it again.
(() => {
  const key = "kadikis_izvele";
  const answer = () => document.cookie.split("; ").find((pair) => pair.startsWith(key + "="))?.slice(key.length + 1);
  const count = () => {
    const script = document.createElement("script");
    script.src = "https://www.googletagmanager.com/gtag/js?id=G-KADIKIS1";
    document.head.append(script);
  };
  const forget = (name) => (document.cookie = `${name}=; path=/; max-age=0; secure; samesite=lax`);
  const choose = (value) => {
    const before = answer();
    document.cookie = `${key}=${value}; path=/; max-age=${180 * 86400}; secure; samesite=lax`;
    document.getElementById("izvele")?.remove();
    if (value === "statistika" && before !== value) count();
    if (value !== "statistika") ["_ga", "_ga_KADIKIS1"].forEach(forget);
  };
  const ask = () => {
    if (document.getElementById("izvele")) return;
    const dialog = document.createElement("div");
    dialog.id = "izvele";
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-label", "Sīkdatnes");
    dialog.innerHTML = `<h2>Sīkdatnes</h2>
      <p>Ar Jūsu piekrišanu izmantojam statistikas sīkdatnes, lai saskaitītu apmeklējumus; datus saņem Google. Nepieciešamās sīkdatnes ir vienmēr.
      Izvēli var mainīt jebkurā laikā. <a href="/sikdatnes">Sīkdatņu politika</a> · <a href="/privatuma-politika">Privātuma politika</a></p>
      <p><label><input type="checkbox" checked disabled> Nepieciešamās</label> <label><input type="checkbox" id="statistika"> Statistika</label></p>
      <p><button type="button" data-value="statistika">Piekrītu</button> <button type="button" data-value="nekas">Noraidīt</button>
      <button type="button" data-value="?">Saglabāt izvēli</button></p>`;
    dialog.addEventListener("click", ({ target: { dataset } }) => {
      if (dataset.value) choose(dataset.value === "?" ? (dialog.querySelector("#statistika").checked ? "statistika" : "nekas") : dataset.value);
    });
    document.body.append(dialog);
  };
  document.getElementById("mainit").addEventListener("click", ask);
  if (answer() === "statistika") count();
  if (!answer()) ask();
})();
