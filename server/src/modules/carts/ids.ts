import { createHash } from 'node:crypto'
import { newId, type Id } from '@splot/kernel'
import type { CommandKey } from '#platform/database'

/**
 * An id that a repeated command makes again (RFC 9562 version 8: custom), so that its repetition finds what its first
 * run, killed half-way, already took. Without a key: a fresh one.
 */
export function idFor<Name extends string>(key: CommandKey | undefined, part: string): Id<Name> {
  if (!key) return newId<Name>()
  const bytes = createHash('sha256')
    .update(`${key.scope}\n${key.key}\n${key.bodyHash}\n${part}`)
    .digest()
    .subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return id as Id<Name>
}
