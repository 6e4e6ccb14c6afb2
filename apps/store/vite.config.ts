import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { onlyOurLanguages } from '@splot/ui/vite'
import { build, defineConfig, type Plugin } from 'vite'

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
  },
  plugins: [react(), onlyOurLanguages(), serviceWorker()],
})

/**
 * Builds the service worker as one file, since it shares the rules with the page and not every browser lets a worker import, and
 * puts the list of the page's files in place of `self.__FILES`. The tool that usually does this brings three hundred packages;
 * the list itself is all that we need of it.
 */
function serviceWorker(): Plugin {
  const revisionOf = (content: string | Uint8Array): string =>
    createHash('sha256').update(content).digest('hex').slice(0, 16)
  return {
    name: 'splot:service-worker',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const built = Object.values(bundle).flatMap((file) => {
        const content = file.type === 'chunk' ? file.code : file.source
        return [{ url: file.fileName, content }]
      })
      const copied = readdirSync('public', { recursive: true, encoding: 'utf8' })
        .filter((url) => KEPT.test(url))
        .map((url) => ({ url, content: readFileSync(join('public', url)) }))
      const files = [...built, ...copied]
        .filter(({ url }) => KEPT.test(url) && !FOREIGN_SCRIPT.test(url))
        .map(({ url, content }) => ({ url, revision: revisionOf(content) }))
      const code = await buildWorker()
      if (!code.includes('self.__FILES')) {
        return this.error('The service worker does not ask for the list of files.')
      }
      const source = code.replace('self.__FILES', () => JSON.stringify(files))
      // It is found again by its name, which therefore never carries a hash.
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
      console.log(`  service worker ${(gzipSync(source).length / 1000).toFixed(1)} kB of JS, gzip`)
    },
  }
}

async function buildWorker(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2024',
      rolldownOptions: { input: 'src/sw.ts', output: { format: 'iife' } },
    },
  })
  const [chunk] = Array.isArray(built) ? [] : 'output' in built ? built.output : []
  if (!chunk) throw new Error('the build of the service worker gives one file')
  return chunk.code
}
