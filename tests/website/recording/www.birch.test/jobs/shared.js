importScripts("https://cdn.scripts.test/imported.js");
fetch("https://api.tracker.test/worker/shared");
