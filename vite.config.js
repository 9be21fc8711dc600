// Builds the front doors' styles and scripts into the package's static folder.
import { defineConfig } from "vite";
import { resolve } from "node:path";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const front = resolve(import.meta.dirname, "src/cartelera/web/front");
const entries = readdirSync(front).filter((name) => name.endsWith(".js"));

// The maps of title pages are drawn on the server from these outlines (Natural Earth).
const outlines = {
  name: "outlines",
  writeBundle: ({ dir }) =>
    copyFileSync(resolve(import.meta.dirname, "node_modules/world-atlas/countries-50m.json"), resolve(dir, "countries-50m.json")),
};

// Beside each text a compressed copy, which the site sends to whoever can read it.
const compressed = {
  name: "compressed",
  writeBundle({ dir }) {
    for (const name of readdirSync(dir).filter((name) => /\.(js|css)$/.test(name))) {
      writeFileSync(resolve(dir, `${name}.gz`), gzipSync(readFileSync(resolve(dir, name)), { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [compressed, outlines],
  root: front,
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "src/cartelera/web/static/built"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["chrome123", "firefox125", "safari17.5"],
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name.replace(/\.js$/, ""), resolve(front, name)])),
    },
  },
});
