// The program's flags as options in camel case.
/** What is a secret goes by the environment: arguments are for every process of the machine to see. */
const secrets = { auth: 'LEADMOCK_AUTH', controlToken: 'LEADMOCK_CONTROL_TOKEN' };
const times = new Set(['importDelay', 'sessionIdle']);
export function toArguments(options) {
    const args = ['--until-stdin-ends'];
    const env = {};
    const all = { log: 'off', ...(options.addr === undefined && { port: 0 }), ...options };
    for (const [name, value] of Object.entries(all)) {
        if (value === undefined)
            continue;
        const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
        if (secrets[name])
            env[secrets[name]] = String(value);
        else
            for (const one of Array.isArray(value) ? value : [value])
                args.push(`${flag}=${asText(name, one)}`);
    }
    return { args, env };
}
function asText(name, value) {
    if (value instanceof Date)
        return value.toISOString();
    if (typeof value === 'number' && times.has(name))
        return `${value}ms`;
    if (typeof value === 'object')
        throw new TypeError(`leadmock: ${name} cannot be ${JSON.stringify(value)}`);
    return String(value);
}
