// The page inside another site's page: whose, and what is told to it. Only origins that the session names hear anything, and only they are heard.
//
// What is told holds ids, codes, counts and pixels, never a value of a list. The words are those of docs/guides/embedding.md.

export type Told =
  | { type: 'ready' }
  | { type: 'height'; height: number }
  | { type: 'moved' }
  | { type: 'batch_created'; batch: string }
  | { type: 'review_ready' | 'committed'; batch: string; counts: Record<string, number> }
  | { type: 'failed'; batch: string; code: string | null }
  | { type: 'session_expiring' | 'session_ended' | 'closed' };

let origins = $state.raw<string[] | undefined>();

/** The page around ours, as far as the browser says who it is. */
function around(): string | undefined {
  const told = (location as Location & { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0];
  if (told) return told;
  try {
    return document.referrer ? new URL(document.referrer).origin : undefined;
  } catch {
    return undefined;
  }
}

export const embed = {
  /** The origins that may stand around; `undefined` where nobody does. */
  get now() {
    return origins;
  },

  begin(allowed: string[]) {
    origins = allowed;
  },

  tell(told: Told) {
    if (!origins || window.parent === window) return;
    const one = around();
    // A browser that does not say who is around delivers to nobody but those named.
    const to = one && origins.includes(one) ? [one] : origins;
    for (const origin of to) window.parent.postMessage({ source: 'rentree', version: 1, ...told }, origin);
  },

  /** A token in place of one that ends, from the page around. Returns what stops listening. */
  onsession(take: (token: string) => void): () => void {
    const heard = (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || !origins?.includes(event.origin)) return;
      const said = event.data as { source?: unknown; type?: unknown; token?: unknown } | null;
      if (said?.source === 'rentree-host' && said.type === 'session' && typeof said.token === 'string') take(said.token);
    };
    window.addEventListener('message', heard);
    return () => window.removeEventListener('message', heard);
  },
};
