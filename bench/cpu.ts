import { readdirSync, readFileSync } from 'node:fs'

/** Kernel clock ticks a second on Linux; the kernel has reported 100 to user space for decades. */
const TICKS_PER_SECOND = 100

interface ProcessTimes {
  readonly parent: number
  readonly ms: number
}

function read(pid: number): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces: count fields from behind it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15)
    return {
      parent: fields[1] ?? 0,
      ms: ((user + system + childUser + childSystem) * 1000) / TICKS_PER_SECOND,
    }
  } catch {
    return undefined
  }
}

/** CPU milliseconds used so far by the processes `pids` and all their living children; NaN where /proc is missing. */
export function cpuMsOf(pids: readonly number[]): number {
  let all: Map<number, ProcessTimes>
  try {
    const found = readdirSync('/proc').flatMap((name): [number, ProcessTimes][] => {
      const times = /^\d+$/.test(name) ? read(Number(name)) : undefined
      return times ? [[Number(name), times]] : []
    })
    all = new Map(found)
  } catch {
    return Number.NaN
  }
  let total = 0
  const wanted = new Set(pids)
  for (const [pid, times] of all) if (wanted.has(pid) || wanted.has(times.parent)) total += times.ms
  return total
}
