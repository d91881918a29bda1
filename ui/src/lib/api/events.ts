// The events of one batch, for as long as something happens: a line that breaks is taken up again, a closed page costs nothing.
import { ApiError, ask, credentials, type Schemas } from './client';

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
  const url = `/v1/establishments/${encodeURIComponent(slug)}/batches/${batch}/events`;
  return credentials.bearer ? read(url, listener) : listen(url, listener);
}

/** Where the token is sent by hand: the browser's own reader of events sends none. */
function read(url: string, listener: Listener): () => void {
  const stop = new AbortController();
  const one = (block: string): boolean => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
    const data = field('data');
    if (!data) return false;
    listener.line?.(true);
    listener.batch(JSON.parse(data) as Schemas['BatchView']);
    return field('event') === 'rest';
  };
  const lines = async (): Promise<boolean> => {
    const response = await ask(url, { method: 'GET', headers: { Accept: 'text/event-stream' }, signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) return false;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? '';
      if (blocks.map(one).includes(true)) return true;
    }
  };
  void (async () => {
    for (let pause = FIRST_PAUSE; !stop.signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        if (await lines()) {
          stop.abort();
          listener.rest?.();
          return;
        }
      } catch (error) {
        if (error instanceof ApiError && error.status > 0 && error.status < 500) return;
      }
      if (stop.signal.aborted) return;
      listener.line?.(false);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  })();
  return () => stop.abort();
}

function listen(url: string, listener: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let ended = false;

  const open = () => {
    source = new EventSource(url);
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
