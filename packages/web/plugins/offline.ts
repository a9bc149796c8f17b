/** What a static page needs beside its bundle: a policy for what it may load, and a service worker that keeps all of it for offline. */
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** Scripts, styles, fonts and workers of the page itself; no other address is ever asked. Styles in attributes are KaTeX's and the editor's. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const worker = (version: string, files: readonly string[]): string => `const cache = "gradus-${version}";
const files = ${JSON.stringify(files)};
addEventListener("install", (e) => e.waitUntil(caches.open(cache).then((c) => c.addAll(files)).then(() => skipWaiting())));
addEventListener("activate", (e) => e.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((k) => k.startsWith("gradus-") && k !== cache).map((k) => caches.delete(k)))).then(() => clients.claim())));
addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== location.origin) return;
  const asked = e.request.mode === "navigate" ? "./" : e.request;
  e.respondWith(caches.open(cache).then((c) => c.match(asked, { ignoreSearch: true, ignoreVary: true })).then((kept) => kept ?? fetch(e.request)));
});
`;

export function offlinePlugin(): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "pre",
    // every browser of today reads woff2
    transform: (code, id) => (id.includes("katex") && id.endsWith(".css") ? code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)/g, "") : undefined),
    transformIndexHtml: () => [{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" }],
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const names = Object.keys(bundle).sort();
        const hash = createHash("sha256");
        for (const n of names) {
          const item = bundle[n];
          hash.update(n).update(item?.type === "chunk" ? item.code : (item?.source ?? ""));
        }
        const files = ["./", "./mark.svg", ...names.filter((n) => n !== "index.html").map((n) => `./${n}`)];
        this.emitFile({ type: "asset", fileName: "offline.js", source: worker(hash.digest("hex").slice(0, 12), files) });
      },
    },
  };
}
