import type { Plugin } from 'vite';
import type { StartOptions } from './options.js';
/**
 * leadmock starts a mock with the dev server, or uses the one that LEADMOCK_URL names; hands /v3 on to it; and prints where
 * its page is. The control API is not handed on: whoever can reach the dev server may not have it.
 */
export default function leadmock(options?: StartOptions): Plugin;
