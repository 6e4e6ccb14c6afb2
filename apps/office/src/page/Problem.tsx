import { useLocale, ErrorState } from '@splot/ui'
import { CircleAlert } from 'lucide-react'
import { problemOf } from '../api/client.ts'
import { sayProblem } from '../words/problems.ts'
import css from './page.module.css'

/** What the API refused, where the action is: words, and the stable code to quote. */
export function ProblemNote({ error }: Readonly<{ error: unknown }>) {
  const { locale } = useLocale()
  if (!error) return null
  const problem = problemOf(error)
  const { text, lang } = sayProblem(problem, locale)
  const details = (problem.errors ?? []).filter(({ detail }) => detail !== problem.detail)
  return (
    <div className={css.problem} role="alert">
      <CircleAlert aria-hidden />
      <div>
        <p lang={lang}>{text}</p>
        {details.length > 0 && (
          <ul lang="en">
            {details.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        )}
        <code className={css.problemCode}>{problem.code}</code>
      </div>
    </div>
  )
}

/** A list or a page that could not be read. */
export function ProblemState({ error, onRetry }: Readonly<{ error: unknown; onRetry?: () => void }>) {
  const { locale } = useLocale()
  const problem = problemOf(error)
  const { text, lang } = sayProblem(problem, locale)
  return (
    <ErrorState
      title={<span lang={lang}>{text}</span>}
      {...(onRetry && { onRetry })}
      id={problem.instance ? `${problem.code} ${problem.instance}` : problem.code}
    />
  )
}
