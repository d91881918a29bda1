// Texts of a list on the screen: what cannot be seen gets a sign, what is endless is cut. Never markup.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;
const SHOWN = 300;

function sign(one: string): string {
  const code = one.charCodeAt(0);
  if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029) return '⏎';
  if (code === 0x09) return '⇥';
  // The pictures that Unicode has for control characters; everything else that steers the text is shown by one sign.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '⍰';
}

/** A text as it may stand in a line. */
export function visible(text: string, most = SHOWN): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(CONTROL, sign);
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export interface Piece {
  text: string;
  hit: boolean;
}

/** The text in pieces, those that a search found marked. Case and accents do not count. */
export function pieces(text: string, wanted: string): Piece[] {
  const needle = fold(wanted.trim());
  if (needle === '') return [{ text, hit: false }];
  // Folding may change lengths: places are those of whole characters.
  const signs = [...text];
  const folded = signs.map(fold);
  const flat = folded.join('');
  const starts: number[] = [];
  folded.forEach((part, index) => {
    for (let n = 0; n < part.length; n += 1) starts.push(index);
  });
  const found: Piece[] = [];
  let from = 0;
  for (let at = flat.indexOf(needle); at >= 0; at = flat.indexOf(needle, at + needle.length)) {
    const first = starts[at] ?? 0;
    const last = (starts[at + needle.length - 1] ?? first) + 1;
    if (first < from) continue;
    if (first > from) found.push({ text: signs.slice(from, first).join(''), hit: false });
    found.push({ text: signs.slice(first, last).join(''), hit: true });
    from = last;
  }
  if (from < signs.length) found.push({ text: signs.slice(from).join(''), hit: false });
  return found;
}

/** `2009-02-28` as a school office writes it. */
export function asDay(text: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : text;
}
