import { useEffect, useRef, type RefObject } from 'react'

/**
 * A row that scrolls sideways where the screen is narrow: whatever of it is chosen is brought to its middle when it changes, so that nobody
 * has to look for where she is. The page itself stays where it is.
 */
export function useChosenInView<T extends HTMLElement>(chosen: string | undefined): RefObject<T | null> {
  const row = useRef<T>(null)
  useEffect(() => {
    if (chosen === undefined) return
    // Tabs are collected first and stand in the row a moment later.
    const frame = requestAnimationFrame(() => row.current && centre(row.current))
    return () => cancelAnimationFrame(frame)
  }, [chosen])
  return row
}

function centre(row: HTMLElement): void {
  const one = row.querySelector<HTMLElement>('[aria-selected=true], [aria-current=page]')
  if (!one || row.scrollWidth <= row.clientWidth) return
  const { left, width } = one.getBoundingClientRect()
  row.scrollLeft += left - row.getBoundingClientRect().left - (row.clientWidth - width) / 2
}
