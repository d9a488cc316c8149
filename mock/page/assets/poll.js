// @ts-check
// What a panel looks up every so often.

import { t } from './i18n.js';
import { announce } from './shell.js';

/**
 * every calls work at once, and then at each interval while the web UI is looked at, until the signal. The first failure is the
 * caller's; a later one is told, and what is shown stays.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} work
 */
export function every(milliseconds, signal, work) {
  let busy = false;
  const turn = async () => {
    if (busy || document.hidden || signal.aborted) return;
    busy = true;
    try { await work(); } finally { busy = false; }
  };
  const again = () => turn().catch((error) => {
    if (!signal.aborted) announce('status' in error ? error.message : t('problem.lost'));
  });
  const timer = setInterval(again, milliseconds);
  signal.addEventListener('abort', () => clearInterval(timer));
  document.addEventListener('visibilitychange', again, { signal });
  return turn();
}
