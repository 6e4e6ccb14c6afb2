import { useLocale } from '@splot/ui'
import { useEffect } from 'react'
import { learnLabels } from './labels.ts'

/** Learns the labels of the articles on the screen, and keeps them for when there is no network. */
export function useKnownLabels(skus: readonly string[]): void {
  const { locale } = useLocale()
  const names = skus.join('\n')
  useEffect(() => {
    // Names that cannot be read now are read when the next one is.
    learnLabels(names === '' ? [] : names.split('\n'), locale).catch(() => {})
  }, [names, locale])
}
