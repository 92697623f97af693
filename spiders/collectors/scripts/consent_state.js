// What the page's own consent interfaces say: IAB TCF, IAB GPP, Google consent mode. Runs in the page's world.
async () => {
  const ask = (call) => Promise.race([new Promise(call), new Promise((done) => setTimeout(() => done(null), 500))]);
  const state = {};
  try {
    if (typeof globalThis.__tcfapi === "function") state.tcf = await ask((done) => globalThis.__tcfapi("getTCData", 2, (data, ok) => done(ok ? String(data.tcString) : null)));
    if (typeof globalThis.__gpp === "function") state.gpp = await ask((done) => globalThis.__gpp("ping", (data) => done(data ? String(data.gppString) : null)));
    const entries = Array.isArray(globalThis.dataLayer) ? [...globalThis.dataLayer] : [];
    const modes = entries.filter((entry) => entry && entry[0] === "consent" && typeof entry[2] === "object");
    for (const entry of modes.slice(-20)) for (const [name, value] of Object.entries(entry[2])) if (/^[a-z_]{3,40}$/.test(name) && /^(?:granted|denied)$/.test(value)) state[`consent mode ${name}`] = value;
  } catch {
    state.fault = "the page's consent interface failed";
  }
  return state;
};
