// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// While developing, answers come from a real engine started beside Vite with `meguri serve`.
const engine = process.env.MEGURI_SERVER ?? 'http://127.0.0.1:8642';
// It takes writing requests from its own pages only: behind the proxy ours is one of them.
const target = { target: engine, changeOrigin: true, headers: { origin: engine } };
const proxy = { '/api': target, '/openapi.json': target, '/healthz': target };

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { '@messages': fileURLToPath(new URL('../messages', import.meta.url)) },
    conditions: process.env.VITEST ? ['browser'] : undefined,
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no data: outside images
    modulePreload: { polyfill: false }, // no inline script
    chunkSizeWarningLimit: 400,
  },
  server: {
    port: 5173,
    strictPort: true,
    host: '127.0.0.1',
    fs: { allow: ['..'] },
    proxy,
  },
  preview: { port: 5174, strictPort: true, host: '127.0.0.1', proxy },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
