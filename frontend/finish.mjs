// After Vite: what the server needs besides the bundles. Runs as part of `npm run build`.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const built = join(import.meta.dirname, "../src/tongban/web/static/built");
const font = join(import.meta.dirname, "node_modules/@expo-google-fonts/noto-sans-tc");

/** The typeface of PDFs: receipts must show Chinese on a machine without Chinese fonts. */
function copyFonts() {
  mkdirSync(join(built, "fonts"), { recursive: true });
  for (const [from, to] of [
    ["400Regular/NotoSansTC_400Regular.ttf", "NotoSansTC-Regular.ttf"],
    ["700Bold/NotoSansTC_700Bold.ttf", "NotoSansTC-Bold.ttf"],
    ["LICENSE_FONT", "LICENSE.txt"],
  ]) {
    copyFileSync(join(font, from), join(built, "fonts", to));
  }
}

/** Smaller copies beside each text file, so that the server never compresses while someone waits. */
function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!/\.(js|css|svg|json|html|map)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    if (content.length < 512) continue;
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    const best = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: best }));
  }
}

copyFonts();
compress(built);
