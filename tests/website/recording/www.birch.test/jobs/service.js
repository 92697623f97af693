addEventListener("install", (event) => event.waitUntil(fetch("https://api.tracker.test/worker/service")));
