import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** An append-only file of one JSON value per line. */
export type JsonLines = {
  /**
   * Returns when the operating system has the line: it outlives the death of this process, though not a power
   * cut. Synchronous on purpose: a few microseconds into the page cache are cheaper than a trip through the
   * thread pool, and what was answered is always what was written.
   */
  append(record: unknown): void
  /** Replaces everything by `records`. */
  rewrite(records: readonly unknown[]): void
  close(): void
}

/**
 * Opens (or makes) `file` and hands each record already there to `replay`, oldest first. A torn last line,
 * which a killed writer may leave, is cut off; a broken line anywhere else is an error, since a double that
 * forgets silently would hide bugs.
 */
export function openJsonLines(file: string, replay: (record: unknown) => void): JsonLines {
  mkdirSync(dirname(file), { recursive: true })
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  const lines = whole.toString('utf8').split('\n')
  lines.forEach((line, index) => {
    if (line === '') return
    try {
      replay(JSON.parse(line))
    } catch (cause) {
      throw new Error(`line ${index + 1} of ${file} cannot be read`, { cause })
    }
  })

  const descriptor = openSync(file, 'a')
  if (whole.length < bytes.length) ftruncateSync(descriptor, whole.length)
  let open = true

  const append = (record: unknown) => {
    const line = Buffer.from(JSON.stringify(record) + '\n')
    for (let written = 0; written < line.length;) written += writeSync(descriptor, line, written)
  }
  return {
    append,
    rewrite(records) {
      ftruncateSync(descriptor, 0)
      for (const record of records) append(record)
    },
    close() {
      if (open) closeSync(descriptor)
      open = false
    },
  }
}
