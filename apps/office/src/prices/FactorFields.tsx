import { Button, Checkbox, IconButton, NumberField, TextField, useFormat } from '@splot/ui'
import { Plus, Trash2 } from 'lucide-react'
import { usePlaceChoices } from '../page/names.tsx'
import page from '../page/page.module.css'
import { ManyField } from './ManyFields.tsx'
import css from './prices.module.css'
import { weekdays, type FactorDraft, type Figure } from './rule-draft.ts'
import { useT } from './proposal-words.ts'

/** The API takes no factor that does more, either way. */
const LEAST_PERCENT = -90
const MOST_PERCENT = 200
const MAX_DAYS = 3_650
/** A Monday, to name the days of the week after. */
const A_MONDAY = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 86_400_000

type Props = Readonly<{
  factor: FactorDraft
  isWrong: boolean
  onChange: (factor: FactorDraft) => void
  onRemove: () => void
}>

/** One factor of a rule: its own fields, and how it is taken away. */
export function FactorFields({ factor, isWrong, onChange, onRemove }: Props) {
  const t = useT('rules')
  return (
    <fieldset className={css.part}>
      <legend>{t(factor.kind)}</legend>
      <p className={page.small}>{t(`${factor.kind}Hint`)}</p>
      <KindFields factor={factor} onChange={onChange} />
      {isWrong && (
        <p role="alert" className={css.wrong}>
          {t('badFactor')}
        </p>
      )}
      <div>
        <Button
          size="s"
          variant="quiet"
          icon={<Trash2 aria-hidden size={14} />}
          aria-label={t('removeWhat', { what: t(factor.kind) })}
          onPress={onRemove}
        >
          {t('remove')}
        </Button>
      </div>
    </fieldset>
  )
}

type KindProps<Kind extends FactorDraft['kind']> = Readonly<{
  factor: Extract<FactorDraft, { kind: Kind }>
  onChange: (factor: FactorDraft) => void
}>

function KindFields({ factor, onChange }: Pick<Props, 'factor' | 'onChange'>) {
  const t = useT('rules')
  switch (factor.kind) {
    case 'stock_cover':
      return <CoverFields factor={factor} onChange={onChange} />
    case 'age':
      return <AgeFields factor={factor} onChange={onChange} />
    case 'hour':
      return <HourFields factor={factor} onChange={onChange} />
    case 'place':
      return <PlaceFields factor={factor} onChange={onChange} />
    case 'competitor':
      return (
        <div className={css.pair}>
          <PercentField
            label={t('undercut')}
            value={factor.undercut}
            minValue={0}
            onChange={(undercut) => onChange({ ...factor, undercut })}
          />
          <PercentField
            label={t('limit')}
            value={factor.limit}
            minValue={0}
            onChange={(limit) => onChange({ ...factor, limit })}
          />
        </div>
      )
  }
}

type FigureProps = Readonly<{
  label: string
  value: Figure
  onChange: (value: Figure) => void
  description?: string
  minValue?: number
  maxValue?: number
  error?: string | false | undefined
}>

/** Percents, below zero where that is cheaper. */
export function PercentField({ minValue = LEAST_PERCENT, maxValue = MOST_PERCENT, ...field }: FigureProps) {
  return (
    <NumberField
      {...field}
      after="%"
      minValue={minValue}
      maxValue={maxValue}
      formatOptions={{ maximumFractionDigits: 4, signDisplay: minValue < 0 ? 'exceptZero' : 'auto' }}
    />
  )
}

function DaysField({ placeholder, ...field }: FigureProps & Readonly<{ placeholder?: string }>) {
  return (
    <NumberField
      {...field}
      {...(placeholder !== undefined && { placeholder })}
      minValue={0}
      maxValue={MAX_DAYS}
      formatOptions={{ maximumFractionDigits: 0 }}
    />
  )
}

type BandsProps<Band> = Readonly<{
  bands: readonly Band[]
  fresh: Band
  onChange: (bands: readonly Band[]) => void
  children: (band: Band, change: (part: Partial<Band>) => void) => React.ReactNode
}>

/** Bands of days, each a row that can be taken away. */
function Bands<Band>({ bands, fresh, onChange, children }: BandsProps<Band>) {
  const t = useT('rules')
  return (
    <>
      {bands.map((band, at) => (
        <fieldset
          // Bands have no id; their fields keep what was typed by place.
          // oxlint-disable-next-line react/no-array-index-key
          key={`${at} of ${bands.length}`}
          aria-label={t('band', { number: String(at + 1) })}
          className={css.band}
        >
          {children(band, (part) => onChange(bands.with(at, { ...band, ...part })))}
          <IconButton
            label={t('removeWhat', { what: t('band', { number: String(at + 1) }) })}
            isDisabled={bands.length === 1}
            onPress={() => onChange(bands.toSpliced(at, 1))}
          >
            <Trash2 aria-hidden size={15} />
          </IconButton>
        </fieldset>
      ))}
      <div>
        <Button size="s" icon={<Plus aria-hidden size={14} />} onPress={() => onChange([...bands, fresh])}>
          {t('addBand')}
        </Button>
      </div>
    </>
  )
}

function CoverFields({ factor, onChange }: KindProps<'stock_cover'>) {
  const t = useT('rules')
  return (
    <Bands
      bands={factor.bands}
      fresh={{ from: Number.NaN, below: Number.NaN, percent: Number.NaN }}
      onChange={(bands) => onChange({ ...factor, bands })}
    >
      {({ from, below, percent }, change) => (
        <>
          <DaysField
            label={t('fromDays')}
            placeholder={t('open')}
            value={from}
            onChange={(next) => change({ from: next })}
          />
          <DaysField
            label={t('belowDays')}
            placeholder={t('open')}
            value={below}
            onChange={(next) => change({ below: next })}
          />
          <PercentField label={t('price')} value={percent} onChange={(next) => change({ percent: next })} />
        </>
      )}
    </Bands>
  )
}

function AgeFields({ factor, onChange }: KindProps<'age'>) {
  const t = useT('rules')
  return (
    <Bands
      bands={factor.bands}
      fresh={{ from: Number.NaN, percent: Number.NaN }}
      onChange={(bands) => onChange({ ...factor, bands })}
    >
      {({ from, percent }, change) => (
        <>
          <DaysField label={t('fromDays')} value={from} onChange={(next) => change({ from: next })} />
          <PercentField label={t('price')} value={percent} onChange={(next) => change({ percent: next })} />
        </>
      )}
    </Bands>
  )
}

/** The short name of a day of the week, 1 is Monday. */
export function useWeekdayName(): (weekday: number) => string {
  const format = useFormat()
  return (weekday) => format.date(A_MONDAY + (weekday - 1) * DAY_MS, 'day').split(/[ ,]/)[0] ?? ''
}

function HourFields({ factor, onChange }: KindProps<'hour'>) {
  const t = useT('rules')
  const nameOf = useWeekdayName()
  return (
    <>
      <fieldset className={css.checks}>
        <legend>{t('weekdays')}</legend>
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            isSelected={factor.weekdays.includes(day)}
            onChange={(on) =>
              onChange({
                ...factor,
                weekdays: weekdays.filter((one) => (one === day ? on : factor.weekdays.includes(one))),
              })
            }
          >
            {nameOf(day)}
          </Checkbox>
        ))}
      </fieldset>
      <div className={css.band}>
        <TextField
          type="time"
          label={t('fromTime')}
          value={factor.from}
          onChange={(from) => onChange({ ...factor, from })}
        />
        <TextField
          type="time"
          label={t('untilTime')}
          value={factor.until}
          onChange={(until) => onChange({ ...factor, until })}
        />
        <PercentField
          label={t('price')}
          value={factor.percent}
          onChange={(percent) => onChange({ ...factor, percent })}
        />
      </div>
    </>
  )
}

function PlaceFields({ factor, onChange }: KindProps<'place'>) {
  const t = useT('rules')
  return (
    <div className={css.pair}>
      <ManyField
        label={t('addPlace')}
        choices={usePlaceChoices()}
        values={factor.locations}
        onChange={(locations) => onChange({ ...factor, locations })}
      />
      <PercentField
        label={t('price')}
        value={factor.percent}
        onChange={(percent) => onChange({ ...factor, percent })}
      />
    </div>
  )
}
