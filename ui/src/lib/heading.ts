// A new page begins at its heading, for the eye and for the ear. One that comes later or is drawn anew takes the focus too, unless whoever is
// there went on meanwhile.

export function atHeading(): () => void {
  const from = document.activeElement;
  let ours: HTMLElement | undefined;
  const look = () => {
    if (ours?.isConnected || document.querySelector('dialog[open]')) return;
    const now = document.activeElement;
    if (now !== null && now !== document.body && (ours !== undefined || now !== from)) {
      observer.disconnect();
      return;
    }
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading) return;
    ours = heading;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(look);
  requestAnimationFrame(() => {
    observer.observe(document.body, { childList: true, subtree: true });
    look();
  });
  return () => observer.disconnect();
}
