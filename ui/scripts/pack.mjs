// Beside every built file of some size, the same compressed: the program serves them as they are and compresses nothing itself.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = new URL('../dist/pages/', import.meta.url).pathname;
const TEXT = /\.(js|css|html|svg|json|webmanifest)$/;
let first = 0;

for (const name of readdirSync(folder, { recursive: true })) {
  const path = join(folder, name);
  if (!TEXT.test(name) || !statSync(path).isFile()) continue;
  const bytes = readFileSync(path);
  if (bytes.length < 600) continue;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  );
}

// What the browser must have before it shows anything: the page itself, and what it names.
const index = readFileSync(join(folder, 'index.html'), 'utf8');
for (const [, name] of index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) {
  first += statSync(join(folder, `${name}.br`), { throwIfNoEntry: false })?.size ?? statSync(join(folder, name)).size;
}
console.log(`first load: ${(first / 1000).toFixed(1)} kB compressed`);
if (first > 60_000) {
  console.error('The first load is above 60 kB: what is not needed at once belongs behind an import().');
  process.exit(1);
}
