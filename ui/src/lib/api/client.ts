// The API as the pages call it: typed by its own document, same origin, errors as values that a person can read.
//
//   const { data, etag } = await api('get', '/v1/establishments/{slug}/batches/{batch}', { path: { slug, batch } });
//   await api('put', '…/mapping', { path, body, ifMatch: etag });
//   await api('post', '…/commit', { path, key: `commit-${batch}` });      // without `key` a POST names itself
import { language } from '../words/language.svelte';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['ProblemView'];
export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Operation<P extends keyof paths, M extends Method> = paths[P][M];

type Params<O, K extends 'path' | 'query'> = O extends { parameters: infer A }
  ? K extends keyof A
    ? A[K]
    : undefined
  : undefined;

type JsonBody<O> = O extends { requestBody?: { content: infer C } }
  ? C extends { 'application/json': infer B }
    ? B
    : undefined
  : undefined;

type Ok<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 203 ? R[S] : never }[keyof R];

type Answered<O> = O extends { responses: infer R }
  ? Ok<R> extends { content: infer C }
    ? C extends { 'application/json': infer B }
      ? B
      : undefined
    : undefined
  : undefined;

type Part<K extends string, T> = undefined extends T ? { [k in K]?: T } : { [k in K]: T };

/** What the API wants is not left out. */
type BodyPart<O> = O extends { requestBody: unknown } ? { body: JsonBody<O> } : { body?: JsonBody<O> };

export type Asked<P extends keyof paths, M extends Method> = Part<'path', Params<Operation<P, M>, 'path'>> &
  Part<'query', Params<Operation<P, M>, 'query'> | undefined> &
  BodyPart<Operation<P, M>> & {
    ifMatch?: string;
    /** The Idempotency-Key of a POST; one is made when it is left out. */
    key?: string;
    signal?: AbortSignal;
  };

export interface Reply<T> {
  data: T;
  status: number;
  etag: string;
  headers: Headers;
}

/** What a request ended with when it did not end well. */
export class ApiError extends Error {
  constructor(
    readonly kind: 'problem' | 'network' | 'unexpected',
    readonly status: number,
    readonly requestId: string,
    readonly problem?: Problem,
  ) {
    super(problem?.code ?? kind);
  }

  get code(): string {
    return this.problem?.code ?? '';
  }
}

/**
 * The session's own token, kept by `session`, and what to do when the session has ended. With `bearer` the page stands inside another site's,
 * where no cookie of ours goes: the token is sent by hand, and nothing else.
 */
export const credentials = { csrf: '', bearer: '', ended: () => {} };

function address(path: string, named: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(named[name] ?? '')));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') asked.set(name, String(value));
  }
  const text = asked.toString();
  return text ? `${filled}?${text}` : filled;
}

/** What every request carries. */
export function headersOf(method: string, more: Record<string, string> = {}): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': language.now, ...more };
  if (credentials.bearer) headers.Authorization = `Bearer ${credentials.bearer}`;
  if (method !== 'GET' && method !== 'HEAD' && credentials.csrf) headers['X-CSRF-Token'] = credentials.csrf;
  return headers;
}

export async function failure(response: Response): Promise<ApiError> {
  const id = response.headers.get('x-request-id') ?? '';
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    try {
      const problem = (await response.json()) as Problem;
      return new ApiError('problem', response.status, problem.request_id || id, problem);
    } catch {
      // Cut off in the middle: as unexpected as any other answer.
    }
  }
  return new ApiError('unexpected', response.status, id);
}

/** One request, as `fetch` makes it, with what the API wants; what is not well is thrown as `ApiError`. */
export async function ask(url: string, init: RequestInit & { method: string }): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      credentials: credentials.bearer ? 'omit' : 'same-origin',
      ...init,
      headers: headersOf(init.method, init.headers as Record<string, string>),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('network', 0, '');
  }
  if (response.ok) return response;
  const failed = await failure(response);
  if (response.status === 401 && !url.startsWith('/v1/session')) credentials.ended();
  throw failed;
}

export async function api<M extends Method, P extends PathsWith<M>>(
  method: M,
  path: P,
  ...[asked]: Record<string, never> extends Asked<P, M> ? [Asked<P, M>?] : [Asked<P, M>]
): Promise<Reply<Answered<Operation<P, M>>>> {
  const said = (asked ?? {}) as {
    path?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: unknown;
    ifMatch?: string;
    key?: string;
    signal?: AbortSignal;
  };
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (said.body !== undefined) headers['Content-Type'] = 'application/json';
  if (said.ifMatch) headers['If-Match'] = said.ifMatch;
  if (method === 'post') headers['Idempotency-Key'] = said.key ?? crypto.randomUUID();
  const response = await ask(address(path as string, said.path, said.query), {
    method: method.toUpperCase(),
    headers,
    ...(said.body === undefined ? {} : { body: JSON.stringify(said.body) }),
    ...(said.signal ? { signal: said.signal } : {}),
  });
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return {
    data: (json ? await response.json() : undefined) as Answered<Operation<P, M>>,
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    headers: response.headers,
  };
}
