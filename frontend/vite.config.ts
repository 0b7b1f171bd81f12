import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;

/** Every folder with a main.ts is an island of its own; pages ask for it by the folder's name. */
function islands(): Record<string, string> {
  const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const mains = folders.map((entry) => [entry.name, resolve(here, entry.name, "main.ts")] as const);
  return Object.fromEntries(mains.filter(([, file]) => existsSync(file)));
}

/** htmx can run text as code, which our policy forbids: its bundle does not even hold the means. */
function withoutEval(): Plugin {
  return {
    name: "without-eval",
    transform(code, id) {
      if (!id.includes("htmx.esm.js")) return null;
      const calls = /\b(?:eval\(str\)|(?:new )?Function\((?:conditionalSource|'))/g;
      if (code.match(calls)?.length !== 5) this.error("htmx changed: look again for the places where it runs text as code");
      const refused = code.replace(/\beval\(str\)/, "undefined").replace(/\b(?:new )?Function\((?=conditionalSource|')/g, "refuseCode(");
      return { code: `${refused}\nfunction refuseCode() { throw new Error("code in attributes is refused") }`, map: null };
    },
  };
}

export default defineConfig({
  plugins: [withoutEval()],
  root: here,
  base: "./", // chunks find each other relative to themselves, wherever static files are served
  publicDir: false,
  build: {
    outDir: resolve(here, "../src/tongban/web/static/built"),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0, // no data: addresses, the content security policy allows none
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: { theme: resolve(here, "theme/main.scss"), officers: resolve(here, "theme/officers.scss"), ...islands() } },
  },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 is written for Sass's older module system
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
  test: { environment: "happy-dom", include: ["**/*.test.ts"], restoreMocks: true, unstubGlobals: true },
});
