// @ts-check
// The request log as it grows: server-sent events read by fetch, since an EventSource sends no token.

import { controlResponse } from './api.js';

/**
 * follow calls onEvent(data) for each event, until the signal. It connects again when the connection ends, and rests while
 * the web UI is hidden: a browser has six connections to a server, and other tabs want them. Before each connection it asks
 * resume for the id to begin after, and after it still, whether that id means what it meant: a request log that was cleared
 * counts from 1 again.
 * @param {string} path
 * @param {object} more
 * @param {(connection: AbortSignal) => Promise<number>} more.resume
 * @param {(connection: AbortSignal) => boolean | Promise<boolean>} more.still
 * @param {(data: string) => void} more.onEvent
 * @param {(state: 'live' | 'lost') => void} more.onState
 * @param {AbortSignal} more.signal
 */
export async function follow(path, { resume, still, onEvent, onState, signal }) {
  let failures = 0;
  while (!signal.aborted) {
    if (document.hidden) await visible(signal);
    const connection = new AbortController();
    const end = () => connection.abort();
    const hidden = () => document.hidden && end();
    signal.addEventListener('abort', end);
    document.addEventListener('visibilitychange', hidden);
    try {
      const last = await resume(connection.signal);
      const response = await controlResponse('GET', path, undefined, connection.signal, { 'Last-Event-ID': String(last) });
      failures = 0;
      if (await still(connection.signal) && response.body) {
        onState('live');
        for await (const data of events(response.body)) onEvent(data);
      }
    } catch (error) {
      if (connection.signal.aborted) continue; // left, or hidden
      onState('lost');
      failures++;
    } finally {
      signal.removeEventListener('abort', end);
      document.removeEventListener('visibilitychange', hidden);
      end();
    }
    if (!document.hidden) await pause(Math.min(500 * 2 ** failures, 8000), signal);
  }
}

/**
 * events reads the lines of a stream, and yields the data of each event: an empty line ends it.
 * @param {ReadableStream<Uint8Array>} body
 */
async function* events(body) {
  const decoder = new TextDecoder();
  let rest = '';
  /** @type {string[]} */
  let data = [];
  for await (const chunk of chunks(body)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function* chunks(body) {
  const reader = body.getReader(); // not every browser iterates over a body
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {number} milliseconds @param {AbortSignal} signal @returns {Promise<void>} */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); });
  });
}

/** @param {AbortSignal} signal @returns {Promise<void>} */
function visible(signal) {
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => document.hidden || resolve(), { signal });
    signal.addEventListener('abort', () => resolve());
  });
}
