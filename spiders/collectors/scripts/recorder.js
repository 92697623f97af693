// Runs in every document and worker before its own scripts. Reports who writes cookies and storage keys, who calls interfaces that
// tell devices and people apart, what is sent so that it outlives the page, and which timers the page sets, over a binding that is taken off the global object at
// once. Wrapped functions keep their names, arity, printed source and results. In workers too, as far as these have it all.
// A window that is opened empty and used at once has nothing of the protocol's yet: its opener records it too, until it has.
(function record(globalThis, report, lent) {
  if (typeof report !== "function") return;
  try {
    delete globalThis["__BINDING__"];
  } catch {
    // Not configurable here: it stays visible, recording is not affected.
  }
  const printSource = globalThis.Function.prototype.toString;
  if (Reflect.apply(printSource, record, ["__BINDING__", lent ? null : report]) === "__BINDING__") return; // recorded already
  let left = __EVENTS__;
  const stringify = JSON.stringify;
  const ErrorType = Error;
  const apply = Reflect.apply;
  const construct = Reflect.construct;
  const ProxyType = Proxy;
  const MapType = Map;
  const now = Date.now;
  const sources = new WeakMap();

  const send = (message) => {
    if (left-- > 0) report(stringify(message));
  };
  // Asked for only when something is told: a worker that has not begun has no address yet, and asking for it kills the renderer.
  const place = () => globalThis.location?.href ?? ""; // worklets have none
  const stack = () => {
    const limit = ErrorType.stackTraceLimit;
    ErrorType.stackTraceLimit = 20;
    const text = new ErrorType().stack;
    ErrorType.stackTraceLimit = limit;
    return text;
  };
  const written = (kind, line) => {
    if (left <= 0) return; // a stack costs more than the write
    try {
      send({ kind, line: String(line).slice(0, __LINE__), stack: stack(), href: place(), at: now() });
    } catch {
      // A value that cannot be printed: the browser refuses it as well.
    }
  };
  // A proxy of a native function prints as one in every realm; in this one it keeps its name as well.
  const disguise = (original, trap) => {
    const wrapped = new ProxyType(original, { apply: trap });
    sources.set(wrapped, apply(printSource, original, []));
    return wrapped;
  };
  const wrapMethod = (owner, name, before) => {
    const descriptor = owner && Object.getOwnPropertyDescriptor(owner, name);
    if (!descriptor || typeof descriptor.value !== "function") return;
    const trap = (original, self, parameters) => {
      before(self, parameters);
      return apply(original, self, parameters);
    };
    Object.defineProperty(owner, name, { ...descriptor, value: disguise(descriptor.value, trap) });
  };

  const cookie = globalThis.Document && Object.getOwnPropertyDescriptor(globalThis.Document.prototype, "cookie");
  if (cookie) {
    const trap = (original, self, parameters) => {
      written("cookie", parameters[0]);
      return apply(original, self, parameters);
    };
    Object.defineProperty(globalThis.Document.prototype, "cookie", { ...cookie, set: disguise(cookie.set, trap) });
  }

  if (globalThis.CookieStore) {
    wrapMethod(globalThis.CookieStore.prototype, "set", (_, [first, second]) => {
      const given = typeof first === "object" && first ? first : { name: first, value: second };
      written("cookie", `${given.name}=${given.value}`);
    });
    wrapMethod(globalThis.CookieStore.prototype, "delete", (_, [given]) => written("cookie", `${typeof given === "object" && given ? given.name : given}=; Max-Age=0`));
  }
  wrapMethod(globalThis.Storage?.prototype, "setItem", (self, [key]) => {
    let kind = "local";
    try {
      if (self === globalThis.sessionStorage) kind = "session";
    } catch {
      // No access to session storage here, so it is not the one written to.
    }
    written(kind, key);
  });
  wrapMethod(globalThis.Element?.prototype, "attachShadow", (_, [how]) => {
    if (how && how.mode === "closed") send({ kind: "closed" }); // who looks for a dialog has to look into it
  });
  wrapMethod(globalThis.IDBFactory?.prototype, "open", (_, [name]) => written("indexeddb", name));
  wrapMethod(globalThis.CacheStorage?.prototype, "open", (_, [name]) => written("cache", name));

  // Calls by which scripts tell devices apart or watch what visitors do. The first ones of each kind are reported one by
  // one for each script that runs, later ones in lots, so that a page that calls without end pays little.
  const counts = new MapType();
  const called = (api) => {
    const running = globalThis.document?.currentScript?.src || "";
    const key = `${api} ${running}`;
    const count = counts.get(key) || { seen: 0, told: 0 };
    if (counts.size < 400) counts.set(key, count);
    count.seen += 1;
    if (count.seen > __CALLS__ && count.seen < count.told * 2) return;
    report(stringify({ kind: "call", api, count: count.seen - count.told, stack: stack(), href: place() }));
    count.told = count.seen;
  };
  const watch = (owner, api, ...names) => {
    for (const name of names) wrapMethod(owner && owner.prototype, name, () => called(api));
  };
  const watchGetter = (owner, api, ...names) => {
    for (const name of names) {
      const descriptor = owner && Object.getOwnPropertyDescriptor(owner.prototype, name);
      if (!descriptor || !descriptor.get) continue;
      const trap = (original, self, parameters) => {
        called(api);
        return apply(original, self, parameters);
      };
      Object.defineProperty(owner.prototype, name, { ...descriptor, get: disguise(descriptor.get, trap) });
    }
  };
  // What is read back from 16 by 16 pixels or less tells whether emoji or formats work, not devices apart.
  const LEAST = 16 * 16;
  const read = (width, height) => called(width * height > LEAST ? "canvas" : "canvas-small");
  const size = Object.fromEntries(["width", "height"].map((side) => [side, Object.getOwnPropertyDescriptor(globalThis.HTMLCanvasElement?.prototype || {}, side)?.get]));
  for (const name of ["toDataURL", "toBlob"])
    wrapMethod(globalThis.HTMLCanvasElement?.prototype, name, (self) => {
      try {
        read(apply(size.width, self, []), apply(size.height, self, []));
      } catch {
        // Not a canvas: the browser refuses the call as well.
      }
    });
  watch(globalThis.OffscreenCanvas, "canvas", "convertToBlob");
  for (const context of [globalThis.CanvasRenderingContext2D, globalThis.OffscreenCanvasRenderingContext2D]) {
    wrapMethod(context?.prototype, "getImageData", (_, [, , width, height]) => read(Number(width) || 0, Number(height) || 0));
  }
  watch(globalThis.CanvasRenderingContext2D, "fonts", "measureText");
  watch(globalThis.FontFaceSet, "fonts", "check");
  watch(globalThis.WebGLRenderingContext, "webgl", "getParameter", "getSupportedExtensions", "readPixels");
  watch(globalThis.WebGL2RenderingContext, "webgl", "getParameter", "getSupportedExtensions", "readPixels");
  watch(globalThis.OfflineAudioContext, "audio", "startRendering");
  watch(globalThis.RTCPeerConnection, "webrtc", "createDataChannel", "createOffer");
  watch(globalThis.Geolocation, "geolocation", "getCurrentPosition", "watchPosition");
  watch(globalThis.MediaDevices, "media-devices", "enumerateDevices");
  watch(globalThis.Permissions, "permissions", "query");
  watch(globalThis.Navigator, "battery", "getBattery");
  watch(globalThis.Document, "storage-access", "requestStorageAccess", "requestStorageAccessFor");
  // The protocol may not tell what outlives its page: it is told by who sends it. Only what can be read at once, without a
  // getter of the page's running: texts, forms, bytes, and a Blob by what it was made of.
  const MOST = __POSTED__;
  const AddressType = globalThis.URL;
  const BytesType = Uint8Array;
  const isView = ArrayBuffer.isView;
  const isArray = Array.isArray;
  const letterOf = String.fromCharCode;
  const coded = globalThis.btoa;
  const printQuery = globalThis.URLSearchParams?.prototype.toString;
  const eachField = globalThis.FormData?.prototype.forEach;
  const madeOf = new WeakMap();
  let bodiesLeft = __BODIES__;
  const own = (object, name) => (object && typeof object === "object" ? Object.getOwnPropertyDescriptor(object, name)?.value : undefined);
  const inWriting = (body) => {
    if (typeof body === "string") return { body: body.slice(0, MOST) };
    if (body instanceof globalThis.URLSearchParams) return { body: apply(printQuery, body, []).slice(0, MOST) };
    if (body instanceof globalThis.FormData) {
      const pairs = [];
      apply(eachField, body, [(value, name) => typeof value === "string" && pairs.push([name, value])]);
      return { body: `${new URLSearchParams(pairs)}`.slice(0, MOST) };
    }
    if (body instanceof ArrayBuffer || isView(body)) {
      const bytes = body instanceof ArrayBuffer ? new BytesType(body) : new BytesType(body.buffer, body.byteOffset, body.byteLength);
      let letters = "";
      for (let place = 0; place < bytes.length && place < MOST; place++) letters += letterOf(bytes[place]);
      return { packed: coded(letters) };
    }
    return madeOf.get(body);
  };
  const outlives = (input, body) => {
    try {
      if (body === undefined || body === null || bodiesLeft <= 0) return;
      const told = inWriting(body);
      const url = typeof input === "string" || input instanceof AddressType ? `${input}` : input.url;
      if (!told || typeof url !== "string") return;
      bodiesLeft -= 1;
      report(stringify({ kind: "body", url: new AddressType(url, globalThis.document.baseURI).href, ...told, at: now() }));
    } catch {
      // Not an address, or not a body: the browser refuses the call as well.
    }
  };
  wrapMethod(globalThis.Navigator?.prototype, "sendBeacon", (_, [url, body]) => {
    called("beacon");
    outlives(url, body);
  });
  if (globalThis.document) {
    // The protocol does not give what a Blob holds either, whenever it is sent.
    wrapMethod(globalThis, "fetch", (_, [input, how]) => {
      const body = own(how, "body");
      if (own(how, "keepalive") || madeOf.has(body)) outlives(input, body);
    });
    const goesTo = new WeakMap();
    wrapMethod(globalThis.XMLHttpRequest?.prototype, "open", (self, [, url]) => {
      if (typeof self === "object" && self && (typeof url === "string" || url instanceof AddressType)) goesTo.set(self, `${url}`);
    });
    wrapMethod(globalThis.XMLHttpRequest?.prototype, "send", (self, [body]) => madeOf.has(body) && outlives(goesTo.get(self), body));
    wrapMethod(globalThis, "fetchLater", (_, [input, how]) => outlives(input, own(how, "body")));
    const BlobType = globalThis.Blob;
    const make = (original, parameters, target) => {
      const made = construct(original, parameters, target);
      try {
        const pieces = isArray(parameters[0]) && parameters[0].length <= 20 ? [...parameters[0]] : [];
        const length = pieces.reduce((sum, one) => (typeof one === "string" ? sum + one.length : Infinity), 0);
        if (length > 0 && length <= MOST) madeOf.set(made, { body: pieces.join("") });
        else if (pieces.length === 1 && typeof pieces[0] === "object" && !(pieces[0] instanceof BlobType)) {
          if (pieces[0].byteLength <= MOST) madeOf.set(made, inWriting(pieces[0]));
        } else if (pieces.length === 1 && madeOf.has(pieces[0])) madeOf.set(made, madeOf.get(pieces[0]));
      } catch {
        // Made of what cannot be read here: its body is not told.
      }
      return made;
    };
    globalThis.Blob = new ProxyType(BlobType, { construct: make });
    sources.set(globalThis.Blob, apply(printSource, BlobType, []));
    Object.defineProperty(BlobType.prototype, "constructor", { value: globalThis.Blob, writable: true, configurable: true });
  }
  watch(globalThis.NavigatorUAData, "navigator", "getHighEntropyValues");
  watchGetter(globalThis.Navigator, "navigator", "plugins", "mimeTypes", "hardwareConcurrency", "deviceMemory");
  watchGetter(globalThis.WorkerNavigator, "navigator", "hardwareConcurrency", "deviceMemory");
  const LISTENERS = { keydown: "keys", keyup: "keys", keypress: "keys", input: "input", change: "input", mousemove: "mouse", mousedown: "mouse", pointermove: "mouse", touchmove: "mouse", scroll: "scroll", wheel: "scroll" };
  wrapMethod(globalThis.EventTarget?.prototype, "addEventListener", (_, [type]) => {
    if (typeof type === "string" && Object.hasOwn(LISTENERS, type)) called(`listener-${LISTENERS[type]}`);
  });
  // The same by a property: document.onkeydown = …
  for (const owner of [globalThis.document && globalThis, globalThis.Document?.prototype, globalThis.HTMLElement?.prototype])
    for (const [type, kind] of Object.entries(LISTENERS)) {
      const descriptor = owner && Object.getOwnPropertyDescriptor(owner, `on${type}`);
      if (!descriptor?.set) continue;
      const trap = (original, self, parameters) => {
        if (typeof parameters[0] === "function") called(`listener-${kind}`);
        return apply(original, self, parameters);
      };
      Object.defineProperty(owner, `on${type}`, { ...descriptor, set: disguise(descriptor.set, trap) });
    }

  // A worker has no timers yet that could be wrapped: its global object gets them after this has run.
  if (globalThis.document) {
    const waiting = new Set();
    const setTimer = (original, self, [task, delay, ...parameters]) => {
      const wait = Number(delay) || 0;
      if (typeof task !== "function" || wait < __TIMER_FROM__ || wait > __TIMER_TO__) return apply(original, self, [task, delay, ...parameters]);
      const fire = (...given) => {
        waiting.delete(id);
        return apply(task, globalThis, given);
      };
      const id = apply(original, self, [fire, delay, ...parameters]);
      waiting.add(id);
      send({ kind: "timer", id, wait, at: now() });
      return id;
    };
    const clearTimer = (original, self, parameters) => {
      if (waiting.delete(parameters[0])) send({ kind: "cleared", id: parameters[0] });
      return apply(original, self, parameters);
    };
    globalThis.setTimeout = disguise(globalThis.setTimeout, setTimer);
    globalThis.clearTimeout = disguise(globalThis.clearTimeout, clearTimer);
    const setEvery = (original, self, parameters) => {
      const wait = Number(parameters[1]) || 0;
      if (wait >= __TIMER_FROM__ && wait <= __TIMER_TO__) send({ kind: "interval", wait });
      return apply(original, self, parameters);
    };
    globalThis.setInterval = disguise(globalThis.setInterval, setEvery);
  }

  if (globalThis.document) {
    const open = (original, self, parameters) => {
      const made = apply(original, self, parameters);
      try {
        if (made && (parameters[0] === undefined || parameters[0] === "" || parameters[0] === "about:blank")) record(made, report, true);
      } catch {
        // A window of another site.
      }
      return made;
    };
    Object.defineProperty(globalThis, "open", { ...Object.getOwnPropertyDescriptor(globalThis, "open"), value: disguise(globalThis.open, open) });
  }

  const printer = Object.getOwnPropertyDescriptor(globalThis.Function.prototype, "toString");
  const print = (original, self, parameters) => {
    if (parameters[0] === "__BINDING__") {
      report = parameters[1] || report; // the protocol has come
      return "__BINDING__";
    }
    return sources.get(self) || apply(original, self, parameters);
  };
  Object.defineProperty(globalThis.Function.prototype, "toString", { ...printer, value: disguise(printer.value, print) });
})(globalThis, globalThis["__BINDING__"], false);
