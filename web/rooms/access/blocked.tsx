import { Plural } from '@lingui/react/macro'
import { signInBlocked } from '../../../server/rooms/access/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { Note } from '../../ui/atoms.tsx'

/** Too many were wrong: how long one waits; any other refusal in its own words. */
export function Blocked({ error }: { error: Error & { detail?: string } }) {
  if (!isProblem(error, signInBlocked)) {
    return (
      <Note look="bad" role="alert">
        {error.detail ?? error.message}
      </Note>
    )
  }
  const minutes = Math.max(1, Math.ceil(error.data.seconds / 60))
  return (
    <Note look="bad" role="alert">
      <Plural
        value={minutes}
        one="Слишком много попыток. Попробуйте через # минуту."
        few="Слишком много попыток. Попробуйте через # минуты."
        many="Слишком много попыток. Попробуйте через # минут."
        other="Слишком много попыток. Попробуйте через # минуты."
      />
    </Note>
  )
}
