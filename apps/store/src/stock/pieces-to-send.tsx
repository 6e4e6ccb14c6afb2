import { IconButton, QuantityStepper } from '@splot/ui'
import { X } from 'lucide-react'
import { type Draft, MAX_PIECES, setWhole } from './draft.ts'
import { useLabels } from './labels.ts'
import { PieceRow } from './parts.tsx'
import { nameOf } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** What was scanned for one command, to be put right before it is given. */
export function PiecesToSend({
  label,
  draft,
  change,
}: {
  readonly label: string
  readonly draft: Draft
  readonly change: (next: (draft: Draft) => Draft) => void
}) {
  const t = useT('stock')
  const labels = useLabels()
  return (
    <ul className={css.lines} aria-label={label}>
      {draft.pieces.map(({ code, good }) => {
        const name = nameOf(labels(code), code)
        return (
          <PieceRow
            key={code}
            code={code}
            label={labels(code)}
            actions={
              <>
                <QuantityStepper
                  label={t('quantityOf', { name })}
                  value={good}
                  max={MAX_PIECES}
                  onChange={(next) => change((before) => setWhole(before, code, next))}
                />
                <IconButton
                  label={t('remove', { name })}
                  size="s"
                  onPress={() =>
                    change((before) => ({
                      ...before,
                      pieces: before.pieces.filter((piece) => piece.code !== code),
                    }))
                  }
                >
                  <X aria-hidden />
                </IconButton>
              </>
            }
            tally={null}
          />
        )
      })}
    </ul>
  )
}
