import react from '@vitejs/plugin-react'
import { onlyOurLanguages } from '@splot/ui/vite'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/** Where `npm run dev` finds the API. */
const api = process.env['SPLOT_API'] ?? 'http://127.0.0.1:4000'

export default defineConfig({
  base: '/store/',
  server: { proxy: { '/v1': api, '/media': api } },
  build: { target: 'es2024', assetsInlineLimit: 0 },
  plugins: [
    react(),
    onlyOurLanguages(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      // The page registers it itself: an update is offered on the home screen, never taken in the middle of a sale.
      injectRegister: null,
      manifest: {
        name: 'Splot · Sklep',
        short_name: 'Splot',
        description: 'Kasa i zamówienia w sklepie',
        lang: 'pl',
        display: 'standalone',
        background_color: '#faf8f4',
        theme_color: '#faf8f4',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,woff2}'], // Of the fonts only what Polish and English are written with.
        globIgnores: ['**/sw.js', '**/inter-{cyrillic,greek,vietnamese}*'],
      },
    }),
  ],
})
