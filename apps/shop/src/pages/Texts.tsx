import { useLocale } from '@splot/ui'
import { Head } from '../chrome/Head.tsx'
import css from './Texts.module.css'
import { about, accessibility, privacy, terms, type Prose } from './texts.ts'

function Text({ prose }: Readonly<{ prose: Prose }>) {
  return (
    <article className={css.page}>
      <Head title={`${prose.title} | Osnowa`} description={prose.sections[0]?.paragraphs[0] ?? prose.title} />
      <h1>{prose.title}</h1>
      {prose.sections.map(({ heading, paragraphs }) => (
        <section key={paragraphs[0]}>
          {heading && <h2>{heading}</h2>}
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </article>
  )
}

export const About = () => <Text prose={about[useLocale().locale]} />
export const Accessibility = () => <Text prose={accessibility[useLocale().locale]} />
export const Privacy = () => <Text prose={privacy[useLocale().locale]} />
export const Terms = () => <Text prose={terms[useLocale().locale]} />
