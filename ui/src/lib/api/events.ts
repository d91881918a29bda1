// The events of one batch, for as long as something happens: a line that breaks is taken up again, a closed page costs nothing.
import type { Schemas } from './client';

export interface Listener {
  /** The batch as it stands now. */
  batch: (batch: Schemas['BatchView']) => void;
  /** Nothing more happens by itself. */
  rest?: () => void;
  /** Whether the line stands. */
  line?: (up: boolean) => void;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** Returns what ends it. */
export function follow(slug: string, batch: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let ended = false;

  const open = () => {
    source = new EventSource(`/v1/establishments/${encodeURIComponent(slug)}/batches/${batch}/events`);
    const told = (event: MessageEvent<string>) => {
      pause = FIRST_PAUSE;
      listener.line?.(true);
      listener.batch(JSON.parse(event.data) as Schemas['BatchView']);
    };
    source.addEventListener('batch', told);
    source.addEventListener('rest', (event) => {
      told(event as MessageEvent<string>);
      end();
      listener.rest?.();
    });
    source.onerror = () => {
      // The browser's own repeats give up on a server that is being restarted; ours do not.
      source?.close();
      if (ended) return;
      listener.line?.(false);
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  };
  const end = () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
  open();
  return end;
}
