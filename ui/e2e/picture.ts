// Pictures of pages for the documentation, small enough to be kept: a page has few colours, so each dot becomes a number in a palette.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 128;

interface Dots {
  width: number;
  height: number;
  /** Bytes of a dot: three, or four with one for how see-through it is, which a page never is. */
  depth: number;
  bytes: Uint8Array;
}

/** The same picture with at most `COLOURS` colours. */
export function small(png: Buffer): Buffer {
  const dots = read(png);
  const counts = new Map<number, number>();
  const colour = (at: number) => ((dots.bytes[at] ?? 0) << 16) | ((dots.bytes[at + 1] ?? 0) << 8) | (dots.bytes[at + 2] ?? 0);
  for (let at = 0; at < dots.bytes.length; at += dots.depth) counts.set(colour(at), (counts.get(colour(at)) ?? 0) + 1);
  const palette = chosen(counts);
  const nearest = new Map<number, number>();
  const numberOf = (wanted: number) => {
    let best = nearest.get(wanted);
    if (best === undefined) {
      best = palette.reduce((found, one, index) => (apart(one, wanted) < apart(palette[found] ?? 0, wanted) ? index : found), 0);
      nearest.set(wanted, best);
    }
    return best;
  };
  // Each line begins with how it is filtered; numbers of a palette are best left as they are.
  const lines = new Uint8Array((dots.width + 1) * dots.height);
  for (let y = 0; y < dots.height; y += 1) {
    for (let x = 0; x < dots.width; x += 1) lines[y * (dots.width + 1) + 1 + x] = numberOf(colour((y * dots.width + x) * dots.depth));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(dots.width, 0);
  header.writeUInt32BE(dots.height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('PLTE', table), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const apart = (one: number, other: number) =>
  ((one >> 16) - (other >> 16)) ** 2 + (((one >> 8) & 255) - ((other >> 8) & 255)) ** 2 + ((one & 255) - (other & 255)) ** 2;

/**
 * The colours of surfaces as they are, then the commonest others, but none that hardly differs from one that is there: rare ones of their own
 * kind get a place, too.
 */
function chosen(counts: Map<number, number>): number[] {
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  const common = sorted.map(([colour]) => colour);
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  const surfaces = sorted.filter(([, count]) => count * 1000 >= all).map(([colour]) => colour).slice(0, COLOURS / 2);
  for (let least = 48; ; least *= 1.6) {
    const palette: number[] = [...surfaces];
    for (const colour of common) {
      if (palette.length > COLOURS) break;
      if (palette.every((one) => apart(one, colour) >= least)) palette.push(colour);
    }
    if (palette.length <= COLOURS) return palette;
  }
}

function chunk(kind: string, bytes: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), bytes]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(bytes.length, 0);
  around.writeUInt32BE(crc32(named) >>> 0, 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** Chromium writes eight bits a part, no interlacing. */
function read(png: Buffer): Dots {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const lines = inflateSync(Buffer.concat(parts));
  const length = width * depth;
  const bytes = new Uint8Array(length * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (length + 1)];
    for (let x = 0; x < length; x += 1) {
      const at = y * length + x;
      const left = x < depth ? 0 : (bytes[at - depth] ?? 0);
      const above = y === 0 ? 0 : (bytes[at - length] ?? 0);
      const corner = x < depth || y === 0 ? 0 : (bytes[at - length - depth] ?? 0);
      const expected = filter === 1 ? left : filter === 2 ? above : filter === 3 ? (left + above) >> 1 : filter === 4 ? paeth(left, above, corner) : 0;
      bytes[at] = ((lines[y * (length + 1) + 1 + x] ?? 0) + expected) & 255;
    }
  }
  return { width, height, depth, bytes };
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}
