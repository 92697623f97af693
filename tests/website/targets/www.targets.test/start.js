new Worker("/dedicated.js");
new SharedWorker("/shared.js");
navigator.serviceWorker.register("/service.js");
