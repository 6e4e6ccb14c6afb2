import { useEffect } from 'react'

/** Names the tab of the browser after the page; `Splot` comes last, so that tabs differ where they are cut. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Splot`
  }, [title])
}
