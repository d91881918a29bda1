// The types of the API, made from its document, which `rentree reference --write` makes from the program.
//
//   node scripts/api.mjs           writes src/lib/api/schema.d.ts
//   node scripts/api.mjs --check   fails when it is not what the document gives
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const here = (path) => new URL(path, import.meta.url).pathname;
const document = JSON.parse(readFileSync(here('../../docs/reference/openapi.json'), 'utf8'));
const path = here('../src/lib/api/schema.d.ts');
const made = `// Made from docs/reference/openapi.json by \`npm run api\`: change the program, not this file.\n\n${astToString(
  await openapi(document, { alphabetize: true, defaultNonNullable: false }),
)}`;

if (process.argv.includes('--check')) {
  let kept = '';
  try {
    kept = readFileSync(path, 'utf8');
  } catch {
    // Not there is not up to date either.
  }
  if (kept !== made) {
    console.error('src/lib/api/schema.d.ts is not what the API says: run `cargo xtask docs`.');
    process.exit(1);
  }
} else {
  writeFileSync(path, made);
}
