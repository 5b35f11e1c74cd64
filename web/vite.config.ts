import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npx vite web` finds the rest of Rostrum while somebody works on the page. */
const rostrum = process.env['ROSTRUM_URL'] ?? 'http://localhost:4000';

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      // The Chime client carries a chat client that this page never uses and that would bring half an SDK along.
      '@aws-sdk/client-chime-sdk-messaging': fileURLToPath(new URL('audio/no-messaging.ts', import.meta.url)),
    },
  },
  define: { global: 'window' },
  build: {
    target: 'es2022',
    // The Chime client is one chunk of its own, fetched when somebody has signed in.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/r/', '/local', '/oidc'].map((path) => [path, { target: rostrum }])),
  },
});
