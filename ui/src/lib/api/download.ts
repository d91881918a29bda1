// A file of the API, kept by the browser. A plain link does the same where the session is a cookie and no header is wanted.
import { ask } from './client';

/** Asks for it, and hands it over under the name that the server gives, or the one given here. */
export async function download(url: string, name: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await ask(url, { method: 'GET', headers });
  const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const place = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = place;
  link.download = told ? decodeURIComponent(told) : name;
  link.click();
  // The browser has taken it by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(place), 60_000);
}
