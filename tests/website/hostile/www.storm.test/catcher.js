addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(new Response("<title>From the worker</title><p>Made up.", { headers: { "Content-Type": "text/html" } })));
