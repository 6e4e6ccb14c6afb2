import type { ScanEvent } from '@splot/ui'
import { useScanner } from '@splot/ui'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'

/** Answers whether the scan was for it; what nobody takes goes to the screen below, at last to the app. */
export type TakeScan = (event: ScanEvent) => boolean
type TakeKeys = (text: string) => void

interface Scans {
  readonly quantity: number | null
  readonly listen: (take: { current: TakeScan }) => () => void
  readonly listenToKeys: (take: { current: TakeKeys }) => () => void
}

const ScansContext = createContext<Scans | null>(null)

export interface ScansProviderProps {
  /** What no screen wanted: a customer's code opens the hand-over wherever one is. */
  readonly otherwise: (event: ScanEvent) => void
  readonly children: ReactNode
}

/** One scanner for the whole app. Screens and panels put themselves on top of each other; the topmost is asked first. */
export function ScansProvider({ otherwise, children }: ScansProviderProps) {
  // Made once: new doors would make every screen leave and join again, and lose its place in the order.
  const [{ takers, keyTakers, ...doors }] = useState(openDoors)
  const { quantity } = useScanner(
    (event) => {
      const taken = takers.toReversed().some((take) => take.current(event))
      if (!taken) otherwise(event)
    },
    { onTyped: (text) => keyTakers.at(-1)?.current(text) },
  )
  const { listen, listenToKeys } = doors
  const value = useMemo(() => ({ quantity, listen, listenToKeys }), [quantity, listen, listenToKeys])
  return <ScansContext value={value}>{children}</ScansContext>
}

function openDoors() {
  const takers: { current: TakeScan }[] = []
  const keyTakers: { current: TakeKeys }[] = []
  return { takers, keyTakers, listen: joins(takers), listenToKeys: joins(keyTakers) }
}

const joins =
  <T,>(list: T[]) =>
  (taker: T) => {
    list.push(taker)
    return () => void list.splice(list.indexOf(taker), 1)
  }

function useScans(): Scans {
  const scans = useContext(ScansContext)
  if (!scans) throw new Error('there is no ScansProvider above')
  return scans
}

function useNewest<T extends TakeScan | TakeKeys>(
  take: T,
  listen: (ref: { current: T }) => () => void,
): void {
  const newest = useRef(take)
  useEffect(() => {
    newest.current = take
  })
  // Before the screen is seen: whoever sees it may scan at once.
  useLayoutEffect(() => listen(newest), [listen])
}

/** Offers every scan to this screen for as long as it stands. */
export function useTakeScan(take: TakeScan): void {
  useNewest(take, useScans().listen)
}

/** A person's keys outside of any field, for pads that stand on the screen; scans are never among them. */
export function useTakeKeys(take: TakeKeys): void {
  useNewest(take, useScans().listenToKeys)
}

/** The quantity that waits for its scan (`3 *`). */
export const useWaitingQuantity = (): number | null => useScans().quantity
