// What the page around is told of the list that is open: once that it was sent from here, and each time that something is to be known.
import { follow, type Schemas } from '../../lib/api';
import { embed } from '../../lib/state/embed.svelte';

type Batch = Schemas['BatchView'];

const AGAIN = 5_000;
const FINAL = ['committed', 'cancelled', 'reverted'];

/** The latest list before this page was opened: ids grow with time. */
export const watch = { since: '' };

function counts(batch: Batch): Record<string, number> {
  const { read, created, updated, unchanged, skipped, error, warning } = batch.counts;
  return { read, created, updated, unchanged, skipped, error, warning };
}

/** Follows one list and tells; returns what ends it. */
export function told(slug: string, id: string): () => void {
  if (id > watch.since) embed.tell({ type: 'batch_created', batch: id });
  watch.since = id > watch.since ? id : watch.since;
  let last = '';
  let ended = false;
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  const seen = (batch: Batch) => {
    const working = batch.job?.status === 'waiting' || batch.job?.status === 'running';
    const now = working ? '' : batch.status;
    if (!now || now === last) return;
    last = now;
    if (now === 'validated') embed.tell({ type: 'review_ready', batch: id, counts: counts(batch) });
    else if (now === 'committed') embed.tell({ type: 'committed', batch: id, counts: counts(batch) });
    else if (now === 'failed') embed.tell({ type: 'failed', batch: id, code: batch.failure ?? null });
  };
  const open = () => {
    stop = follow(slug, id, {
      batch: seen,
      // Nothing happens by itself; a person may do something.
      rest: () => {
        if (!ended && !FINAL.includes(last)) timer = setTimeout(open, AGAIN);
      },
    });
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    stop();
  };
}
