// Runs in every document before its own scripts. Reports who writes cookies and storage keys, who calls interfaces that
// tell devices and people apart, and which timers the page sets, over a binding that is taken off `window` at once; wrapped functions keep their names and printed source.
(() => {
  const report = globalThis["__BINDING__"];
  if (typeof report !== "function" || !globalThis.document) return;
  try {
    delete globalThis["__BINDING__"];
  } catch {
    // Not configurable here: it stays visible, recording is not affected.
  }
  let left = __EVENTS__;
  const stringify = JSON.stringify;
  const ErrorType = Error;
  const apply = Reflect.apply;
  const now = Date.now;
  const sources = new WeakMap();
  const printSource = Function.prototype.toString;

  const send = (message) => {
    if (left-- > 0) report(stringify(message));
  };
  const stack = () => {
    const limit = ErrorType.stackTraceLimit;
    ErrorType.stackTraceLimit = 20;
    const text = new ErrorType().stack;
    ErrorType.stackTraceLimit = limit;
    return text;
  };
  const written = (kind, line) => {
    try {
      send({ kind, line: String(line).slice(0, 4096), stack: stack(), href: location.href, at: now() });
    } catch {
      // A value that cannot be printed: the browser refuses it as well.
    }
  };
  const disguise = (wrapper, original) => {
    sources.set(wrapper, apply(printSource, original, []));
    Object.defineProperty(wrapper, "length", { value: original.length, configurable: true });
    return wrapper;
  };
  const wrapMethod = (owner, name, before) => {
    const original = owner && owner[name];
    if (typeof original !== "function") return;
    const holder = {
      [name](...parameters) {
        before(this, parameters);
        return apply(original, this, parameters);
      },
    };
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { ...descriptor, value: disguise(holder[name], original) });
  };

  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  const holder = {
    set cookie(value) {
      written("cookie", value);
      apply(cookie.set, this, [value]);
    },
  };
  const setter = Object.getOwnPropertyDescriptor(holder, "cookie").set;
  Object.defineProperty(Document.prototype, "cookie", { ...cookie, set: disguise(setter, cookie.set) });

  if (globalThis.CookieStore) {
    wrapMethod(CookieStore.prototype, "set", (_, [first, second]) => {
      const given = typeof first === "object" && first ? first : { name: first, value: second };
      written("cookie", `${given.name}=${given.value}`);
    });
  }
  wrapMethod(Storage.prototype, "setItem", (self, [key]) => {
    let kind = "local";
    try {
      if (self === globalThis.sessionStorage) kind = "session";
    } catch {
      // No access to session storage here, so it is not the one written to.
    }
    written(kind, key);
  });
  if (globalThis.IDBFactory) wrapMethod(IDBFactory.prototype, "open", (_, [name]) => written("indexeddb", name));
  if (globalThis.CacheStorage) wrapMethod(CacheStorage.prototype, "open", (_, [name]) => written("cache", name));

  // Calls by which scripts tell devices apart or watch what visitors do; of each kind the first ones of a document.
  const counts = {};
  const called = (api) => {
    counts[api] = (counts[api] || 0) + 1;
    if (counts[api] <= __CALLS__) report(stringify({ kind: "call", api, stack: stack() }));
  };
  const watch = (owner, api, ...names) => {
    for (const name of names) wrapMethod(owner && owner.prototype, name, () => called(api));
  };
  const watchGetter = (owner, api, ...names) => {
    for (const name of names) {
      const descriptor = owner && Object.getOwnPropertyDescriptor(owner.prototype, name);
      if (!descriptor || !descriptor.get) continue;
      const original = descriptor.get;
      const holder = {
        get [name]() {
          called(api);
          return apply(original, this, []);
        },
      };
      Object.defineProperty(owner.prototype, name, { ...descriptor, get: disguise(Object.getOwnPropertyDescriptor(holder, name).get, original) });
    }
  };
  watch(globalThis.HTMLCanvasElement, "canvas", "toDataURL", "toBlob");
  watch(globalThis.OffscreenCanvas, "canvas", "convertToBlob");
  watch(globalThis.CanvasRenderingContext2D, "canvas", "getImageData");
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
  watch(globalThis.Navigator, "beacon", "sendBeacon");
  watch(globalThis.NavigatorUAData, "navigator", "getHighEntropyValues");
  watchGetter(globalThis.Navigator, "navigator", "plugins", "mimeTypes", "hardwareConcurrency", "deviceMemory");
  const LISTENERS = { keydown: "keys", keyup: "keys", keypress: "keys", input: "input", mousemove: "mouse", scroll: "scroll" };
  wrapMethod(EventTarget.prototype, "addEventListener", (_, [type]) => {
    if (typeof type === "string" && Object.hasOwn(LISTENERS, type)) called(`listener-${LISTENERS[type]}`);
  });

  const waiting = new Set();
  const setTimer = globalThis.setTimeout;
  const clearTimer = globalThis.clearTimeout;
  const timers = {
    setTimeout(task, delay, ...parameters) {
      const wait = Number(delay) || 0;
      if (typeof task !== "function" || wait < __TIMER_FROM__ || wait > __TIMER_TO__) {
        return apply(setTimer, this, [task, delay, ...parameters]);
      }
      const id = apply(setTimer, this, [
        (...given) => {
          waiting.delete(id);
          return apply(task, globalThis, given);
        },
        delay,
        ...parameters,
      ]);
      waiting.add(id);
      send({ kind: "timer", id, wait, at: now() });
      return id;
    },
    clearTimeout(id) {
      if (waiting.delete(id)) send({ kind: "cleared", id });
      return apply(clearTimer, this, [id]);
    },
  };
  globalThis.setTimeout = disguise(timers.setTimeout, setTimer);
  globalThis.clearTimeout = disguise(timers.clearTimeout, clearTimer);

  const setEvery = globalThis.setInterval;
  const every = {
    setInterval(task, delay, ...parameters) {
      const wait = Number(delay) || 0;
      if (wait >= __TIMER_FROM__ && wait <= __TIMER_TO__) send({ kind: "interval", wait });
      return apply(setEvery, this, [task, delay, ...parameters]);
    },
  };
  globalThis.setInterval = disguise(every.setInterval, setEvery);

  const printer = {
    toString() {
      return sources.get(this) || apply(printSource, this, []);
    },
  };
  Object.defineProperty(Function.prototype, "toString", {
    ...Object.getOwnPropertyDescriptor(Function.prototype, "toString"),
    value: disguise(printer.toString, printSource),
  });
})();
