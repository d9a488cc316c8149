// Server-sent events of the request log, read with fetch, which every runtime has.

import { send, type Caller } from './call.js';
import type { LoggedRequest } from './types.js';

export async function* follow(caller: Caller, after?: number): AsyncGenerator<LoggedRequest, void, undefined> {
  const headers = after === undefined ? caller.headers : { ...caller.headers, 'Last-Event-ID': String(after) };
  const response = await send({ ...caller, headers }, 'GET', '/__mock/requests/stream');
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const events = (text + decoder.decode(value, { stream: true })).split('\n\n');
      text = events.pop()!;
      for (const event of events) {
        const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
        if (data.length > 0) yield JSON.parse(data.join('\n')) as LoggedRequest;
      }
    }
  } finally {
    await reader.cancel();
  }
}
