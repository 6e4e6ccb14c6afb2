import { ProblemError } from '@splot/client'
import { useSyncExternalStore } from 'react'
import {
  changeMe,
  deleteMe,
  readMe,
  register,
  signIn,
  signOut,
  type MyChange,
  type NewAccount,
} from '../api/account.ts'
import type { Me } from '../api/types.ts'
import { cart } from './cart.ts'

export interface AccountState {
  /** `unknown`: she may be signed in, and nobody has asked yet. */
  readonly status: 'unknown' | 'out' | 'in' | 'unreachable'
  readonly me: Me | null
}

const UNKNOWN: AccountState = { status: 'unknown', me: null }

let state = UNKNOWN
const listeners = new Set<() => void>()
const show = (next: AccountState): void => {
  state = next
  for (const tell of listeners) tell()
}
const listen = (tell: () => void): (() => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Who is signed in on this device; nobody on the server, which draws every page for everybody. */
export const useAccount = (): AccountState =>
  useSyncExternalStore(
    listen,
    () => state,
    () => UNKNOWN,
  )

/** Asks who it is. Called when a session may be there: visitors without one are not asked about. */
export async function recogniseMe(hasSession: boolean): Promise<void> {
  if (!hasSession) return show({ status: 'out', me: null })
  try {
    show({ status: 'in', me: await readMe() })
  } catch (problem) {
    const isOver = problem instanceof ProblemError && problem.problem.status === UNAUTHENTICATED
    show({ status: isOver ? 'out' : 'unreachable', me: null })
  }
}

const UNAUTHENTICATED = 401

/** Signs in; what she filled as a guest joins her own basket. @throws ProblemError the API's "no" */
export const enter = async (email: string, password: string): Promise<void> =>
  entered(await signIn(email, password, cart.key))

/** Opens an account and signs in. @throws ProblemError the API's "no" */
export const join = async (account: NewAccount): Promise<void> => entered(await register(account, cart.key))

async function entered({ cartId }: { readonly cartId?: string }): Promise<void> {
  await recogniseMe(true)
  // Without one she has no basket of her own, or what she brought could not be joined to it and stays where it was.
  if (cartId) await cart.become(cartId)
}

/** Signs out; her basket waits for her, and this device starts a new one. */
export async function leave(): Promise<void> {
  await signOut()
  forgetMe()
}

/** Puts her own data right. @throws ProblemError the API's "no" */
export const correctMe = async (change: MyChange): Promise<void> =>
  show({ status: 'in', me: await changeMe(change) })

/** Erases the account for good. @throws ProblemError the API's "no" */
export async function eraseMe(password: string): Promise<void> {
  await deleteMe(password)
  forgetMe()
}

function forgetMe(): void {
  cart.forget()
  show({ status: 'out', me: null })
}
