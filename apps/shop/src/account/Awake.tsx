import { Skeleton } from '@splot/ui'
import { useSyncExternalStore, type ReactNode } from 'react'
import { useT } from '../words/index.ts'

const never = () => () => {}

/**
 * Drawn once the page is awake: what somebody typed or sent before would be lost, and these forms are sent by script only. Until then their
 * place is kept.
 */
export function Awake({ children }: Readonly<{ children: ReactNode }>) {
  const t = useT('shell')
  const isAwake = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return isAwake ? (
    children
  ) : (
    <div aria-label={t('loading')}>
      <Skeleton shape="block" lines={3} />
    </div>
  )
}
