// One call of the control API, and the types of what it takes and returns.
/** The error of a call that the mock has refused. */
export class LeadmockError extends Error {
    name = 'LeadmockError';
    /** Status of the reply; 0 where there was none. */
    status;
    /** The reply's JSON, such as {error, near}. */
    reply;
    constructor(message, status, reply, options) {
        super(message, options);
        this.status = status;
        this.reply = reply;
    }
}
export async function send(caller, method, path, body) {
    const url = caller.base + path;
    let response;
    try {
        response = await fetch(url, {
            method,
            headers: body === undefined ? caller.headers : { ...caller.headers, 'Content-Type': 'application/json' },
            ...(body !== undefined && { body: JSON.stringify(body) }),
        });
    }
    catch (error) {
        const origin = globalThis.location?.origin;
        const hint = origin && origin !== 'null' ? `; from a page, the mock must be started with --control-origin ${origin}` : '';
        throw new LeadmockError(`leadmock: no mock answers at ${caller.base}${hint}`, 0, undefined, { cause: error });
    }
    if (response.ok)
        return response;
    const text = await response.text();
    const reply = parse(text);
    const said = typeof reply === 'object' && reply !== null && 'error' in reply ? String(reply.error) : text;
    throw new LeadmockError(`leadmock: ${method} ${path}: ${said || response.statusText}`, response.status, reply);
}
/** call returns the JSON of the reply; undefined for none. */
export async function call(caller, method, path, body) {
    const response = await send(caller, method, path, body);
    return (response.status === 204 ? undefined : await response.json());
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** query is a query string, empty for no parameters. */
export function query(parameters) {
    const pairs = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
