// npm passes a signal on to the shell between us, and that shell dies of it without a word to us; an npm that is killed leaves
// even the shell alive. So whoever runs under npm looks whether all from here up to npm are still in their places.
import { readFileSync } from 'node:fs'

const EVERY_MS = 500
/** A shell, our own front and Node's watcher may stand between us and npm. */
const MOST_BETWEEN = 4

if (process.env['npm_lifecycle_event'] && process.platform !== 'win32') {
  const line = lineToNpm()
  const timer = setInterval(() => {
    const unbroken = line.every((pid, at) => pid === (at === 0 ? process.ppid : parentOf(line[at - 1])))
    if (unbroken) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, EVERY_MS)
  timer.unref()
}

/** Our parent, its parent and so on up to npm; the parent alone where the system does not tell, or npm is another tool. */
function lineToNpm() {
  const line = [process.ppid]
  for (let pid = process.ppid; !isNpm(pid); line.push(pid)) {
    pid = parentOf(pid)
    if (pid === undefined || line.length > MOST_BETWEEN) return [process.ppid]
  }
  return line
}

/** npm writes what it runs over its command line: `npm start`. */
function isNpm(pid) {
  return /^npm\b/.test(read(`/proc/${pid}/cmdline`) ?? '')
}

/** The second field behind the program's name in brackets, which may hold anything. */
function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`)
  return stat && Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
