import { Button, IconButton, NumberField } from '@splot/ui'
import { Plus, Trash2 } from 'lucide-react'
import { ArticleField } from '../page/ArticleField.tsx'
import css from './stockwork.module.css'
import { useT } from './words.ts'

export type DraftLine = Readonly<{ key: number; sku: string; pieces: number }>

export const emptyLine = (key: number): DraftLine => ({ key, sku: '', pieces: Number.NaN })
export const isWhole = ({ pieces }: DraftLine): boolean => Number.isInteger(pieces) && pieces > 0
export const isReady = (line: DraftLine): boolean => line.sku !== '' && isWhole(line)

type Props = Readonly<{
  lines: readonly DraftLine[]
  onChange: (lines: readonly DraftLine[]) => void
  asked: boolean
}>

/** Articles and pieces, line by line. */
export function LinesEditor({ lines, onChange, asked }: Props) {
  const t = useT('work')
  const change = (key: number, part: Partial<DraftLine>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  return (
    <>
      <ol className={css.lines} aria-label={t('lines')}>
        {lines.map((line, index) => {
          const number = String(index + 1)
          return (
            <li key={line.key}>
              <ArticleField
                label={t('articleOf', { number })}
                hideLabel
                placeholder={t('sku')}
                sku={line.sku}
                onChange={(sku) => change(line.key, { sku })}
                error={asked && !line.sku && t('enterSku')}
              />
              <NumberField
                label={t('piecesOf', { number })}
                hideLabel
                placeholder={t('pieces')}
                minValue={1}
                value={line.pieces}
                onChange={(pieces) => change(line.key, { pieces })}
                error={asked && !isWhole(line) && t('enterPieces')}
              />
              <IconButton
                label={t('removeLine', { number })}
                isDisabled={lines.length === 1}
                onPress={() => onChange(lines.filter(({ key }) => key !== line.key))}
              >
                <Trash2 aria-hidden size={15} />
              </IconButton>
            </li>
          )
        })}
      </ol>
      <div>
        <Button
          icon={<Plus aria-hidden size={15} />}
          onPress={() => onChange([...lines, emptyLine(Math.max(...lines.map(({ key }) => key)) + 1)])}
        >
          {t('addLine')}
        </Button>
      </div>
    </>
  )
}
