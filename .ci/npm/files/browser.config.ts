// Vitest's browser mode in Debian's Chromium, which runs as root in CI.
import { playwright } from '@vitest/browser-playwright';
import leadmock from 'leadmock/vite';
import { defineConfig } from 'vitest/config';

const launchOptions = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] };

export default defineConfig({
  plugins: [leadmock({ leads: 25 })],
  test: {
    globalSetup: 'leadmock/vitest',
    dir: 'test',
    include: ['**/{page,leads,sessions}.test.ts'],
    browser: { enabled: true, headless: true, screenshotFailures: false, provider: playwright({ launchOptions }), instances: [{ browser: 'chromium' }] },
  },
});
