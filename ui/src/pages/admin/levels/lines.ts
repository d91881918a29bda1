// A pasted or chosen list of classes or departments, as text: code, name, other spellings. Pure, so that a test can go through it.

export interface Line {
  code: string;
  name: string;
  aliases: string[];
}

export interface Known extends Line {
  departments?: string[];
}

export type Fate = 'new' | 'changed' | 'same' | 'bad';

const HEADS = /^(code|codes|classe|classes|niveau|niveaux|level|class|serie|series|filiere|department|nom|name|libelle)$/;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
const clean = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The character that parts cells: a tab comes from a spreadsheet, else whichever the first lines have. */
function parting(text: string): string {
  const head = text.split('\n').slice(0, 5).join('\n');
  return ['\t', ';', ','].find((one) => head.includes(one)) ?? '\t';
}

function cells(line: string, by: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const one = line[at] ?? '';
    if (quoted && one === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (one === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (one === by && !quoted) {
      found.push(clean(cell));
      cell = '';
    } else cell += one;
  }
  return [...found, clean(cell)];
}

export function read(text: string): Line[] {
  const by = parting(text);
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => cells(line, by))
    .filter((line) => line.some(Boolean));
  const head = lines[0];
  if (head?.slice(0, 2).filter(Boolean).every((cell) => HEADS.test(fold(cell)))) lines.shift();
  return lines.map(([first = '', second = '', ...rest]) => ({
    code: first || second,
    name: second || first,
    aliases: [...new Set(rest.flatMap((cell) => cell.split(/[/|]/)).map(clean).filter(Boolean))],
  }));
}

/** What a line becomes beside what is there. Spellings are added, none is taken away. */
export function merged(known: Known[], lines: Line[]): { items: Known[]; fates: Fate[] } {
  const items = known.map((one) => ({ ...one }));
  const fates = lines.map((line): Fate => {
    if (!line.code) return 'bad';
    const old = items.find((one) => fold(one.code) === fold(line.code));
    if (!old) {
      items.push({ ...line });
      return 'new';
    }
    const more = line.aliases.filter((alias) => !old.aliases.some((other) => fold(other) === fold(alias)));
    const renamed = line.name !== line.code && line.name !== old.name;
    if (more.length === 0 && !renamed) return 'same';
    if (renamed) old.name = line.name;
    old.aliases = [...old.aliases, ...more];
    return 'changed';
  });
  return { items, fates };
}
