import { TextField } from '@splot/ui'

type Language = 'pl' | 'en'

type Props = Readonly<{
  label: Readonly<Record<Language, string>>
  value: Readonly<Record<Language, string>>
  /** Which are wrong, and in what words. */
  flaws: Readonly<Record<Language, boolean>> | null
  wrong: string
  maxLength: number
  /** What is said beside a text, if anything. */
  noteOf?: (text: string) => string | undefined
  onChange: (part: Partial<Record<Language, string>>) => void
}>

/** A text that shoppers read, in both of their languages. */
export const BothLanguages = ({ label, value, flaws, wrong, maxLength, noteOf, onChange }: Props) =>
  (['pl', 'en'] as const).map((language) => (
    <TextField
      key={language}
      label={label[language]}
      value={value[language]}
      onChange={(text) => onChange({ [language]: text })}
      maxLength={maxLength}
      description={noteOf?.(value[language])}
      error={flaws?.[language] && wrong}
    />
  ))
