// npm passes a signal on to the shell between us, and that shell dies of it without a word to us. A changed parent tells.
const EVERY_MS = 500

if (process.env['npm_lifecycle_event'] && process.platform !== 'win32') {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, EVERY_MS)
  timer.unref()
}
