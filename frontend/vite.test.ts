import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const here = import.meta.dirname;

describe("the lock file", () => {
  it("pins every package by version and hash and names no address to fetch it from", () => {
    const lock = readFileSync(resolve(here, "package-lock.json"), "utf8");
    const packages = Object.entries(JSON.parse(lock).packages as Record<string, { version?: string; integrity?: string }>);
    expect(lock).not.toContain('"resolved"');
    for (const [name, one] of packages.filter(([name]) => name)) expect(one.version && one.integrity, name).toBeTruthy();
  });
});

const folders = readdirSync(here).filter((name) => existsSync(resolve(here, name, "main.ts")));

describe.each(folders)("island %s", (folder) => {
  it("has a test", () => {
    expect(readdirSync(resolve(here, folder)).some((name) => name.endsWith(".test.ts"))).toBe(true);
  });
});
