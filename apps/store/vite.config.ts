import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { onlyOurLanguages } from '@splot/ui/vite'
import { defineConfig, type Plugin } from 'vite'

/** Where `npm run dev` finds the API. */
const api = process.env['SPLOT_API'] ?? 'http://127.0.0.1:4000'

/** What the service worker keeps on the device. */
const KEPT = /\.(js|css|html|svg|woff2)$/
/** Of the fonts only what Polish and English are written with. */
const FOREIGN_SCRIPT = /inter-(cyrillic|greek|vietnamese)/

export default defineConfig({
  base: '/store/',
  server: { proxy: { '/v1': api, '/media': api } },
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { main: 'index.html', sw: 'src/sw.ts' },
      // A service worker is found again by its name, so this one name never carries a hash.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  plugins: [react(), onlyOurLanguages(), listFilesForServiceWorker()],
})

/**
 * Puts the list of built files in place of `self.__FILES` in the service worker. The tool that usually does this brings three
 * hundred packages; the list itself is all that we need of it.
 */
function listFilesForServiceWorker(): Plugin {
  const revisionOf = (content: string | Uint8Array): string =>
    createHash('sha256').update(content).digest('hex').slice(0, 16)
  return {
    name: 'splot:service-worker-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const built = Object.values(bundle).flatMap((file) => {
        const content = file.type === 'chunk' ? file.code : file.source
        return [{ url: file.fileName, content }]
      })
      const copied = readdirSync('public', { recursive: true, encoding: 'utf8' })
        .filter((url) => KEPT.test(url))
        .map((url) => ({ url, content: readFileSync(join('public', url)) }))
      const files = [...built, ...copied]
        .filter(({ url }) => KEPT.test(url) && !FOREIGN_SCRIPT.test(url) && url !== 'sw.js')
        .map(({ url, content }) => ({ url, revision: revisionOf(content) }))
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk' || !worker.code.includes('self.__FILES')) {
        return this.error('The service worker does not ask for the list of files.')
      }
      worker.code = worker.code.replace('self.__FILES', () => JSON.stringify(files))
    },
  }
}
