// A file over a slow line: in pieces, each going on where the line broke (tus 1.0.0). It can be paused, resumed and given up.
import { ApiError, ask } from './client';

const VERSION = { 'Tus-Resumable': '1.0.0' };
const SMALLEST = 64 << 10;
const LARGEST = 4 << 20;
/** A piece should take about so long: then pausing is quick and progress is seen. */
const PIECE_SECONDS = 1.5;
const PATIENCE = 120_000;
const PAUSES = [1, 2, 4, 8, 15];

export interface Telling {
  progress: (done: number) => void;
  /** Whether the line stands; while it does not, the upload tries again by itself. */
  line: (up: boolean) => void;
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export class Upload {
  private place = '';
  private offset = 0;
  private piece = 256 << 10;
  private abort: AbortController | undefined;
  private waiting: (() => void) | undefined;
  private paused = false;
  private given = false;

  constructor(
    private readonly slug: string,
    private readonly file: Blob,
    private readonly name: string,
    private readonly tell: Telling,
  ) {}

  /** The id of the upload, when all of it has arrived; nothing when it was given up. */
  async send(): Promise<string | undefined> {
    let failures = 0;
    for (;;) {
      if (this.given) return undefined;
      if (this.paused) {
        await new Promise<void>((resolve) => (this.waiting = resolve));
        continue;
      }
      try {
        if (this.place === '') await this.announce();
        else if (failures > 0) await this.ask();
        if (this.offset >= this.file.size) return this.place.split('/').at(-1);
        // It was paused or given up meanwhile.
        if (this.paused || this.given) continue;
        await this.next();
        failures = 0;
        this.tell.line(true);
      } catch (error) {
        if (this.given) return undefined;
        if (this.paused) {
          // The piece that was cut may have arrived in part.
          failures = 1;
          continue;
        }
        if (!(error instanceof ApiError) || !(error.kind === 'network' || error.status === 503 || error.status === 412)) throw error;
        this.tell.line(false);
        const pause = PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 1;
        failures += 1;
        await new Promise<void>((resolve) => {
          this.waiting = resolve;
          setTimeout(resolve, pause * 1000);
        });
      }
    }
  }

  pause(): void {
    this.paused = true;
    this.abort?.abort();
  }

  resume(): void {
    this.paused = false;
    this.waiting?.();
  }

  /** What has arrived is deleted. */
  async giveUp(): Promise<void> {
    this.given = true;
    this.abort?.abort();
    this.waiting?.();
    if (this.place) await ask(this.place, { method: 'DELETE', headers: VERSION }).catch(() => undefined);
  }

  private async announce(): Promise<void> {
    const answer = await ask(`/v1/establishments/${encodeURIComponent(this.slug)}/uploads`, {
      method: 'POST',
      headers: {
        ...VERSION,
        'Upload-Length': String(this.file.size),
        'Upload-Metadata': `filename ${base64(this.name)}`,
        'Idempotency-Key': crypto.randomUUID(),
      },
    });
    this.place = answer.headers.get('location') ?? '';
  }

  private async ask(): Promise<void> {
    const answer = await ask(this.place, { method: 'HEAD', headers: VERSION });
    this.arrived(answer);
  }

  private async next(): Promise<void> {
    this.abort = new AbortController();
    const begun = performance.now();
    const end = Math.min(this.file.size, this.offset + this.piece);
    const answer = await ask(this.place, {
      method: 'PATCH',
      headers: { ...VERSION, 'Upload-Offset': String(this.offset), 'Content-Type': 'application/offset+octet-stream' },
      body: this.file.slice(this.offset, end),
      // A line that hangs says nothing: after a while it counts as cut, and the piece is sent again.
      signal: AbortSignal.any([this.abort.signal, AbortSignal.timeout(PATIENCE)]),
    });
    const seconds = Math.max(0.01, (performance.now() - begun) / 1000);
    const fitting = ((end - this.offset) / seconds) * PIECE_SECONDS;
    this.piece = Math.round(Math.min(LARGEST, Math.max(SMALLEST, Math.min(fitting, this.piece * 4))));
    this.arrived(answer);
  }

  private arrived(answer: Response): void {
    this.offset = Number(answer.headers.get('upload-offset') ?? this.offset);
    this.tell.progress(this.offset);
  }
}
