import { useT } from './index.ts'

/** The API counts no further. */
export const MANY = 10

/** How many pieces a place has, in words: "brak", "3 sztuki", "10 i więcej sztuk". */
export function usePiecesWords(): (pieces: number) => string {
  const t = useT('stock')
  return (pieces) =>
    pieces === 0 ? t('noPieces') : pieces >= MANY ? t('manyPieces') : t('pieces', { count: pieces })
}
