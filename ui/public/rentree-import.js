// <rentree-import address="/embed/…#…"></rentree-import>: the import of a list of students inside your own page. docs/guides/embedding.md
//
// No dependencies, no build: <script src="https://rentree.example/rentree-import.js"></script>. It draws one frame, keeps it as high as what it
// shows, and turns what the frame says into events of the element. It listens to that frame and its server alone.
(() => {
  'use strict';

  const OWN = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
  const EVENTS = [
    'ready',
    'batch_created',
    'review_ready',
    'committed',
    'failed',
    'session_expiring',
    'session_ended',
    'closed',
  ];
  const TITLES = { fr: 'Import d’une liste d’élèves', en: 'Import of a list of students' };
  const LEAST = 320;

  class RentreeImport extends HTMLElement {
    static observedAttributes = ['address', 'lang'];

    /** @type {HTMLIFrameElement | undefined} */
    #frame;
    #heard = (event) => this.#hear(event);

    connectedCallback() {
      window.addEventListener('message', this.#heard);
      this.#draw();
    }

    disconnectedCallback() {
      window.removeEventListener('message', this.#heard);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback(_name, before, after) {
      if (this.isConnected && before !== after) this.#draw();
    }

    /** Where Rentrée is: the attribute `server`, else where this file came from. */
    get server() {
      return new URL(this.getAttribute('server') || OWN || location.href, location.href).origin;
    }

    /** Gives the frame a new session's token, after `session_expiring`. What was being done goes on. */
    renew(token) {
      this.#frame?.contentWindow?.postMessage({ source: 'rentree-host', type: 'session', token }, this.server);
    }

    #draw() {
      const address = this.getAttribute('address');
      this.#frame?.remove();
      this.#frame = undefined;
      if (!address) return;
      const url = new URL(address, this.server);
      // An address that leads elsewhere is somebody's mistake, or worse.
      if (url.origin !== this.server || !url.pathname.startsWith('/embed/')) return;
      const lang = this.getAttribute('lang');
      if (lang) url.searchParams.set('lang', lang);
      const frame = document.createElement('iframe');
      frame.title = this.getAttribute('title') || TITLES[lang === 'en' ? 'en' : 'fr'];
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-downloads allow-modals');
      frame.allow = 'clipboard-read; clipboard-write';
      frame.referrerPolicy = 'origin';
      frame.style.cssText = `display:block;inline-size:100%;border:0;block-size:${LEAST}px`;
      frame.src = url.href;
      this.append(frame);
      this.#frame = frame;
    }

    #hear(event) {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== this.server) return;
      const told = event.data;
      if (told?.source !== 'rentree' || told.version !== 1) return;
      if (told.type === 'height' && Number.isFinite(told.height)) {
        this.#frame.style.blockSize = `${Math.max(LEAST, Math.ceil(told.height))}px`;
      } else if (told.type === 'moved') {
        if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: 'start' });
      } else if (EVENTS.includes(told.type)) {
        const { source: _source, version: _version, type, ...detail } = told;
        this.dispatchEvent(new CustomEvent(`rentree:${type}`, { detail, bubbles: true }));
      }
    }
  }

  if (!customElements.get('rentree-import')) customElements.define('rentree-import', RentreeImport);
})();
