import { useEffect, useRef, type RefObject } from 'react'

/**
 * A row that scrolls sideways where the screen is narrow: whatever of it is chosen is brought to its middle when it changes, so that nobody
 * has to look for where she is. The page itself stays where it is.
 */
export function useChosenInView<T extends HTMLElement>(chosen: string | undefined): RefObject<T | null> {
  const row = useRef<T>(null)
  useEffect(() => {
    if (chosen === undefined) return
    const { current } = row
    const one = current?.querySelector<HTMLElement>('[aria-selected=true], [aria-current=page]')
    if (!current || !one || current.scrollWidth <= current.clientWidth) return
    const { left, width } = one.getBoundingClientRect()
    const within = left - current.getBoundingClientRect().left
    current.scrollLeft += within - (current.clientWidth - width) / 2
  }, [chosen])
  return row
}
