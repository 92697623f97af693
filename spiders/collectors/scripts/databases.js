// What the named IndexedDB databases and caches of a frame's origin hold, as text, at most `most` characters each.
async ({ databases, caches: names, most }) => {
  const soon = (promise) => Promise.race([promise, new Promise((done) => setTimeout(() => done(null), 800))]);
  const asked = (request) => new Promise((done) => Object.assign(request, { onsuccess: () => done(request.result), onerror: () => done(null), onblocked: () => done(null) }));
  const told = (value) => {
    try {
      return (JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one)) || "").slice(0, most);
    } catch {
      return ""; // a value that refers to itself
    }
  };
  const database = async (name) => {
    const opened = await asked(indexedDB.open(name));
    if (!opened) return "";
    const parts = [];
    try {
      for (const store of [...opened.objectStoreNames].slice(0, 20)) {
        const within = opened.transaction(store).objectStore(store);
        parts.push([store, await asked(within.getAllKeys(null, 20)), await asked(within.getAll(null, 20))]);
      }
    } finally {
      opened.close();
    }
    return told(parts);
  };
  const cache = async (name) => {
    const requests = await (await caches.open(name)).keys();
    return requests.slice(0, 100).map((request) => request.url).join("\n").slice(0, most);
  };
  const each = async (list, read) => {
    const found = {};
    for (const name of list.slice(0, 20)) found[name] = (await soon(read(name).catch(() => ""))) || "";
    return found;
  };
  return { databases: await each(databases, database), caches: await each(names, cache) };
};
