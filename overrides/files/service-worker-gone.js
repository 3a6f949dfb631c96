/* Takes the worker back (SERVICE_WORKER=false): deletes all that it kept, and itself. It answers no request. */
"use strict";

const PREFIX = `open-roadmap ${new URL("./", self.location).pathname} `;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
})()));
