import { Plural } from '@lingui/react/macro'
import { Note } from './atoms.tsx'

type FormErrorSummaryProps = {
  /** Message by path of the field, as `@mantine/form` and `formErrors(problem)` give them. */
  errors: Record<string, string>
  /** Element id of a field by its path; the default is the path itself. */
  idOf?: (path: string) => string
  labelOf?: (path: string) => string | undefined
}

/** Everything that is wrong, on top of the side at fault; each item leads to its field. */
export function FormErrorSummary({ errors, idOf = path => path, labelOf }: FormErrorSummaryProps) {
  const entries = Object.entries(errors)
  if (entries.length === 0) return null
  return (
    <Note look="bad" role="alert">
      <div className="m">
        <Plural
          value={entries.length}
          one="Нужно исправить # поле"
          few="Нужно исправить # поля"
          many="Нужно исправить # полей"
          other="Нужно исправить # поля"
        />
      </div>
      <ul>
        {entries.map(([path, message]) => {
          const label = labelOf?.(path)
          return (
            <li key={path}>
              <a
                className="hit"
                href={`#${idOf(path)}`}
                onClick={event => {
                  event.preventDefault()
                  document.getElementById(idOf(path))?.focus()
                }}
              >
                {label ? `${label}: ${message}` : message}
              </a>
            </li>
          )
        })}
      </ul>
    </Note>
  )
}
