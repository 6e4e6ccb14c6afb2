import react from '@vitejs/plugin-react'
import { initialJsBudget, onlyOurLanguages } from '@splot/ui/vite'
import { defineConfig, type Plugin } from 'vite'

/** What a kiosk may load of JavaScript before it can be used, gzip. */
const INITIAL_JS_BUDGET_BYTES = 200_000

/**
 * The pages that stand in stores: the kiosk and, for the demo, the shelf labels. A build of its own beside that of the storefront, which
 * neither of them may slow down; nothing here is rendered by the server.
 */
export default defineConfig({
  base: '/kiosk/',
  plugins: [
    react(),
    onlyOurLanguages(),
    layersFirst(),
    initialJsBudget(INITIAL_JS_BUDGET_BYTES, (chunks) =>
      chunks.filter(({ isEntry }) => isEntry).map((entry) => ({ name: entry.name, loads: [entry] })),
    ),
  ],
  build: {
    outDir: 'dist/kiosk',
    copyPublicDir: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['kiosk.html', 'labels.html'] },
  },
})

/** The order of the kit's layers stands before each stylesheet: whichever a page loads first must not decide it. */
function layersFirst(): Plugin {
  return {
    name: 'splot:layers-first',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = `@layer base,tokens,components,app;${String(file.source)}`
      }
    },
  }
}
