import { useEffect, useState } from 'react'

/** What a shopper changes for herself: larger text, high contrast, everything in reach. Gone with her. */
export function useModes() {
  const [large, setLarge] = useState(false)
  const [contrast, setContrast] = useState(false)
  const [low, setLow] = useState(false)
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset['text'] = large ? 'large' : 'normal'
    dataset['contrast'] = contrast ? 'high' : 'normal'
    return () => {
      delete dataset['text']
      delete dataset['contrast']
    }
  }, [large, contrast])
  return {
    large,
    contrast,
    low,
    changeText: () => setLarge(!large),
    changeContrast: () => setContrast(!contrast),
    changeReach: () => setLow(!low),
  }
}
