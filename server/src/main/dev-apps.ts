import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'

const appsDirectory = fileURLToPath(new URL('../../../apps/', import.meta.url))

/** An editor writes a file in several steps. */
const SETTLE_MS = 150

/** What the dev server of an app offers that we need; Vite is a tool of the apps, not a dependency of the server. */
interface DevServer {
  readonly middlewares: (request: unknown, response: unknown, next: () => void) => void
  close(): Promise<void>
}

/**
 * `npm run dev`: store and office come from Vite's dev server with hot replacement; the shop, which is rendered by the server,
 * is rebuilt on every change and taken up by the next request. All of it ends with the server.
 */
export async function mountDevApps(app: FastifyInstance): Promise<void> {
  const { createServer } = (await import('vite' as string)) as {
    createServer(options: object): Promise<DevServer>
  }
  const servers = new Map<string, DevServer>()
  for (const name of ['store', 'office']) {
    const server = await createServer({
      root: `${appsDirectory}${name}`,
      base: `/${name}/`,
      // News of changes travel over our own port: no other one can be taken by a second `npm run dev`.
      server: { middlewareMode: true, ws: { server: app.server } },
      appType: 'spa',
    })
    servers.set(name, server)
  }
  app.addHook('onRequest', (request, reply, done) => {
    const server = servers.get(request.url.split(/[/?]/)[1] ?? '')
    if (!server) return done()
    reply.hijack()
    server.middlewares(request.raw, reply.raw, () => reply.raw.writeHead(404).end())
  })
  const watching = rebuildShopOnChange()
  // Before the server waits for its last connection: that of an open page would never end by itself.
  app.addHook('preClose', async () => {
    watching.abort()
    await Promise.all([...servers.values()].map((server) => server.close()))
  })
}

/** Builds the shop, browser's side and then server's, soon after something that it is made of has changed. */
function rebuildShopOnChange(): AbortController {
  const stop = new AbortController()
  let building = false
  let timer: NodeJS.Timeout | undefined
  const build = () => {
    if (building) return void (timer = setTimeout(build, SETTLE_MS))
    building = true
    // Vite's dev servers have set these for this process; a build made with them would not be the one that people get.
    const env = { ...process.env, NODE_ENV: 'production', VITE_USER_NODE_ENV: undefined }
    const child = spawn('npm', ['run', '--silent', 'build'], {
      cwd: `${appsDirectory}shop`,
      stdio: 'inherit',
      env,
    })
    child.on('exit', () => {
      building = false
    })
  }
  const sources = ['shop/src', '../packages/ui', '../packages/client', '../packages/kernel']
  for (const path of sources) {
    watch(`${appsDirectory}${path}`, { recursive: true, signal: stop.signal }, () => {
      clearTimeout(timer)
      timer = setTimeout(build, SETTLE_MS)
    })
  }
  stop.signal.addEventListener('abort', () => clearTimeout(timer))
  return stop
}
