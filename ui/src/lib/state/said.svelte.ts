// What the page says in passing: shown in a corner and read out. Errors stay until they are closed.
export interface Said {
  id: number;
  kind: 'good' | 'info' | 'bad';
  text: string;
  action?: { label: string; run: () => void };
}

let last = 0;
let all = $state<Said[]>([]);
let aloud = $state('');

const SHOWN_FOR = 6_000;

export const said = {
  get all() {
    return all;
  },
  /** For screen readers only. */
  get aloud() {
    return aloud;
  },
  read(text: string) {
    aloud = '';
    // An equal text is read again only when it was gone in between.
    queueMicrotask(() => (aloud = text));
  },
  show(kind: Said['kind'], text: string, action?: Said['action']) {
    const id = (last += 1);
    all = [...all, { id, kind, text, ...(action ? { action } : {}) }];
    if (kind !== 'bad') setTimeout(() => said.close(id), SHOWN_FOR);
  },
  close(id: number) {
    all = all.filter((one) => one.id !== id);
  },
};
