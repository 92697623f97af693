// navigator.globalPrivacyControl as browsers that have it give it: a getter on the prototype that scripts cannot set.
(() => {
  const owner = (globalThis.Navigator || globalThis.WorkerNavigator)?.prototype;
  if (!owner || "globalPrivacyControl" in owner) return;
  const holder = {
    get globalPrivacyControl() {
      return true;
    },
  };
  Object.defineProperty(owner, "globalPrivacyControl", { ...Object.getOwnPropertyDescriptor(holder, "globalPrivacyControl"), enumerable: true, configurable: true });
})();
