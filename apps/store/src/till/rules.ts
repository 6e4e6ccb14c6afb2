import { compileRules, type CompiledRules, type RuleSet } from '@splot/rules'
import { useSyncExternalStore } from 'react'
import { api, ask, kept } from '../house.ts'
import { NO_RULES } from './price-sale.ts'

/** The name under which the rules are kept on the device. */
const RULES = 'rules'
/** Rules are asked for again this often, besides at the start and when the network comes back. */
const REFRESH_MS = 60_000

/** Rule sets as the server answers them: the one in force, and those that wait for their instant. */
type KnownRules = readonly { readonly startsAt: number; readonly set: RuleSet }[]

let known: KnownRules = []
let compiled: { readonly startsAt: number; readonly rules: CompiledRules } | null = null
const listeners = new Set<() => void>()

/** The rules in force at an instant, also one that came while there was no network. */
export function rulesAt(at: Date): CompiledRules {
  const due = known.findLast(({ startsAt }) => startsAt <= at.getTime())
  if (!due) return NO_RULES
  if (compiled?.startsAt !== due.startsAt || compiled.rules.version !== due.set.version)
    compiled = { startsAt: due.startsAt, rules: compileRules(due.set) }
  return compiled.rules
}

/** Takes up what this device knows, then follows the server. Without an answer the last rules count on. */
export async function openRules(): Promise<void> {
  // Written by `refreshRules` only.
  const found = (await kept.read(RULES).catch(() => undefined)) as KnownRules | undefined
  if (found) become(found)
  void refreshRules()
  setInterval(() => void refreshRules(), REFRESH_MS)
  window.addEventListener('online', () => void refreshRules())
}

export async function refreshRules(): Promise<void> {
  try {
    const { sets } = await ask(api.GET('/v1/rules'))
    const next = sets
      .map(({ startsAt, ...set }) => ({ startsAt: Date.parse(startsAt), set: set as RuleSet }))
      .sort((a, b) => a.startsAt - b.startsAt || a.set.version - b.set.version)
    become(next)
    await kept.write(RULES, next)
  } catch {
    // No network, nobody signed in, or no room: what is known counts on.
  }
}

function become(next: KnownRules): void {
  known = next
  compiled = null
  for (const tell of listeners) tell()
}

/** Tells a screen that other rules count now. */
export const useRulesVersion = (): number =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => rulesAt(new Date()).version,
  )
